use serde_json::{Map, Value, json};

use super::Side;
use crate::contract::tracker::Tracker;

/// Turns the schemas of a document into JSON Schema of draft 4.
///
/// Two rules are stricter than the documents: an object with named properties has no others unless
/// the document allows them, and what is only read is not sent. Two follow from how Azure DevOps
/// writes JSON, which its documents do not say: a list is wrapped as `{count, value}`, and a text
/// or list that is not there may be null.
#[derive(Clone, Copy)]
pub(super) struct Converter<'a> {
    /// All schemas of the document by name.
    pub(super) named: &'a Value,
    pub(super) tracker: Tracker,
    pub(super) side: Side,
}

/// What is taken over as it is.
const PLAIN: [&str; 13] = [
    "$ref",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "type",
];

impl Converter<'_> {
    /// The schema of a whole body.
    pub(super) fn root(self, schema: &Value) -> Value {
        let converted = self.schema(schema);
        let list = schema.get("type").is_some_and(|kind| kind == "array");
        if !(list && self.tracker == Tracker::AzureDevops && self.side == Side::Answer) {
            return converted;
        }
        json!({
            "type": "object",
            "properties": { "count": { "type": "integer" }, "value": converted },
            "required": ["count", "value"],
            "additionalProperties": false,
        })
    }

    pub(super) fn schema(self, schema: &Value) -> Value {
        let Value::Object(fields) = schema else { return schema.clone() };
        if let Some(reference) = fields.get("$ref") {
            return json!({ "$ref": reference });
        }
        let mut made = Map::new();
        for key in PLAIN {
            if let Some(value) = fields.get(key) {
                made.insert(key.to_owned(), value.clone());
            }
        }
        for key in ["items", "not", "additionalProperties"] {
            if let Some(value) = fields.get(key) {
                made.insert(key.to_owned(), self.schema(value));
            }
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            if let Some(Value::Array(list)) = fields.get(key) {
                let list = list.iter().map(|schema| self.schema(schema)).collect();
                made.insert(key.to_owned(), Value::Array(list));
            }
        }
        self.properties(schema, &mut made);
        if self.tracker == Tracker::AzureDevops {
            self.loosen(&mut made);
        }
        if fields.get("nullable") == Some(&Value::Bool(true)) {
            return json!({ "anyOf": [made, { "type": "null" }] });
        }
        Value::Object(made)
    }

    /// The properties of a schema and of those that it extends, and no others.
    fn properties(self, schema: &Value, made: &mut Map<String, Value>) {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        self.inherit(schema, &mut properties, &mut required);
        if properties.is_empty() {
            return;
        }
        made.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            made.insert("required".to_owned(), Value::Array(required));
        }
        made.remove("allOf");
        let alternatives = made.contains_key("anyOf") || made.contains_key("oneOf");
        if !alternatives && !made.contains_key("additionalProperties") {
            made.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
    }

    fn inherit(
        self,
        schema: &Value,
        properties: &mut Map<String, Value>,
        required: &mut Vec<Value>,
    ) {
        let own = schema.get("properties").and_then(Value::as_object);
        // A schema of one base and nothing else is only another name for it.
        for base in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            let name = base.get("$ref").and_then(Value::as_str).and_then(|it| it.rsplit_once('/'));
            let base = name.and_then(|(_, name)| self.named.get(name)).unwrap_or(base);
            if own.is_some() || self.tracker == Tracker::AzureDevops {
                self.inherit(base, properties, required);
            }
        }
        let hidden = match self.side {
            Side::Request => "readOnly",
            Side::Answer => "writeOnly",
        };
        for (key, property) in own.into_iter().flatten() {
            let schema = if property.get(hidden) == Some(&Value::Bool(true)) {
                // Also where other properties than the named ones are allowed.
                json!({ "not": {} })
            } else {
                self.schema(property)
            };
            properties.insert(key.clone(), schema);
        }
        let wanted = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let sent = |key: &str| properties.get(key).is_some_and(|it| it.get("not").is_none());
        required.extend(wanted.filter(|key| key.as_str().is_some_and(sent)).cloned());
    }

    fn loosen(self, made: &mut Map<String, Value>) {
        let bare = !made.contains_key("properties") && !made.contains_key("additionalProperties");
        match made.get("type").and_then(Value::as_str) {
            // What the documents call an object without properties is any value.
            Some("object") if bare => drop(made.remove("type")),
            Some(kind @ ("string" | "array")) if self.side == Side::Answer => {
                let kind = json!([kind, "null"]);
                made.insert("type".to_owned(), kind);
                if let Some(Value::Array(values)) = made.get_mut("enum") {
                    values.push(Value::Null);
                }
            }
            _ => {}
        }
    }
}
