use migrayt_core::richtext::{Link, Mark, Marks};
use serde_json::{Value, json};

use super::inline::visible;
use super::kept::Kept;
use super::link::Way;
use super::node::{attrs, color};
use super::read::Heard;
use super::shape;

/// The marks of a text as they are written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The marks, if there are any, or were none in a list.
    pub(super) marks: Option<Vec<Value>>,
    /// Whether some had to be left out.
    pub(super) lost: bool,
}

/// The marks of a text: as they stood if they still say what the tree says.
pub(super) fn marks(marks: &Marks, strong: bool, kept: Option<&Kept>) -> Written {
    let stood = kept.and_then(|kept| kept.marks.as_ref());
    if let Some(stood) = stood
        && !strong
        && shape::text_marks(stood)
        && says_the_same(&Heard::of(stood).marks, marks)
    {
        return Written { marks: Some(stood.clone()), lost: false };
    }
    let (mut out, lost) = told(marks, strong);
    let comments = stood.into_iter().flatten();
    out.extend(comments.filter(|it| shape::mark(it) == Some("annotation")).cloned());
    Written { marks: (!out.is_empty()).then_some(out), lost }
}

fn says_the_same(one: &Marks, other: &Marks) -> bool {
    one.simple() == other.simple()
        && one.link == other.link
        && one.color == other.color
        && one.background == other.background
}

/// The marks of a text in the format's order, and whether some had to be left out.
///
/// Code takes no other mark than a link; a text stands below or above its line, not both.
fn told(marks: &Marks, strong: bool) -> (Vec<Value>, bool) {
    let mut out: Vec<Value> = marks.link.iter().filter_map(link).collect();
    if marks.has(Mark::Code) {
        out.push(json!({ "type": "code" }));
        let bare = marks.simple().len() == 1 && marks.color.is_none();
        return (out, !bare || marks.background.is_some());
    }
    let simple = [
        ("em", marks.has(Mark::Emphasis)),
        ("strong", strong || marks.has(Mark::Strong)),
        ("strike", marks.has(Mark::Strike)),
    ];
    out.extend(simple.into_iter().filter(|it| it.1).map(|(kind, _)| json!({ "type": kind })));
    let raised = match (marks.has(Mark::Subscript), marks.has(Mark::Superscript)) {
        (true, _) => Some("sub"),
        (false, true) => Some("sup"),
        (false, false) => None,
    };
    out.extend(raised.map(|raised| json!({ "type": "subsup", "attrs": { "type": raised } })));
    if marks.has(Mark::Underline) {
        out.push(json!({ "type": "underline" }));
    }
    for (kind, value) in [("textColor", marks.color), ("backgroundColor", marks.background)] {
        out.extend(value.map(|it| json!({ "type": kind, "attrs": { "color": color(it) } })));
    }
    (out, marks.has(Mark::Subscript) && marks.has(Mark::Superscript))
}

/// A link, if it leads somewhere. One that runs code leads nowhere, whoever made the tree.
pub(super) fn link(link: &Link) -> Option<Value> {
    let title = link.title.as_ref().map(|title| visible(title.as_str()).into());
    let href = link.href.as_str();
    let attrs = attrs([("href", Some(href.into())), ("title", title)]);
    (!href.is_empty() && Way::of(href) != Way::Unsafe)
        .then(|| json!({ "type": "link", "attrs": attrs }))
}
