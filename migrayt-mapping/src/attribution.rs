//! The line that says who wrote a text and when, where the target says so of somebody else.

mod line;

use migrayt_core::content::Content;
use migrayt_core::richtext::{Block, Document, Inline, Mark, Marks};
use time::{OffsetDateTime, UtcOffset};

use self::line::{read, write};
use crate::system::System;

/// Who wrote a text in the tracker that it comes from, and when.
///
/// It is the first line of the text, in italics, in one form:
///
/// ```text
/// line   = "Migrated from " system [": " author] ", " written [", edited " time]
/// system = "Azure DevOps" | "Jira" | "the source"
/// written = time | "time unknown"
/// time   = RFC 3339 in UTC to the second, such as 2024-03-02T10:15:00Z
/// ```
///
/// The author is one line of any letters. A line is read from its end, so that no author's name
/// can be taken for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    system: System,
    author: Option<Content<String>>,
    written: Option<OffsetDateTime>,
    edited: Option<OffsetDateTime>,
}

impl Attribution {
    /// Who wrote something; names become one line, and times are told to the second.
    pub fn new(
        system: System,
        author: Option<&str>,
        written: Option<OffsetDateTime>,
        edited: Option<OffsetDateTime>,
    ) -> Self {
        let author = author.map(crate::compiled::one_line);
        Self {
            system,
            author: author.filter(|name| !name.as_str().is_empty()),
            written: written.and_then(told),
            edited: edited.and_then(told),
        }
    }

    /// The attribution that a text begins with, if it does.
    pub fn of(document: &Document) -> Option<Self> {
        let Block::Paragraph(line) = document.blocks.first()? else { return None };
        let [Inline::Text { text, marks }] = line.as_slice() else { return None };
        if marks.has(Mark::Emphasis) { Self::parse(text.as_str()) } else { None }
    }

    /// Reads a line.
    pub fn parse(line: &str) -> Option<Self> {
        read(line)
    }

    /// The line.
    pub fn line(&self) -> Content<String> {
        write(self)
    }

    /// The line as a text begins with it.
    pub fn block(&self) -> Block {
        let marks = Marks::of(Mark::Emphasis);
        Block::Paragraph(vec![Inline::Text { text: self.line(), marks }])
    }

    /// The tracker that the text comes from.
    pub fn system(&self) -> System {
        self.system
    }

    /// Who wrote it, where that is known.
    pub fn author(&self) -> Option<&Content<String>> {
        self.author.as_ref()
    }

    /// When it was written, where that is known.
    pub fn written(&self) -> Option<OffsetDateTime> {
        self.written
    }

    /// When it was last edited, if it was.
    pub fn edited(&self) -> Option<OffsetDateTime> {
        self.edited
    }
}

/// A time as a line can tell it; none of years that RFC 3339 does not have.
fn told(at: OffsetDateTime) -> Option<OffsetDateTime> {
    let at = at.checked_to_offset(UtcOffset::UTC)?.replace_nanosecond(0).ok()?;
    (0..=9999).contains(&at.year()).then_some(at)
}
