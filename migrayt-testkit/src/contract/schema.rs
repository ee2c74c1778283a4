mod convert;
mod difference;
mod format;
#[cfg(test)]
mod test;

use std::collections::BTreeMap;
use std::fmt;

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::{Map, Value, json};

use self::convert::Converter;
pub(super) use self::difference::Difference;
use super::tracker::Tracker;

const LOCATION: &str = "https://document.invalid/schema.json";

/// Who sends what a schema describes: what is only read is not sent, and what is only written is
/// not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Request,
    Answer,
}

/// A schema of a document in the words of JSON Schema, ready for use.
pub(super) struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").finish_non_exhaustive()
    }
}

impl Schema {
    /// Takes a schema out of a document with everything that it names.
    pub(super) fn compile(
        document: &Value,
        schema: &Value,
        tracker: Tracker,
        side: Side,
    ) -> Result<Self, String> {
        let place = tracker.schemas();
        let named = document.pointer(place).unwrap_or(&Value::Null);
        let converter = Converter { named, tracker, side };
        let root = converter.root(schema);
        let mut taken: BTreeMap<String, Value> = BTreeMap::new();
        let mut open = names(&root);
        while let Some(name) = open.pop() {
            if taken.contains_key(&name) {
                continue;
            }
            let found = named.get(&name).ok_or_else(|| format!("there is no schema {name}"))?;
            let schema = converter.schema(found);
            open.extend(names(&schema));
            taken.insert(name, schema);
        }
        let taken: Map<String, Value> = taken.into_iter().collect();
        let resource = match tracker {
            Tracker::AzureDevops => json!({ "root": root, "definitions": taken }),
            Tracker::Jira => json!({ "root": root, "components": { "schemas": taken } }),
        };
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V4);
        format::register(&mut compiler);
        let mut schemas = Schemas::new();
        let broken = |error: boon::CompileError| error.to_string();
        compiler.add_resource(LOCATION, resource).map_err(broken)?;
        let index = compiler.compile(&format!("{LOCATION}#/root"), &mut schemas).map_err(broken)?;
        Ok(Self { schemas, index })
    }

    /// How a value differs from it; nothing if it does not.
    pub(super) fn differences(&self, value: &Value) -> Vec<Difference> {
        match self.schemas.validate(value, self.index) {
            Ok(()) => Vec::new(),
            Err(error) => difference::all(&error),
        }
    }
}

/// The schemas that a converted schema names.
fn names(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    gather(schema, &mut found);
    found
}

fn gather(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref")
                && let Some((_, name)) = reference.rsplit_once('/')
            {
                found.push(name.to_owned());
            }
            fields.values().for_each(|value| gather(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| gather(value, found)),
        _ => {}
    }
}
