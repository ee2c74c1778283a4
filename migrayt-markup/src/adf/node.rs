use serde_json::{Map, Value};

use super::kept::Kept;
use super::norm::{has_attrs, may_lack_content, norm};
use super::place::Place;
use super::shape;
use crate::color::notation;

/// A node with content.
pub(super) fn node(kind: &str, content: Vec<Value>) -> Value {
    Value::Object(attrs([("type", Some(kind.into())), ("content", Some(Value::Array(content)))]))
}

/// A node with attributes and content.
pub(super) fn node_with(kind: &str, attrs: Map<String, Value>, content: Vec<Value>) -> Value {
    Value::Object(self::attrs([
        ("type", Some(kind.into())),
        ("attrs", Some(Value::Object(attrs))),
        ("content", Some(Value::Array(content))),
    ]))
}

/// A node, with what is kept of it from where it was read: only what agrees with the tree and may
/// stand here. Says also whether marks had to be left out.
pub(super) fn dressed(
    kind: &str,
    attrs: Option<Map<String, Value>>,
    content: Vec<Value>,
    kept: Option<&Kept>,
    place: Place,
) -> (Value, bool) {
    let Some(kept) = kept else {
        let node = match attrs {
            Some(attrs) => node_with(kind, attrs, content),
            None => node(kind, content),
        };
        return (node, false);
    };
    let attrs = attributes(kind, attrs, kept);
    let marks = kept.marks.as_ref().filter(|marks| place.takes_marks(kind, marks));
    let lost = kept.marks.is_some() && marks.is_none();
    let bare = content.is_empty() && kept.lacks("content") && may_lack_content(kind);
    let node = self::attrs([
        ("type", Some(kind.into())),
        ("attrs", attrs.map(Value::Object)),
        ("marks", marks.map(|marks| Value::Array(marks.clone()))),
        ("content", (!bare).then_some(Value::Array(content))),
    ]);
    (Value::Object(node), lost)
}

/// The attributes that the tree tells, and those kept that agree with them.
pub(super) fn attributes(
    kind: &str,
    told: Option<Map<String, Value>>,
    kept: &Kept,
) -> Option<Map<String, Value>> {
    let mut there = told.is_some();
    let mut attrs = told.unwrap_or_default();
    for (key, value) in kept.attrs.iter().flatten() {
        if shape::attribute(kind, key, value) && norm(kind, key, value).as_ref() == attrs.get(key) {
            attrs.insert(key.clone(), value.clone());
            there = true;
        }
    }
    there |= kept.attrs.as_ref().is_some_and(Map::is_empty) && kind != "mediaGroup";
    if kept.lacks("title") && attrs.get("title").is_some_and(|title| *title == "") {
        attrs.remove("title");
    }
    let may_lack = has_attrs(kind) && kind != "nestedExpand";
    there &= !(may_lack && kept.lacks("attrs") && attrs.is_empty());
    there.then_some(attrs)
}

/// Attributes, those that are there.
pub(super) fn attrs<const N: usize>(pairs: [(&str, Option<Value>); N]) -> Map<String, Value> {
    let present = |(key, value): (&str, Option<Value>)| Some((key.to_owned(), value?));
    pairs.into_iter().filter_map(present).collect()
}

/// A paragraph that shows an empty line.
pub(super) fn empty_paragraph() -> Value {
    node("paragraph", Vec::new())
}

/// The content, or an empty paragraph where there must be one.
pub(super) fn at_least_a_paragraph(mut content: Vec<Value>) -> Vec<Value> {
    if content.is_empty() {
        content.push(empty_paragraph());
    }
    content
}

/// A colour as `#rrggbb`.
pub(super) fn color(rgb: [u8; 3]) -> Value {
    Value::String(notation(rgb))
}

/// Whether a node is of this type.
pub(super) fn is(node: &Value, kind: &str) -> bool {
    node.get("type").and_then(Value::as_str) == Some(kind)
}
