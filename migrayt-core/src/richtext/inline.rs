use time::Date;

use super::{Details, Media, UnknownNode};
use crate::content::Content;
use crate::id::{ItemId, PersonId};

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Inline {
    /// Text with one set of marks.
    Text {
        /// The text, never empty in a normal document.
        text: Content<String>,
        /// How it is shown.
        marks: Marks,
    },
    /// A line break inside a paragraph.
    Break,
    /// A person spoken to.
    Mention(Mention),
    /// A reference to a work item.
    Item(ItemReference),
    /// A picture or file inside a line.
    Media(Media),
    /// A coloured word.
    Status {
        /// The word.
        text: Content<String>,
        /// Its colour.
        color: StatusColor,
    },
    /// A calendar date.
    Date(Date),
    /// An emoji: its short name (`:smile:`) and its text.
    Emoji {
        /// The short name with its colons.
        short_name: String,
        /// The character, where there is one.
        text: Content<String>,
    },
    /// A piece of which its format says more than the tree does.
    Detailed {
        /// What it says.
        details: Details,
        /// The piece.
        inline: Box<Inline>,
    },
    /// A node that the reader does not know, carried whole.
    Unknown(UnknownNode),
}

impl Inline {
    /// Plain text without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text { text: Content::text(text), marks: Marks::default() }
    }

    /// Text with marks.
    pub fn marked(text: impl Into<String>, marks: Marks) -> Self {
        Self::Text { text: Content::text(text), marks }
    }
}

/// The marks of a text: each at most once, in no order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// The simple marks, sorted and without repetition.
    simple: Vec<Mark>,
    /// Where the text leads.
    pub link: Option<Link>,
    /// The text's colour as `#rrggbb`.
    pub color: Option<[u8; 3]>,
    /// The background's colour as `#rrggbb`.
    pub background: Option<[u8; 3]>,
    /// What its format says beyond that.
    pub details: Option<Details>,
}

impl Marks {
    /// One simple mark.
    pub fn of(mark: Mark) -> Self {
        Self::default().with(mark)
    }

    /// These marks and one more.
    #[must_use]
    pub fn with(mut self, mark: Mark) -> Self {
        if let Err(place) = self.simple.binary_search(&mark) {
            self.simple.insert(place, mark);
        }
        self
    }

    /// These marks with a link.
    #[must_use]
    pub fn linked(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    /// Whether a simple mark is among them.
    pub fn has(&self, mark: Mark) -> bool {
        self.simple.binary_search(&mark).is_ok()
    }

    /// The simple marks in a fixed order.
    pub fn simple(&self) -> &[Mark] {
        &self.simple
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.simple.is_empty()
            && self.link.is_none()
            && self.color.is_none()
            && self.background.is_none()
            && self.details.is_none()
    }
}

/// A mark without a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Mark {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Underlined.
    Underline,
    /// Struck out.
    Strike,
    /// Monospaced.
    Code,
    /// Below the line.
    Subscript,
    /// Above the line.
    Superscript,
}

/// Where a text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address; only `http`, `https`, `mailto`, `ftp`, `tel`, `file` and fragments.
    pub href: Content<String>,
    /// The tool tip.
    pub title: Option<Content<String>>,
}

impl Link {
    /// A link without a tool tip.
    pub fn to(href: impl Into<String>) -> Self {
        Self { href: Content::text(href), title: None }
    }
}

/// A person spoken to. A second step resolves the person in the target.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The person in the tracker that the text comes from, or goes to once resolved.
    pub person: PersonId,
    /// The name as it was shown, without the leading `@`.
    pub name: Content<String>,
    /// Whether `person` is already a person of the target.
    pub resolved: bool,
}

/// A reference to a work item. A second step resolves it in the target.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemReference {
    /// The item in the source.
    pub item: ItemId,
    /// The words as they were shown, such as `#123`.
    pub text: Content<String>,
    /// The address in the tracker that holds it, where known.
    pub href: Option<Content<String>>,
}

/// The colour of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusColor {
    /// Grey.
    Neutral,
    /// Purple.
    Purple,
    /// Blue.
    Blue,
    /// Red.
    Red,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
}
