use migrayt_core::Content;
use migrayt_core::richtext::{
    Format, Inline, ItemReference, Link, Media, MediaOrigin, Mention, UnknownNode,
};
use serde_json::{Value, json};

use super::kept::Kept;
use super::link::Way;
use super::mark;
use super::media::{inline, is_inline_file, single};
use super::node::attrs;
use super::place::{Out, Place};
use super::read::{kind, leaf};
use super::shape;
use super::write::Writer;
use crate::loss::{LossKind, Noting as _};
use crate::names;

/// The Julian day of 1970-01-01, and the milliseconds of a day.
const EPOCH: i32 = 2_440_588;
const DAY: i64 = 86_400_000;

/// The pieces of a line that are written so far.
#[derive(Debug, Default)]
struct Line {
    nodes: Vec<Value>,
    /// Whether the next piece would join the word at the end.
    open_word: bool,
    /// Whether the last piece is a name that must not be joined.
    apart: bool,
}

impl Writer {
    /// A paragraph; pictures in it stand between its parts, the first of which is dressed.
    pub(super) fn paragraph(
        &mut self,
        inlines: &[Inline],
        strong: bool,
        kept: Option<&Kept>,
        place: Place,
    ) -> Vec<Out> {
        let mut kept = kept;
        let mut outs = Vec::new();
        let mut line = Line::default();
        for (index, inline) in inlines.iter().enumerate() {
            if let Inline::Media(file) = inline
                && !is_inline_file(file)
                && let Some(shown) = self.at("media", index, |writer| single(writer, file, place))
            {
                if !line.nodes.is_empty() {
                    let nodes = std::mem::take(&mut line).nodes;
                    outs.push(Out::Here(self.dress("paragraph", None, nodes, kept.take(), place)));
                }
                line = Line::default();
                outs.push(Out::Here(shown));
            } else {
                self.piece(index, inline, strong, &mut line);
            }
        }
        if !line.nodes.is_empty() || outs.is_empty() {
            outs.push(Out::Here(self.dress("paragraph", None, line.nodes, kept, place)));
        }
        outs
    }

    /// A line that can hold nothing but pieces of lines.
    pub(super) fn line(&mut self, inlines: &[Inline]) -> Vec<Value> {
        let mut line = Line::default();
        for (index, inline) in inlines.iter().enumerate() {
            self.piece(index, inline, false, &mut line);
        }
        line.nodes
    }

    /// The name of a file as a line's text, apart from the words around it.
    pub(super) fn name(&mut self, file: &Media) -> Vec<Value> {
        let mut line = Line::default();
        self.file_name(file, &mut line);
        line.nodes
    }

    /// The line below a picture, where fewer pieces may stand.
    pub(super) fn caption(&mut self, inlines: &[Inline]) -> Vec<Value> {
        let outer = std::mem::replace(&mut self.in_caption, true);
        let line = self.line(inlines);
        self.in_caption = outer;
        line
    }

    fn piece(&mut self, index: usize, inline: &Inline, strong: bool, line: &mut Line) {
        match inline {
            Inline::Text { text, marks } => {
                let kept = Kept::of_some(marks.details.as_ref());
                let written = mark::marks(marks, strong, kept.as_ref());
                if written.lost {
                    self.at("text", index, |writer| writer.note(LossKind::MarkCombination));
                }
                if marks
                    .link
                    .as_ref()
                    .is_some_and(|link| Way::of(link.href.as_str()) == Way::Unsafe)
                {
                    self.at("text", index, |writer| writer.note(LossKind::UnsafeLink));
                }
                let text = text.as_str();
                match kept.and_then(|kept| kept.text) {
                    Some(stood) if visible(&stood) == visible(text) => {
                        line.push(stood, written.marks);
                    }
                    _ => line.text(text, written.marks),
                }
            }
            Inline::Mention(it) => self.at("mention", index, |writer| writer.mention(it, line)),
            Inline::Item(it) => self.at("item", index, |writer| writer.reference(it, line)),
            Inline::Media(file) => self.at("media", index, |writer| writer.file(file, line)),
            Inline::Detailed { details, inline } => {
                let kept = Kept::of(details);
                match kept.and_then(|kept| kept.node).filter(|it| self.may_return(it, inline)) {
                    Some(node) => line.leaf(node),
                    None => self.piece(index, inline, strong, line),
                }
            }
            Inline::Unknown(unknown) => self.unknown_piece(index, unknown, line),
            leaf => match leaf_node(leaf) {
                Some(node) => line.leaf(node),
                None if matches!(leaf, Inline::Status { .. }) => {}
                None => self.note(LossKind::UnknownNode),
            },
        }
    }

    /// Whether a node says what the tree says and may stand in this line.
    fn may_return(&self, node: &Value, told: &Inline) -> bool {
        let agrees = match (leaf(node), told) {
            (Some(Inline::Mention(stood)), Inline::Mention(told)) => {
                stood.person == told.person && stood.name == told.name
            }
            (stood, told) => stood.as_ref() == Some(told),
        };
        agrees && self.may_stand(node)
    }

    fn may_stand(&self, node: &Value) -> bool {
        let kind = kind(node);
        is_inline(kind) && shape::leaf(node) && !(self.in_caption && kind == "inlineExtension")
    }

    fn unknown_piece(&mut self, index: usize, unknown: &UnknownNode, line: &mut Line) {
        let node = (unknown.format == Format::Adf)
            .then(|| serde_json::from_str::<Value>(unknown.raw.as_str()).ok())
            .flatten();
        if let Some(node) = node.filter(|it| kind(it) != "mediaInline" && self.may_stand(it)) {
            line.leaf(node);
            return;
        }
        self.at("unknown", index, |writer| writer.note(LossKind::UnknownNode));
        line.text(unknown.text.as_str(), None);
    }

    fn mention(&mut self, mention: &Mention, line: &mut Line) {
        let name = Some(mention.name.as_str()).filter(|name| !name.is_empty());
        let text = visible(&format!("@{}", name.unwrap_or(mention.person.as_str())));
        if mention.resolved {
            let id = mention.person.as_str();
            let attrs = json!({ "id": id, "text": text, "accessLevel": "" });
            line.node(json!({ "type": "mention", "attrs": attrs }), true);
        } else {
            self.note(LossKind::MentionAsText);
            line.text(&text, None);
        }
    }

    fn reference(&mut self, reference: &ItemReference, line: &mut Line) {
        let target = reference.href.as_ref().map(|href| Link { href: href.clone(), title: None });
        let marks = target.as_ref().and_then(mark::link).map(|link| vec![link]);
        if marks.is_none() {
            self.note(LossKind::ItemAsText);
        }
        line.text(reference.text.as_str(), marks);
    }

    /// A file where only pieces of lines may stand.
    fn file(&mut self, file: &Media, line: &mut Line) {
        match inline(file).filter(|_| !self.in_caption) {
            Some(node) => {
                line.node(node, false);
                self.words_below(file, line);
            }
            None => self.file_name(file, line),
        }
    }

    /// The line below a picture, where it can only go on in the line of the picture.
    fn words_below(&mut self, file: &Media, line: &mut Line) {
        if file.caption.is_empty() {
            return;
        }
        line.text(" ", None);
        for (index, inline) in file.caption.iter().enumerate() {
            self.piece(index, inline, false, line);
        }
    }

    /// The name of a file that is not shown.
    fn file_name(&mut self, file: &Media, line: &mut Line) {
        let (why, address) = match &file.origin {
            MediaOrigin::External(address) => (LossKind::ImageByLink, Some(address)),
            _ => (LossKind::ImagePending, None),
        };
        self.note(why);
        let name = visible(file.alt.as_str().trim());
        let name = if name.is_empty() { "attachment".to_owned() } else { name };
        let target = address.map(|address| Link { href: address.clone(), title: None });
        let marks = target.as_ref().and_then(mark::link).map(|link| vec![link]);
        line.apart |= line.open_word;
        line.text(&name, marks);
        line.apart = true;
        self.words_below(file, line);
    }
}

impl Line {
    /// Adds a node; `word` says whether it shows one.
    fn node(&mut self, node: Value, word: bool) {
        if word {
            self.part();
        }
        self.nodes.push(node);
        (self.open_word, self.apart) = (word, false);
    }

    /// Keeps a name from the word after it.
    fn part(&mut self) {
        if std::mem::take(&mut self.apart) {
            self.nodes.push(json!({ "type": "text", "text": " " }));
        }
    }

    /// Adds a node that holds no others.
    fn leaf(&mut self, node: Value) {
        let word = kind(&node) != "hardBreak";
        self.node(node, word);
    }

    fn text(&mut self, text: &str, marks: Option<Vec<Value>>) {
        self.push(visible(text), marks);
    }

    /// Adds a text as it is.
    fn push(&mut self, text: String, marks: Option<Vec<Value>>) {
        if text.is_empty() {
            return;
        }
        if text.starts_with(char::is_whitespace) {
            self.apart = false;
        }
        self.part();
        self.open_word = !text.ends_with(char::is_whitespace);
        let marks = marks.map(Value::Array);
        self.nodes.push(Value::Object(attrs([
            ("type", Some("text".into())),
            ("text", Some(text.into())),
            ("marks", marks),
        ])));
    }
}

/// A piece of a line that holds no others, as a node of what the tree holds; nothing for one that
/// is none or has no word.
pub(super) fn leaf_node(inline: &Inline) -> Option<Value> {
    let node = match inline {
        Inline::Break => json!({ "type": "hardBreak" }),
        Inline::Status { text, color } => {
            let text = Some(visible(text.as_str())).filter(|text| !text.is_empty())?;
            let attrs = json!({ "text": text, "color": names::status(*color) });
            json!({ "type": "status", "attrs": attrs })
        }
        Inline::Date(date) => {
            let stamp = i64::from(date.to_julian_day() - EPOCH) * DAY;
            json!({ "type": "date", "attrs": { "timestamp": stamp.to_string() } })
        }
        Inline::Emoji { short_name, text } => {
            let text = Some(text.as_str()).filter(|text| !text.is_empty());
            let attrs = attrs([
                ("shortName", Some(short_name.as_str().into())),
                ("text", text.map(Value::from)),
            ]);
            json!({ "type": "emoji", "attrs": attrs })
        }
        _ => return None,
    };
    Some(node)
}

/// Whether nodes of this kind are pieces of lines.
pub(super) fn is_inline(kind: &str) -> bool {
    matches!(
        kind,
        "text"
            | "hardBreak"
            | "mention"
            | "status"
            | "placeholder"
            | "emoji"
            | "date"
            | "inlineCard"
            | "mediaInline"
            | "inlineExtension"
    )
}

/// Text without marks, if there is any.
pub(super) fn plain(text: &Content<String>) -> Option<Value> {
    let text = visible(text.as_str());
    (!text.is_empty()).then(|| json!({ "type": "text", "text": text }))
}

/// The text without the characters that XML, and so Jira, cannot store; those that part words
/// are spaces.
pub(super) fn visible(text: &str) -> String {
    if is_visible(text) {
        return text.to_owned();
    }
    let stored = |c| match c {
        '\t' | '\n' => Some(c),
        '\u{fffe}' | '\u{ffff}' => None,
        c if !c.is_control() => Some(c),
        c => c.is_whitespace().then_some(' '),
    };
    text.replace("\r\n", "\n").chars().filter_map(stored).collect()
}

/// Whether all of the text can be stored. Most texts hold no byte that could begin what cannot.
pub(super) fn is_visible(text: &str) -> bool {
    let plain = |byte: u8| !matches!(byte, 0..=8 | 0x0b..=0x1f | 0x7f | 0xc2 | 0xef);
    let stored = |c: char| {
        matches!(c, '\t' | '\n') || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.bytes().all(plain) || text.chars().all(stored)
}

#[cfg(test)]
mod tests {
    use migrayt_core::richtext::{
        Block, Document, Inline, Link, Mark, Marks, Media, MediaOrigin, StatusColor,
    };
    use time::macros::date;

    use crate::adf;

    fn shown(inlines: Vec<Inline>) -> String {
        adf::text(&adf::write(&Document::from(vec![Block::Paragraph(inlines)])).value)
    }

    fn file() -> Inline {
        Inline::Media(Media {
            origin: MediaOrigin::Named("a.png".into()),
            alt: "a.png".into(),
            width: None,
            height: None,
            link: None,
            caption: Vec::new(),
            details: None,
        })
    }

    #[test]
    fn names_of_files_are_kept_from_the_words_around_them() {
        let status = || Inline::Status { text: "new".into(), color: StatusColor::Red };
        for (inlines, expected) in [
            (vec![Inline::plain("x"), file(), Inline::plain("y")], "x a.png y"),
            (vec![Inline::plain("x "), file(), Inline::plain(" y")], "x a.png y"),
            (vec![file(), file()], "a.png a.png"),
            (vec![status(), file(), status()], "new a.png new"),
            (vec![file(), Inline::Break, Inline::plain("y")], "a.png\ny"),
        ] {
            assert_eq!(shown(inlines), expected);
        }
    }

    #[test]
    fn a_date_is_midnight_in_milliseconds() {
        assert_eq!(shown(vec![Inline::Date(date!(1970 - 01 - 02))]), "86400000");
        assert_eq!(shown(vec![Inline::Date(date!(1969 - 12 - 31))]), "-86400000");
    }

    #[test]
    fn code_keeps_its_link_and_no_other_mark() {
        let marks = Marks::of(Mark::Code).with(Mark::Strong).linked(Link::to("https://a.example/"));
        let writing =
            adf::write(&Document::from(vec![Block::Paragraph(vec![Inline::marked("a", marks)])]));
        let marks = writing.value.pointer("/content/0/content/0/marks").unwrap();
        let kinds: Vec<&str> =
            marks.as_array().unwrap().iter().map(|mark| mark["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["link", "code"]);
        assert_eq!(writing.losses[0].kind.code(), "mark_combination");
    }
}
