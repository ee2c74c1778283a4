//! Limits of trackers on the texts that they are given, and what becomes of longer ones: they
//! are attached whole, and a short text in their place says so. Nothing is cut.

use migrayt_core::Content;
use migrayt_core::richtext::{Block, Document, Format, Inline, Mark, Marks, Original};

use crate::html;
use crate::loss::{Loss, LossKind, Path};

/// How long a text may be, in UTF-16 units of what the tracker measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(usize);

impl Limit {
    /// Descriptions, comments and multi-line fields of Jira Cloud. Measured is the visible text,
    /// which `adf::text` gives; of wiki markup it is the markup.
    pub const JIRA: Self = Self(32_767);
    /// Long texts of Azure DevOps, in HTML or Markdown. Measured is the markup.
    pub const AZURE_DEVOPS: Self = Self(1_048_576);
    /// One-line texts of both.
    pub const LINE: Self = Self(255);

    /// A limit of so many units.
    pub const fn of(units: usize) -> Self {
        Self(units)
    }

    /// The units.
    pub fn units(self) -> usize {
        self.0
    }

    /// How long a text is, if it is too long.
    pub fn exceeded(self, measured: &str) -> Option<usize> {
        // A text has at most as many units as bytes, and at least a third as many.
        if measured.len() <= self.0 {
            return None;
        }
        let length = measured.encode_utf16().count();
        (length > self.0).then_some(length)
    }
}

/// What goes to the target instead of a text that is too long.
#[derive(Clone, Debug)]
pub struct Overflow {
    /// The text in its place: it names the attachments.
    pub pointer: Document,
    /// The text as a page that any browser shows.
    pub readable: File,
    /// The texts that it was read from, as their source holds them.
    pub originals: Vec<File>,
    /// That it was moved.
    pub losses: Vec<Loss>,
}

/// A file to be attached.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Content<Vec<u8>>,
}

impl Overflow {
    /// What becomes of a text that is `length` units long where `limit` allows fewer.
    ///
    /// `name` is what the page is called, such as `description`; what no file system takes is left
    /// out of it. The originals that the document has are attached as plain text, so that no
    /// browser runs what may be in them; the page is written from the tree and holds no script.
    /// Pictures in the page stay where they are.
    pub fn of(document: &Document, name: &str, length: usize, limit: Limit) -> Self {
        let name = plain_name(name);
        let readable = File {
            name: format!("{name}.html"),
            media_type: "text/html; charset=utf-8",
            bytes: Content::new(html::page(document, &name).into_bytes()),
        };
        let originals: Vec<_> = document.originals.iter().map(whole).collect();
        let pointer = pointer(&readable, &originals, length, limit);
        let loss = Loss { kind: LossKind::MovedToAttachment, path: Path::default(), count: 1 };
        Self { pointer, readable, originals, losses: vec![loss] }
    }
}

fn whole(original: &Original) -> File {
    let ending = match original.format {
        Format::Html => "html",
        Format::Markdown => "md",
        Format::Adf => "adf.json",
        _ => "wiki",
    };
    File {
        name: format!("{}.original.{ending}.txt", plain_name(&original.name)),
        media_type: "text/plain; charset=utf-8",
        bytes: Content::new(original.text.as_str().as_bytes().to_vec()),
    }
}

fn pointer(readable: &File, originals: &[File], length: usize, limit: Limit) -> Document {
    let strong = |name: &str| Inline::marked(name, Marks::of(Mark::Strong));
    let units = limit.units();
    let mut line = vec![
        Inline::plain(format!(
            "This text has {length} characters, and no more than {units} can stand here. \
             All of it is attached: to read in "
        )),
        strong(&readable.name),
    ];
    let mut before = ", and as it was in ";
    for original in originals {
        line.extend([Inline::plain(before), strong(&original.name)]);
        before = ", ";
    }
    line.push(Inline::plain("."));
    Document::from(vec![Block::Paragraph(line)])
}

fn plain_name(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let name: String = name.chars().filter(|c| plain(*c)).take(100).collect();
    if name.is_empty() { "text".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::{Limit, plain_name};

    #[test]
    fn units_are_those_of_utf_16() {
        assert_eq!(Limit::of(3).exceeded("abc"), None);
        assert_eq!(Limit::of(3).exceeded("\u{e4}\u{e4}\u{e4}"), None);
        assert_eq!(Limit::of(3).exceeded("\u{1f604}\u{1f604}"), Some(4));
        assert_eq!(Limit::JIRA.exceeded(&"a".repeat(32_767)), None);
        assert_eq!(Limit::JIRA.exceeded(&"a".repeat(32_768)), Some(32_768));
    }

    #[test]
    fn names_of_files_are_plain() {
        assert_eq!(plain_name("../System.Description"), "SystemDescription");
        assert_eq!(plain_name("../"), "text");
    }
}
