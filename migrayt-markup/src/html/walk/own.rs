use migrayt_core::Content;
use migrayt_core::richtext::{Details, Format, Inline, ItemReference, Media, MediaOrigin, Mention};
use time::{Date, Month};

use super::{Then, Walk};
use crate::html::address::{Target, attachment, clean, scheme};
use crate::html::arena::Id;
use crate::html::sheet::pixels;
use crate::names;

/// Attributes by which this crate's writer names what HTML has no element for.
const OWN: &[&str] = &["data-panel-type", "data-status", "data-media", "data-decisions"];

impl Walk<'_> {
    /// An element in a line: a node that this crate's writer wrote in words, or nothing special.
    pub(super) fn own(&mut self, id: Id) -> Then {
        match self.own_piece(id) {
            Some(piece) => {
                self.piece(id, piece);
                Then::Next
            }
            None => Then::Children,
        }
    }

    pub(super) fn own_piece(&self, id: Id) -> Option<Inline> {
        let attribute = |name| self.arena.attribute(id, name);
        let names = self.arena.attributes(id);
        if !names.iter().any(|it| it.name.local.starts_with("dat")) || !self.is_line(id) {
            return None;
        }
        let text = || self.arena.line_text(id);
        if let Some(person) = attribute("data-mention").filter(|it| !it.is_empty()) {
            let shown = text();
            let name = Content::text(shown.strip_prefix('@').unwrap_or(&shown));
            return Some(Inline::Mention(Mention { person: person.into(), name, resolved: false }));
        }
        if let Some(item) = attribute("data-item").filter(|it| !it.is_empty()) {
            let href = match attribute("href").map(Target::of) {
                Some(Target::Open(href)) => Some(Content::text(href)),
                _ => None,
            };
            let text = Content::text(text());
            return Some(Inline::Item(ItemReference { item: item.into(), text, href }));
        }
        if let Some(color) = attribute("data-status") {
            return Some(Inline::Status {
                text: Content::text(text()),
                color: names::status_of(color),
            });
        }
        if let Some(short_name) = attribute("data-emoji").filter(|it| !it.is_empty()) {
            let shown = text();
            let text = if shown == short_name { String::new() } else { shown };
            return Some(Inline::Emoji {
                short_name: short_name.to_owned(),
                text: Content::text(text),
            });
        }
        if let Some(kind) = attribute("data-media") {
            return self.own_media(id, kind).map(Inline::Media);
        }
        let date = attribute("datetime").filter(|it| *it == text())?;
        day(date).map(Inline::Date)
    }

    fn own_media(&self, id: Id, kind: &str) -> Option<Media> {
        let attribute = |name| self.arena.attribute(id, name);
        let key = attribute("data-id");
        let mut details = None;
        let origin = match kind {
            "attachment" => MediaOrigin::Attachment(key?.into()),
            "named" => MediaOrigin::Named(key?.into()),
            "stored" => MediaOrigin::Stored {
                id: key?.into(),
                collection: attribute("data-collection").unwrap_or_default().to_owned(),
            },
            "file" => {
                let address = clean(attribute("href")?);
                if !matches!(scheme(&address).as_deref(), Some("http" | "https")) {
                    return None;
                }
                if let Some((part, _)) = attachment(&address) {
                    details = Some(Details { format: Format::Html, raw: Content::text(address) });
                    MediaOrigin::Attachment(part)
                } else {
                    MediaOrigin::External(Content::text(address))
                }
            }
            _ => return None,
        };
        let link = match attribute("data-link").map(Target::of) {
            Some(Target::Open(href)) => Some(Content::text(href)),
            _ => self.style.link.as_ref().map(|link| link.href.clone()),
        };
        Some(Media {
            origin,
            alt: Content::text(attribute("alt").unwrap_or_default().trim()),
            width: attribute("width").and_then(pixels),
            height: attribute("height").and_then(pixels),
            link,
            caption: Vec::new(),
            details,
        })
    }

    /// Whether this is the box of a task, which becomes a real one.
    pub(super) fn is_box(&self, id: Id) -> bool {
        let of_task = |item| self.arena.attribute(item, "role") == Some("checkbox");
        self.has(id, "data-box")
            && self.arena.get(id).and_then(|node| node.parent).is_some_and(of_task)
    }

    /// Whether this crate's writer chose how the element looks.
    pub(super) fn is_own(&self, id: Id) -> bool {
        self.arena.attributes(id).iter().any(|it| OWN.contains(&&*it.name.local))
    }

    /// Whether this is a medium with a line below it.
    pub(super) fn is_captioned(&self, id: Id) -> bool {
        self.arena.attribute(id, "data-media") == Some("captioned")
    }

    pub(super) fn has(&self, id: Id, name: &str) -> bool {
        self.arena.attribute(id, name).is_some()
    }
}

/// The date of `2026-01-31`.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}
