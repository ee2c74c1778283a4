//! Whether a document is one, by Atlassian's own JSON schema.

use std::sync::LazyLock;

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::{Value, json};

pub(crate) const SCHEMA: &str = include_str!("../../../migrayt-testkit/data/adf/full.json");
const LOCATION: &str = "https://example.invalid/adf.json";

static VALIDATOR: LazyLock<(Schemas, SchemaIndex)> = LazyLock::new(|| {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V4);
    compiler.add_resource(LOCATION, serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let root = compiler.compile(LOCATION, &mut schemas).unwrap();
    (schemas, root)
});

/// Whether the document follows the schema.
///
/// A list in an item must be what a list in a document must be, so each is looked at on its own:
/// the validator takes time that doubles with each level.
pub(crate) fn is_valid(document: &Value) -> bool {
    let (schemas, root) = &*VALIDATOR;
    let mut parts = vec![document.clone()];
    while let Some(mut part) = parts.pop() {
        cut(&mut part, false, &mut parts);
        if schemas.validate(&part, *root).is_err() {
            return false;
        }
    }
    true
}

/// Puts each list in an item into a document of its own, and a small list into its place.
fn cut(node: &mut Value, in_item: bool, parts: &mut Vec<Value>) {
    let kind = node["type"].as_str().unwrap_or_default().to_owned();
    if in_item && matches!(kind.as_str(), "bulletList" | "orderedList") {
        let small = json!({ "type": kind, "content": [
            { "type": "listItem", "content": [{ "type": "paragraph" }] },
        ]});
        let list = std::mem::replace(node, small);
        parts.push(json!({ "version": 1, "type": "doc", "content": [list] }));
        return;
    }
    if let Some(content) = node.get_mut("content").and_then(Value::as_array_mut) {
        for child in content {
            cut(child, kind == "listItem", parts);
        }
    }
}

/// Asserts that a document is valid and survives an answer of Jira, which common parsers read
/// only so deep.
#[track_caller]
pub(crate) fn assert_valid(document: &Value, what: &str) {
    assert!(is_valid(document), "{what}: {document}");
    let answer = json!({ "issues": [{ "fields": { "description": document } }] }).to_string();
    let read: Result<Value, _> = serde_json::from_str(&answer);
    assert!(read.is_ok(), "{what}: nested too deep for a parser");
}

#[test]
fn the_schema_tells_documents_apart() {
    let paragraph = json!({ "type": "paragraph", "content": [{ "type": "text", "text": "a" }] });
    let document = |block: Value| json!({ "version": 1, "type": "doc", "content": [block] });
    assert!(is_valid(&document(paragraph.clone())));
    assert!(!is_valid(&document(json!({ "type": "paragraph", "content": [paragraph] }))));
    assert!(!is_valid(&document(json!({ "type": "text", "text": "a" }))));
    let empty = json!({ "type": "paragraph", "content": [{ "type": "text", "text": "" }] });
    assert!(!is_valid(&document(empty)));
    let list = |inner: Value| json!({ "type": "orderedList", "content": [{ "type": "listItem", "content": [inner] }] });
    let deep = (0..40).fold(paragraph, |inner, _| list(inner));
    assert!(is_valid(&document(deep)));
    let wrong = (0..40).fold(json!({ "type": "rule" }), |inner, _| list(inner));
    assert!(!is_valid(&document(wrong)));
}
