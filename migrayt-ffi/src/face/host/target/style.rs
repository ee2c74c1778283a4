//! How a host writes texts, and what it calls things in them.

use migrayt_core::richtext::{Document, Format, Piece, plain_text};
use migrayt_markup::Loss;

use crate::face::host::model::datum::Datum;
use crate::face::host::model::text;

/// How a host's texts are written.
pub(super) struct Style {
    /// The format that it takes.
    pub(super) format: Format,
    /// The addresses of its items, if texts can lead to them.
    pub(super) items: Option<Address>,
    /// The addresses of its files, if texts can show them.
    pub(super) files: Option<Address>,
}

impl Style {
    pub(super) fn write(&self, document: &Document) -> (Datum, Vec<Loss>) {
        text::write(self.format, document)
    }
}

/// Whether nothing of a document would be seen.
pub(super) fn is_blank(document: &Document) -> bool {
    let mut shows = false;
    document.visit(&mut |piece| shows |= matches!(piece, Piece::Media(_)));
    !shows && plain_text(document).as_str().trim().is_empty()
}

/// An address with a place for an id or a key, such as `https://tracker.example/items/{key}`.
pub(super) struct Address {
    before: String,
    by_key: bool,
    after: String,
}

impl Address {
    /// None if there is no such place in it, or nothing before it.
    pub(super) fn parse(template: &str) -> Option<Self> {
        let by_key = template.contains("{key}");
        let (before, after) = template.split_once(if by_key { "{key}" } else { "{id}" })?;
        let known = !before.is_empty();
        known.then(|| Self { before: before.to_owned(), by_key, after: after.to_owned() })
    }

    /// The address of something.
    pub(super) fn of(&self, id: &str, key: &str) -> String {
        [self.before.as_str(), if self.by_key { key } else { id }, self.after.as_str()].concat()
    }

    /// Whether an address is one of these.
    pub(super) fn is(&self, address: &str) -> bool {
        let name = address.strip_prefix(&self.before).and_then(|it| it.strip_suffix(&self.after));
        name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
    }
}
