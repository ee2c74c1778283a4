use serde_json::{Map, Value};

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
pub(super) fn color([red, green, blue]: [u8; 3]) -> Value {
    Value::String(format!("#{red:02x}{green:02x}{blue:02x}"))
}

/// Whether a node is of this type.
pub(super) fn is(node: &Value, kind: &str) -> bool {
    node.get("type").and_then(Value::as_str) == Some(kind)
}
