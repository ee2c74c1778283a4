use migrayt_core::richtext::{
    Format, Inline, ItemReference, Link, Mark, Marks, Media, MediaOrigin, Mention, StatusColor,
};

use super::super::emoji::Emoji;
use super::super::source::is_word;
use super::Writer;
use super::block::{is_macro, own};
use super::escape::Around;
use super::line::{Line, target};
use crate::loss::{LossKind, Noting as _};

impl Writer {
    /// A piece of a line, and what stands behind it.
    pub(super) fn piece(&mut self, piece: &Inline, next: Option<&Inline>, line: &mut Line) {
        let joins = next.is_some_and(begins_in_word);
        match piece {
            Inline::Text { text, marks } => self.marked(text.as_str(), marks, joins, line),
            Inline::Mention(mention) => self.mention(mention, line),
            Inline::Item(item) => self.item_reference(item, joins, line),
            Inline::Media(file) => self.file(file, line),
            Inline::Status { text, color } => {
                self.status(text.as_str().trim(), *color, joins, line);
            }
            Inline::Date(date) => {
                self.note(LossKind::DateAsText);
                line.text(&date.to_string(), Around::default());
            }
            Inline::Emoji { short_name, text } => match Emoji::named(short_name) {
                Some(emoji) if !joins && emoji.shows(text.as_str()) => {
                    line.out.push_str(emoji.notation);
                }
                _ if text.as_str().is_empty() => line.text(short_name, Around::default()),
                _ => line.text(text.as_str(), Around::default()),
            },
            Inline::Unknown(node) => {
                let raw = node.raw.as_str();
                if node.format == Format::Wiki && is_macro(raw) {
                    line.out.push_str(raw);
                } else {
                    self.note(LossKind::UnknownNode);
                    line.text(node.text.as_str(), Around::default());
                }
            }
            _ => {}
        }
    }

    fn mention(&mut self, mention: &Mention, line: &mut Line) {
        let id = mention.person.as_str();
        let plain = |c: char| c.is_ascii_alphanumeric() || ":-._".contains(c);
        if !mention.resolved || id.is_empty() || !id.chars().all(plain) {
            self.note(LossKind::MentionAsText);
            line.text(&["@", mention.name.as_str()].concat(), Around::default());
            return;
        }
        let account = if mention.name.as_str() == id { "" } else { "accountid:" };
        line.out.extend(["[~", account, id, "]"]);
    }

    fn item_reference(&mut self, item: &ItemReference, joins: bool, line: &mut Line) {
        let text = item.text.as_str();
        if let Some(href) = &item.href {
            let marks = Marks::default().linked(Link::to(href.as_str()));
            self.marked(text, &marks, joins, line);
            return;
        }
        if text != item.item.as_str() {
            self.note(LossKind::ItemAsText);
        }
        line.text(text, Around::default());
    }

    fn status(&mut self, text: &str, color: StatusColor, joins: bool, line: &mut Line) {
        let fits = |c: char| !matches!(c, '{' | '}' | '|' | '[' | ']') && !c.is_control();
        if text.is_empty() || !text.chars().all(fits) {
            self.note(LossKind::StatusAsText);
            self.marked(text, &Marks::of(Mark::Strong), joins, line);
            return;
        }
        let color = match color {
            StatusColor::Purple => "Purple",
            StatusColor::Blue => "Blue",
            StatusColor::Red => "Red",
            StatusColor::Yellow => "Yellow",
            StatusColor::Green => "Green",
            _ => "Grey",
        };
        line.out.extend(["{status:colour=", color, "|title=", text, "}"]);
    }

    /// A picture, with its caption behind it.
    fn file(&mut self, file: &Media, line: &mut Line) {
        let origin = match &file.origin {
            MediaOrigin::Named(name) => Some(name.as_str().to_owned()).filter(|name| fits(name)),
            MediaOrigin::External(address) => target(address.as_str()),
            _ => None,
        };
        if !line.out.is_empty() && !line.out.ends_with([' ', '\n']) {
            line.out.push(' ');
        }
        if let Some(name) = origin {
            picture(&name, file, line);
        } else {
            let known = match &file.origin {
                MediaOrigin::Named(name) => name.as_str(),
                _ => "",
            };
            let alt = file.alt.as_str();
            self.note(LossKind::ImagePending);
            line.text(if alt.is_empty() { known } else { alt }, Around::default());
        }
        line.out.push(' ');
        if !file.caption.is_empty() {
            self.note(LossKind::CaptionFlattened);
            let caption = self.line(&file.caption, false);
            line.out.push_str(&caption);
            line.out.push(' ');
        }
    }
}

fn picture(name: &str, file: &Media, line: &mut Line) {
    let raw = file.details.as_ref().filter(|it| it.format == Format::Wiki);
    if raw.is_some_and(|details| details.raw.as_str() == "^") {
        line.out.extend(["[^", name, "]"]);
        return;
    }
    let mut parameters: Vec<String> = own(file.details.as_ref())
        .filter(|raw| !raw.contains(['|', '"']))
        .map(str::to_owned)
        .into_iter()
        .collect();
    parameters.extend(file.width.map(|width| format!("width={width}")));
    parameters.extend(file.height.map(|height| format!("height={height}")));
    let alt = file.alt.as_str().replace(
        |c: char| c.is_control() || matches!(c, '"' | '!' | '|' | '[' | ']' | '{' | '}' | '\\'),
        " ",
    );
    if !alt.trim().is_empty() {
        parameters.push(format!("alt=\"{}\"", alt.trim()));
    }
    let address = file.link.as_ref().and_then(|link| target(link.as_str()));
    if address.is_some() {
        line.out.push('[');
    }
    line.out.extend(["!", name]);
    if !parameters.is_empty() {
        line.out.push('|');
        line.out.push_str(&parameters.join(","));
    }
    line.out.push('!');
    if let Some(address) = address {
        line.out.extend(["|", &address, "]"]);
    }
}

/// Whether a file's name may stand between exclamation marks and in brackets.
fn fits(name: &str) -> bool {
    let apart = |c: char| {
        c.is_control() || matches!(c, '|' | '!' | '[' | ']' | '{' | '}' | '\\' | '"' | '^')
    };
    !name.is_empty() && name.trim() == name && !name.contains(apart)
}

/// Whether a piece may begin with a letter, which would join with what stands before it.
fn begins_in_word(piece: &Inline) -> bool {
    match piece {
        Inline::Break | Inline::Media(_) => false,
        Inline::Text { text, .. } => {
            text.as_str().chars().next().is_none_or(|c| is_word(c) || c.is_control())
        }
        _ => true,
    }
}
