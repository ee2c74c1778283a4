use migrayt_core::richtext::{
    Inline, ItemReference, Link, Mark, Marks, Media, MediaOrigin, Mention,
};

use super::Writer;
use super::dialect::{destination, visible};
use super::escape::in_brackets;
use super::line::Room;
use super::mark::{Wrap, opens, runs_code};
use crate::html::{Target, is_guid, work_item};
use crate::loss::{LossKind, Noting as _};
use crate::markdown::piece::{Piece as Found, Words};

/// A piece of a line before its spaces are settled.
#[derive(Debug)]
pub(super) enum Piece {
    Text {
        text: String,
        wraps: Vec<Wrap>,
        code: bool,
    },
    /// Notation that stands as it is.
    Whole(String),
    /// A reference to a work item, by its number; text where a word goes on beside it.
    Item(String),
    Break,
}

impl Writer {
    /// The pieces of a line.
    pub(super) fn pieces(&mut self, inlines: &[Inline], room: Room, out: &mut Vec<Piece>) {
        for (index, inline) in inlines.iter().enumerate() {
            self.piece(index, inline, room, out);
        }
    }

    fn piece(&mut self, index: usize, inline: &Inline, room: Room, out: &mut Vec<Piece>) {
        let mut lost = None;
        match inline {
            Inline::Text { text, marks } => {
                let (wraps, code, combined) = Wrap::of(marks);
                lost = combined.then_some(LossKind::MarkCombination);
                lost = marks.link.as_ref().and_then(|link| unlinked(link.href.as_str())).or(lost);
                marked(&visible(text.as_str()), &wraps, code, out);
            }
            Inline::Break => out.push(Piece::Break),
            Inline::Mention(mention) => lost = self::mention(mention, out),
            Inline::Item(reference) => lost = item(reference, room, out),
            Inline::Media(file) => {
                lost = media(file, room, out);
                if !file.caption.is_empty() {
                    plain(" ", out);
                    self.at("media", index, |writer| {
                        writer.note(LossKind::CaptionFlattened);
                        writer.pieces(&file.caption, room, out);
                    });
                    plain(" ", out);
                }
            }
            Inline::Status { text, .. } => {
                lost = Some(LossKind::StatusAsText);
                let (wraps, ..) = Wrap::of(&Marks::of(Mark::Strong));
                marked(&visible(text.as_str()), &wraps, false, out);
            }
            Inline::Date(date) => {
                lost = Some(LossKind::DateAsText);
                plain(&date.to_string(), out);
            }
            Inline::Emoji { short_name, text } => {
                let text = text.as_str();
                plain(if text.is_empty() { short_name } else { text }, out);
            }
            Inline::Detailed { inline, .. } => self.piece(index, inline, room, out),
            Inline::Unknown(unknown) => {
                lost = Some(LossKind::UnknownNode);
                plain(unknown.text.as_str(), out);
            }
            _ => lost = Some(LossKind::UnknownNode),
        }
        if let Some(kind) = lost {
            self.at(name(inline), index, |writer| writer.note(kind));
        }
    }
}

/// Why an address is not written as a link, if it is not.
fn unlinked(address: &str) -> Option<LossKind> {
    match Target::of(address) {
        Target::Unsafe => Some(LossKind::UnsafeLink),
        Target::Foreign if work_item(address).is_none() => Some(LossKind::LinkNotCarried),
        _ => None,
    }
}

/// An inline's name on a path.
fn name(inline: &Inline) -> &'static str {
    match inline {
        Inline::Text { .. } => "text",
        Inline::Mention(_) => "mention",
        Inline::Item(_) => "item",
        Inline::Media(_) => "media",
        Inline::Status { .. } => "status",
        Inline::Date(_) => "date",
        _ => "unknown",
    }
}

fn plain(text: &str, out: &mut Vec<Piece>) {
    marked(&visible(text), &[], false, out);
}

/// Text; an address that stands bare in it leads to itself, as in all of Markdown.
fn marked(text: &str, wraps: &[Wrap], code: bool, out: &mut Vec<Piece>) {
    let text_of = |text: &str, wraps| Piece::Text { text: text.to_owned(), wraps, code };
    if code || wraps.iter().any(|wrap| matches!(wrap, Wrap::Link(_))) || !text.contains("://") {
        return out.push(text_of(text, wraps.to_vec()));
    }
    let mut words = Words::default();
    words.push(text, false);
    let mut at = 0;
    for piece in words.pieces() {
        if let Found::Address(address) = piece {
            let begin =
                (address.as_ptr() as usize).saturating_sub(words.as_str().as_ptr() as usize);
            out.push(text_of(text.get(at..begin).unwrap_or_default(), wraps.to_vec()));
            let link = Wrap::Link(Link::to(address));
            let inner = wraps.iter().filter(|wrap| **wrap != Wrap::Underline).cloned();
            out.push(text_of(address, std::iter::once(link).chain(inner).collect()));
            at = begin + address.len();
        }
    }
    out.push(text_of(text.get(at..).unwrap_or_default(), wraps.to_vec()));
}

fn mention(mention: &Mention, out: &mut Vec<Piece>) -> Option<LossKind> {
    let person = mention.person.as_str();
    if mention.resolved && is_guid(person) {
        out.push(Piece::Whole(format!("@<{person}>")));
        return None;
    }
    let name = Some(mention.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(person);
    plain(&format!("@{name}"), out);
    Some(LossKind::MentionAsText)
}

fn item(reference: &ItemReference, room: Room, out: &mut Vec<Piece>) -> Option<LossKind> {
    let (number, text) = (reference.item.as_str(), reference.text.as_str());
    let written = |href: &str| opens(href) || !runs_code(href) && work_item(href).is_some();
    if let Some(href) = reference.href.as_ref().filter(|href| written(href.as_str())) {
        if work_item(href.as_str()).is_some() {
            let shown = in_brackets(&visible(text), room == Room::Cell);
            if !shown.is_empty() {
                let to = destination(href.as_str(), room == Room::Cell);
                out.push(Piece::Whole(format!("[{shown}]({to})")));
            }
            return None;
        }
        let wraps = vec![Wrap::Link(Link { href: href.clone(), title: None })];
        marked(&visible(text), &wraps, false, out);
        return None;
    }
    let is_number = number.len() <= 10 && number.bytes().all(|b| b.is_ascii_digit());
    if is_number && !number.starts_with('0') && text.strip_prefix('#') == Some(number) {
        out.push(Piece::Item(text.to_owned()));
        return None;
    }
    plain(text, out);
    Some(LossKind::ItemAsText)
}

/// A picture by its address, or the name of a file that has none.
fn media(file: &Media, room: Room, out: &mut Vec<Piece>) -> Option<LossKind> {
    let in_row = room == Room::Cell;
    let address = match &file.origin {
        MediaOrigin::External(address)
            if !address.as_str().is_empty() && !runs_code(address.as_str()) =>
        {
            address.as_str()
        }
        _ => {
            let alt = file.alt.as_str().trim();
            plain(&format!(" {} ", if alt.is_empty() { "attachment" } else { alt }), out);
            return Some(LossKind::ImagePending);
        }
    };
    let side = |side: Option<u32>| side.map(|side| side.to_string()).unwrap_or_default();
    let mut sides = String::new();
    if (file.width.is_some() || file.height.is_some()) && !address.contains([' ', '\t']) {
        sides = format!(" ={}x{}", side(file.width), side(file.height));
    }
    let (alt, to) =
        (in_brackets(&visible(file.alt.as_str()), in_row), destination(address, in_row));
    let picture = format!("![{}]({to}{sides})", alt.trim());
    out.push(Piece::Whole(match file.link.as_ref().filter(|link| opens(link.as_str())) {
        Some(link) => format!("[{picture}]({})", destination(link.as_str(), in_row)),
        None => picture,
    }));
    None
}
