//! Documents on their way in: schema, length, media.

use std::sync::LazyLock;

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::{Value, json};

use super::site::Site;
use super::state::{State, Stored};
use super::value::length;

/// Longest text of a document, in UTF-16 units.
pub(super) const MAX_TEXT: usize = 32_767;

const SCHEMA: &str = include_str!("../../../data/adf/full.json");
const LOCATION: &str = "https://example.invalid/adf.json";

static VALIDATOR: LazyLock<Option<Validator>> = LazyLock::new(Validator::new);

/// Why a document is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    NoDocument,
    TooLong,
    UnknownMedia,
}

impl Fault {
    /// The message at a field.
    pub(super) fn of_field(self) -> &'static str {
        match self {
            Self::NoDocument => {
                "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
            }
            Self::TooLong => {
                "The entered text is too long. It exceeds the allowed limit of 32,767 characters."
            }
            Self::UnknownMedia => "ATTACHMENT_VALIDATION_ERROR",
        }
    }

    /// The message at a comment.
    pub(super) fn of_comment(self) -> &'static str {
        match self {
            Self::NoDocument => "Comment body is not valid!",
            Self::TooLong | Self::UnknownMedia => self.of_field(),
        }
    }
}

/// Checks a document and gives it as it is kept.
pub(super) fn check(site: &Site, state: &State, value: &Value) -> Result<Stored, Fault> {
    if value.get("type").and_then(Value::as_str) != Some("doc")
        || value.get("version").and_then(Value::as_u64) != Some(1)
        || !value.get("content").is_some_and(Value::is_array)
    {
        return Err(Fault::NoDocument);
    }
    let mut walk = Walk { units: 0, media_known: true };
    walk.node(value, state);
    if walk.units > MAX_TEXT {
        return Err(Fault::TooLong);
    }
    if site.options.validate_adf && !is_valid(value) {
        return Err(Fault::NoDocument);
    }
    if site.options.check_media && !walk.media_known {
        return Err(Fault::UnknownMedia);
    }
    Ok(Stored::rich(value))
}

/// Whether the document follows the schema.
pub(super) fn is_valid(document: &Value) -> bool {
    VALIDATOR.as_ref().is_some_and(|validator| validator.accepts(document))
}

struct Validator {
    schemas: Schemas,
    root: SchemaIndex,
}

impl Validator {
    fn new() -> Option<Self> {
        let schema = serde_json::from_str(SCHEMA).ok()?;
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V4);
        compiler.add_resource(LOCATION, schema).ok()?;
        let root = compiler.compile(LOCATION, &mut schemas).ok()?;
        Some(Self { schemas, root })
    }

    /// A list in an item must be what a list in a document must be, so each is looked at on its
    /// own: the validator takes time that doubles with each level.
    fn accepts(&self, document: &Value) -> bool {
        let mut parts = vec![document.clone()];
        while let Some(mut part) = parts.pop() {
            cut(&mut part, false, &mut parts);
            if self.schemas.validate(&part, self.root).is_err() {
                return false;
            }
        }
        true
    }
}

/// Puts each list in an item into a document of its own, and a small list into its place.
fn cut(node: &mut Value, in_item: bool, parts: &mut Vec<Value>) {
    let kind = node.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    if in_item && matches!(kind.as_str(), "bulletList" | "orderedList") {
        let small = json!({ "type": kind, "content": [
            { "type": "listItem", "content": [{ "type": "paragraph", "content": [] }] },
        ]});
        let list = std::mem::replace(node, small);
        parts.push(json!({ "version": 1, "type": "doc", "content": [list] }));
        return;
    }
    for child in node.get_mut("content").and_then(Value::as_array_mut).into_iter().flatten() {
        cut(child, kind == "listItem", parts);
    }
}

/// One pass over a document.
struct Walk {
    units: usize,
    media_known: bool,
}

impl Walk {
    /// Counts the text, and one unit for each line after the first.
    fn node(&mut self, node: &Value, state: &State) {
        match node.get("type").and_then(Value::as_str) {
            Some("text") => {
                self.units += length(node.get("text").and_then(Value::as_str).unwrap_or_default());
            }
            Some("hardBreak") => self.units += 1,
            Some("media" | "mediaInline") => {
                let attribute = |name| node.pointer(name).and_then(Value::as_str);
                let file = attribute("/attrs/type") != Some("external");
                let known = attribute("/attrs/id").is_some_and(|id| state.media.contains_key(id));
                self.media_known &= known || !file;
            }
            _ => {}
        }
        let children = node.get("content").and_then(Value::as_array);
        for (index, child) in children.into_iter().flatten().enumerate() {
            let block = child.get("type").and_then(Value::as_str).is_some_and(is_block);
            self.units += usize::from(index > 0 && block);
            self.node(child, state);
        }
    }
}

fn is_block(kind: &str) -> bool {
    !matches!(
        kind,
        "text"
            | "hardBreak"
            | "mention"
            | "emoji"
            | "date"
            | "status"
            | "inlineCard"
            | "mediaInline"
            | "inlineExtension"
            | "placeholder"
    )
}
