use migrayt_core::richtext::{Link, Mark, Marks};
use serde_json::Value;

use super::{attr, kind, text_attr};
use crate::adf::inline::visible;
use crate::adf::link::Way;
use crate::adf::norm::rgb;
use crate::adf::shape;
use crate::loss::LossKind;

/// What the marks of a text say.
#[derive(Debug, Default)]
pub(in crate::adf) struct Heard {
    /// What the tree holds of them.
    pub(in crate::adf) marks: Marks,
    /// The marks as they stood, if a writer would write others.
    pub(in crate::adf) kept: Option<Vec<Value>>,
    /// What neither holds.
    pub(in crate::adf) losses: Vec<LossKind>,
}

impl Heard {
    pub(in crate::adf) fn of(raw: &[Value]) -> Self {
        let mut heard = Self::default();
        let mut good = !raw.is_empty();
        let mut whole = true;
        let mut last = 0;
        for mark in raw {
            let rank = heard.hear(mark, &mut whole);
            good &= rank > last;
            last = rank;
        }
        let code = heard.marks.has(Mark::Code);
        let others = heard.marks.simple().len() > 1
            || heard.marks.color.is_some()
            || heard.marks.background.is_some();
        if !good || code && others {
            let marks = raw.iter().filter(|it| is_carried(it)).cloned().collect::<Vec<_>>();
            heard.kept = (whole || !marks.is_empty()).then_some(marks);
        }
        heard
    }

    /// Takes in one mark. Gives its place in the order in which a writer writes marks, and 0 for
    /// one that no writer writes so.
    fn hear(&mut self, mark: &Value, whole: &mut bool) -> u8 {
        let (simple, rank) = match kind(mark) {
            "link" => return self.link(mark, whole),
            "em" => (Mark::Emphasis, 3),
            "strong" => (Mark::Strong, 4),
            "strike" => (Mark::Strike, 5),
            "subsup" => match text_attr(mark, "type") {
                "sub" => (Mark::Subscript, 6),
                "sup" => (Mark::Superscript, 6),
                _ => return self.lost(LossKind::Attribute, whole),
            },
            "underline" => (Mark::Underline, 7),
            name @ ("textColor" | "backgroundColor") => {
                let Some(color) = attr(mark, "color").and_then(rgb) else {
                    return self.lost(LossKind::Color, whole);
                };
                let rank = if name == "textColor" {
                    self.marks.color = Some(color);
                    8
                } else {
                    self.marks.background = Some(color);
                    9
                };
                let lower = !text_attr(mark, "color").bytes().any(|it| it.is_ascii_uppercase());
                return if lower && shape::mark(mark).is_some() { rank } else { 0 };
            }
            "code" => (Mark::Code, 2),
            "annotation" if shape::mark(mark).is_some() => return 0,
            _ => return self.lost(LossKind::Attribute, whole),
        };
        self.marks = std::mem::take(&mut self.marks).with(simple);
        if shape::mark(mark).is_some() { rank } else { 0 }
    }

    fn link(&mut self, mark: &Value, whole: &mut bool) -> u8 {
        let href = text_attr(mark, "href");
        match Way::of(href) {
            Way::Open => {}
            Way::Unsafe => return self.lost(LossKind::UnsafeLink, whole),
            Way::Foreign => {
                self.losses.push(LossKind::LinkNotCarried);
                return 0;
            }
        }
        let title = attr(mark, "title").and_then(Value::as_str);
        self.marks.link = Some(Link { href: href.into(), title: title.map(Into::into) });
        let attrs = mark.get("attrs").and_then(Value::as_object);
        let plain = attrs.is_some_and(|attrs| shape::only(attrs, &["href", "title"]))
            && title.is_none_or(|title| visible(title) == title)
            && shape::mark(mark).is_some();
        u8::from(plain)
    }

    fn lost(&mut self, loss: LossKind, whole: &mut bool) -> u8 {
        self.losses.push(loss);
        *whole = false;
        0
    }
}

/// Whether a mark may be kept as it stands.
fn is_carried(mark: &Value) -> bool {
    shape::mark(mark) == Some("link") && Way::of(text_attr(mark, "href")) != Way::Unsafe
        || shape::mark(mark).is_some_and(|kind| kind != "link")
}
