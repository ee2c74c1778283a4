//! Formatted texts on their way to the target: who is spoken to, what is shown, what is referred
//! to.

use migrayt_core::Content;
use migrayt_core::id::{FieldId, ItemId};
use migrayt_core::item::Item;
use migrayt_core::plan::LossKind;
use migrayt_core::port::Known;
use migrayt_core::richtext::{
    Block, Document, Inline, ItemReference, Link, Marks, Media, MediaOrigin, Piece, Rewrite,
};

use super::Compiled;
use crate::tally::Tally;

/// Rewrites the texts of one item for the target.
///
/// - A mention becomes the name or, as the options want it, a mention of the target's account.
/// - A reference to an item in scope stays, for the target to resolve; others become their words,
///   linked to where they led.
/// - A picture that is a file of the item stays if the files are carried; else its name stands in
///   its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing<'a> {
    compiled: &'a Compiled,
    item: &'a Item,
    known: &'a dyn Known,
}

impl<'a> Writing<'a> {
    pub(super) fn new(compiled: &'a Compiled, item: &'a Item, known: &'a dyn Known) -> Self {
        Self { compiled, item, known }
    }

    /// Whether a field of the item says nothing but the place that it gets in the backlog.
    pub(super) fn is_carried_as_place(self, field: &FieldId) -> bool {
        self.compiled.is_carried_as_place(self.item, self.known, field)
    }

    /// The title of the item's parent, where the mapping names it.
    pub(super) fn title_of(self, parent: &ItemId) -> Option<&'a Content<String>> {
        self.known.title(parent)
    }

    /// The text for the target; what it loses is noted under the field.
    pub(super) fn write(
        self,
        document: &Document,
        field: Option<&FieldId>,
        tally: &mut Tally,
    ) -> Document {
        let mut copy = document.clone();
        let mut change = Change { writing: self, tally, field };
        copy.rewrite(&mut change);
        copy
    }

    fn shows(self, file: &Media) -> bool {
        match &file.origin {
            MediaOrigin::Attachment(id) => {
                let own = || self.item.attachments.iter().any(|known| known.id == *id);
                self.compiled.document.options.attachments && own()
            }
            _ => true,
        }
    }

    fn refers(self, reference: &ItemReference) -> bool {
        let here = reference
            .href
            .as_ref()
            .is_none_or(|href| leads_to(href.as_str(), &self.compiled.organization));
        here && (reference.item == self.item.id || self.known.outline(&reference.item).is_some())
    }
}

/// Whether an address lies in an organisation: `https://dev.azure.com/{organization}/...` or
/// `https://{organization}.visualstudio.com/...`. Items' numbers are unique within one only.
fn leads_to(href: &str, organization: &str) -> bool {
    let Some((_, after)) = href.split_once("://") else { return false };
    let mut parts = after.split('/');
    let host = parts.next().unwrap_or_default();
    let named = |part: &str| part.eq_ignore_ascii_case(organization);
    host.split('.').next().is_some_and(named) || parts.next().is_some_and(named)
}

/// Whether a text shows files or refers to items, which have no identity before they are made.
pub(super) fn is_pending(document: &Document) -> bool {
    let mut found = false;
    document.visit(&mut |piece| {
        found |= match piece {
            Piece::Media(file) => is_attachment(file),
            Piece::Inline(inline) => matches!(inline, Inline::Item(_)),
        };
    });
    found
}

/// The text with words for all that has no identity yet, to stand until it is written again.
pub(super) fn provisional(document: &Document) -> Document {
    let mut copy = document.clone();
    copy.rewrite(&mut Provisional);
    copy
}

struct Change<'a> {
    writing: Writing<'a>,
    tally: &'a mut Tally,
    field: Option<&'a FieldId>,
}

impl Change<'_> {
    fn lose(&mut self, kind: LossKind) {
        self.tally.count(kind, self.field.cloned(), 1);
    }

    /// What stands instead of a piece of a line, if it cannot stay as it is.
    fn instead(&mut self, inline: &Inline) -> Option<Inline> {
        match inline {
            Inline::Mention(mention) if !mention.resolved => {
                let (instead, loss) = self.writing.compiled.mention(mention);
                if let Some(loss) = loss {
                    self.lose(loss);
                }
                Some(instead)
            }
            Inline::Media(file) if !self.writing.shows(file) => {
                self.lose(LossKind::TextImage);
                Some(name(file))
            }
            Inline::Item(reference) if !self.writing.refers(reference) => {
                self.lose(LossKind::TextReference);
                Some(linked(reference))
            }
            _ => None,
        }
    }
}

impl Rewrite for Change<'_> {
    fn line(&mut self, line: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(line.len());
        for mut inline in line.drain(..) {
            let changed = self.instead(bare(&inline));
            if let Inline::Media(file) = &mut inline {
                self.line(&mut file.caption);
            }
            match changed {
                Some(changed) => put(changed, inline, &mut out),
                None => out.push(inline),
            }
        }
        *line = out;
    }

    fn media(&mut self, files: Vec<Media>) -> Vec<Block> {
        apart(files, |file| {
            let shown = self.writing.shows(file);
            if !shown {
                self.lose(LossKind::TextImage);
            }
            shown
        })
    }
}

struct Provisional;

impl Rewrite for Provisional {
    fn line(&mut self, line: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(line.len());
        for mut inline in line.drain(..) {
            let changed = match bare(&inline) {
                Inline::Media(file) if is_attachment(file) => Some(name(file)),
                Inline::Item(reference) => Some(linked(reference)),
                _ => None,
            };
            if let Inline::Media(file) = &mut inline {
                self.line(&mut file.caption);
            }
            match changed {
                Some(changed) => put(changed, inline, &mut out),
                None => out.push(inline),
            }
        }
        *line = out;
    }

    fn media(&mut self, files: Vec<Media>) -> Vec<Block> {
        apart(files, |file| !is_attachment(file))
    }
}

/// A piece without what its format says of it besides.
fn bare(inline: &Inline) -> &Inline {
    match inline {
        Inline::Detailed { inline, .. } => inline,
        plain => plain,
    }
}

/// Puts words in the place of a piece; the words below a picture follow its name.
fn put(changed: Inline, was: Inline, out: &mut Vec<Inline>) {
    let is_word = matches!(changed, Inline::Text { .. });
    out.push(changed);
    if let Inline::Media(file) = was
        && is_word
        && !file.caption.is_empty()
    {
        out.push(Inline::plain(" "));
        out.extend(file.caption);
    }
}

/// Files on lines of their own, with a paragraph for each that is not shown.
fn apart(files: Vec<Media>, mut shown: impl FnMut(&Media) -> bool) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for file in files {
        if shown(&file) {
            match blocks.last_mut() {
                Some(Block::Media(group)) => group.push(file),
                _ => blocks.push(Block::Media(vec![file])),
            }
        } else {
            let mut line = vec![name(&file)];
            if !file.caption.is_empty() {
                line.push(Inline::Break);
                line.extend(file.caption);
            }
            blocks.push(Block::Paragraph(line));
        }
    }
    blocks
}

fn is_attachment(file: &Media) -> bool {
    matches!(file.origin, MediaOrigin::Attachment(_))
}

/// The name of a picture that is not shown.
fn name(file: &Media) -> Inline {
    let alt = file.alt.as_str().trim();
    Inline::plain(if alt.is_empty() { "attachment" } else { alt })
}

/// A reference as its words, linked to where they led.
fn linked(reference: &ItemReference) -> Inline {
    let mut marks = Marks::default();
    marks.link = reference.href.clone().map(|href| Link { href, title: None });
    Inline::Text { text: reference.text.clone(), marks }
}

#[cfg(test)]
mod tests {
    use super::leads_to;

    #[test]
    fn numbers_hold_in_their_own_organisation() {
        for (href, same) in [
            ("https://dev.azure.com/Fabrikam/Shop/_workitems/edit/17", true),
            ("https://fabrikam.visualstudio.com/Shop/_workitems/edit/17", true),
            ("http://127.0.0.1:8080/fabrikam/Shop/_workitems/edit/17", true),
            ("https://dev.azure.com/contoso/fabrikam/_workitems/edit/17", false),
            ("https://contoso.visualstudio.com/Shop/_workitems/edit/17", false),
            ("/fabrikam/Shop/_workitems/edit/17", false),
        ] {
            assert_eq!(leads_to(href, "fabrikam"), same, "{href}");
        }
    }
}
