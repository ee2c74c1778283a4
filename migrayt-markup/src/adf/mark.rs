use migrayt_core::richtext::{Link, Mark, Marks};
use serde_json::{Value, json};

use super::inline::visible;
use super::node::{attrs, color};

/// The marks of a text in the format's order, and whether some had to be left out.
///
/// Code takes no other mark than a link; a text stands below or above its line, not both.
pub(super) fn marks(marks: &Marks, strong: bool) -> (Vec<Value>, bool) {
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

/// A link, if it leads somewhere.
pub(super) fn link(link: &Link) -> Option<Value> {
    let title = link.title.as_ref().map(|title| visible(title.as_str()).into());
    let href = link.href.as_str();
    let attrs = attrs([("href", Some(href.into())), ("title", title)]);
    (!href.is_empty()).then(|| json!({ "type": "link", "attrs": attrs }))
}
