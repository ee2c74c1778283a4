use std::mem;

use migrayt_core::Content;
use migrayt_core::richtext::{Inline, Marks};

/// What whitespace in a text means, after the CSS property `white-space`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum White {
    /// Runs collapse to one space.
    #[default]
    Collapse,
    /// Everything stands as it is.
    Pre,
    /// Line breaks stand, other whitespace collapses.
    PreLine,
}

/// Whether a browser collapses the character; it never collapses a no-break space.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

/// The line under construction.
#[derive(Debug)]
pub(super) struct Line {
    inlines: Vec<Inline>,
    /// Whether a space would be seen by nobody here: at a beginning, or behind another space.
    swallows: bool,
    /// Whether the last character is a space that goes away at the line's end.
    hanging: bool,
}

impl Default for Line {
    fn default() -> Self {
        Self { inlines: Vec::new(), swallows: true, hanging: false }
    }
}

impl Line {
    pub(super) fn is_empty(&self) -> bool {
        self.inlines.is_empty()
    }

    pub(super) fn text(&mut self, text: &str, marks: &Marks, white: White) {
        match white {
            White::Collapse => self.collapsed(text, marks),
            White::Pre => self.lines(text, |line, part| line.kept(part, marks)),
            White::PreLine => self.lines(text, |line, part| line.collapsed(part, marks)),
        }
    }

    pub(super) fn line_break(&mut self) {
        self.unhang();
        self.inlines.push(Inline::Break);
        self.swallows = true;
    }

    pub(super) fn push(&mut self, inline: Inline) {
        self.inlines.push(inline);
        self.swallows = false;
        self.hanging = false;
    }

    /// Ends the line: nothing if nobody would see it, no pieces if it is seen as an empty line.
    pub(super) fn take(&mut self) -> Option<Vec<Inline>> {
        self.unhang();
        let mut inlines = mem::take(self).inlines;
        let seen = !inlines.is_empty();
        if matches!(inlines.last(), Some(Inline::Break)) {
            inlines.pop();
        }
        if inlines.iter().all(is_blank) {
            inlines.clear();
        }
        seen.then_some(inlines)
    }

    fn lines(&mut self, text: &str, mut part: impl FnMut(&mut Self, &str)) {
        for (place, line) in text.split('\n').enumerate() {
            if place > 0 {
                self.line_break();
            }
            part(self, line.strip_suffix('\r').unwrap_or(line));
        }
    }

    fn kept(&mut self, text: &str, marks: &Marks) {
        if !text.is_empty() {
            self.add(text, marks);
            self.swallows = false;
            self.hanging = false;
        }
    }

    fn collapsed(&mut self, text: &str, marks: &Marks) {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if !is_space(c) {
                out.push(c);
                (self.swallows, self.hanging) = (false, false);
            } else if !self.swallows {
                out.push(' ');
                (self.swallows, self.hanging) = (true, true);
            }
        }
        if !out.is_empty() {
            self.add(&out, marks);
        }
    }

    fn add(&mut self, more: &str, marks: &Marks) {
        match self.inlines.last_mut() {
            Some(Inline::Text { text, marks: last }) if last == marks => {
                text.expose_mut().push_str(more);
            }
            _ => self.inlines.push(Inline::marked(more, marks.clone())),
        }
    }

    fn unhang(&mut self) {
        if !mem::take(&mut self.hanging) {
            return;
        }
        if let Some(Inline::Text { text, .. }) = self.inlines.last_mut() {
            text.expose_mut().pop();
            if text.as_str().is_empty() {
                self.inlines.pop();
            }
        }
    }
}

fn is_blank(inline: &Inline) -> bool {
    let blank = |text: &Content<String>| text.as_str().chars().all(char::is_whitespace);
    matches!(inline, Inline::Text { text, .. } if blank(text))
}

#[cfg(test)]
mod tests {
    use migrayt_core::richtext::{Inline, Mark, Marks};

    use super::{Line, White};

    fn shown(line: &mut Line) -> Option<String> {
        let inlines = line.take()?;
        let text = inlines.iter().map(|inline| match inline {
            Inline::Text { text, .. } => text.as_str(),
            Inline::Break => "|",
            _ => "?",
        });
        Some(text.collect())
    }

    #[test]
    fn spaces_collapse_across_marks_and_go_at_both_ends() {
        let mut line = Line::default();
        line.text(" \n a ", &Marks::default(), White::Collapse);
        line.text(" b\t", &Marks::of(Mark::Strong), White::Collapse);
        line.text("  ", &Marks::default(), White::Collapse);
        assert_eq!(shown(&mut line).as_deref(), Some("a b"));
    }

    #[test]
    fn preformatted_spaces_stand() {
        let mut line = Line::default();
        line.text(" a  b\r\nc ", &Marks::default(), White::Pre);
        assert_eq!(shown(&mut line).as_deref(), Some(" a  b|c "));
        line.text(" a  b\n c ", &Marks::default(), White::PreLine);
        assert_eq!(shown(&mut line).as_deref(), Some("a b|c"));
    }

    #[test]
    fn a_break_alone_is_an_empty_line_and_one_at_the_end_is_none() {
        let mut line = Line::default();
        line.line_break();
        assert_eq!(shown(&mut line).as_deref(), Some(""));
        line.text("a", &Marks::default(), White::Collapse);
        line.line_break();
        assert_eq!(shown(&mut line).as_deref(), Some("a"));
        assert_eq!(shown(&mut line), None);
    }
}
