use migrayt_core::richtext::Mark;

use super::{NeedsHtml, Open, Walk};

/// The tags that mean one mark and nothing else, and how it is told apart.
const TAGS: &[(&str, Mark)] = &[
    ("b", Mark::Strong),
    ("strong", Mark::Strong),
    ("i", Mark::Emphasis),
    ("em", Mark::Emphasis),
    ("u", Mark::Underline),
    ("ins", Mark::Underline),
    ("s", Mark::Strike),
    ("del", Mark::Strike),
];

impl Walk<'_> {
    /// A tag in a line, if it is a break or a mark that is closed where it was opened.
    pub(super) fn tag(&mut self, tag: &str) -> Result<(), NeedsHtml> {
        if matches!(tag, "<br>" | "<br/>" | "<br />") {
            self.builder.line_break();
            return Ok(());
        }
        let name = tag.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let name = name.ok_or(NeedsHtml)?;
        let (name, closes) = name.strip_prefix('/').map_or((name, false), |name| (name, true));
        let (name, mark) = TAGS.iter().find(|(it, _)| *it == name).ok_or(NeedsHtml)?;
        if closes {
            let open = self.open.pop().filter(|open| open.tag == Some(*name)).ok_or(NeedsHtml)?;
            self.marks = open.marks;
            return Ok(());
        }
        let (marks, depth) = (self.marks.clone(), self.builder.depth());
        self.open.push(Open { marks, depth, tag: Some(name) });
        // The line below a link is how links look, and no mark.
        if *mark != Mark::Underline || self.links == 0 {
            self.mark(*mark);
        }
        Ok(())
    }
}
