//! A change of an item as a patch document names it.

use serde_json::{Map, Value};

use super::call::Call;
use super::error::Refusal;

/// What a document of `application/json-patch+json` asks for.
#[derive(Debug, Default)]
pub(super) struct Patch {
    /// The revision that the item must have.
    pub(super) rev: Option<u64>,
    /// Fields by name with their new values; null clears one.
    pub(super) fields: Vec<(String, Value)>,
    /// The formats of long texts.
    pub(super) formats: Map<String, Value>,
    pub(super) added: Vec<Value>,
    /// The places of relations that go, in the order of the document.
    pub(super) removed: Vec<usize>,
}

impl Patch {
    pub(super) fn of(call: &Call<'_>) -> Result<Self, Refusal> {
        let kind = call.asked.header("content-type").unwrap_or_default();
        if !kind.trim_start().starts_with("application/json-patch+json") {
            return Err(Refusal::unsupported(&call.asked.method, kind));
        }
        let invalid =
            || Refusal::binding("You must pass a valid patch document in the body of the request.");
        let document: Value = serde_json::from_slice(&call.asked.body).map_err(|_| invalid())?;
        let mut patch = Self::default();
        for operation in document.as_array().ok_or_else(invalid)? {
            patch.take(operation)?;
        }
        Ok(patch)
    }

    fn take(&mut self, operation: &Value) -> Result<(), Refusal> {
        let text = |key: &str| operation.get(key).and_then(Value::as_str).unwrap_or_default();
        let value = operation.get("value").cloned().unwrap_or_default();
        let (op, path) = (text("op").to_ascii_lowercase(), text("path"));
        if op == "remove" && !value.is_null() {
            return Err(Refusal::binding("Remove requires Value to be null."));
        }
        let parts: Vec<&str> = path.trim_start_matches('/').splitn(2, '/').collect();
        match (op.as_str(), parts.as_slice()) {
            ("test", ["rev"]) => self.rev = value.as_u64(),
            // An id that only a batch needs.
            ("add", ["id"]) => {}
            ("add" | "replace" | "remove", ["fields", name]) => {
                self.fields.push(((*name).to_owned(), value));
            }
            ("add" | "replace", ["multilineFieldsFormat", name]) => {
                self.formats.insert((*name).to_owned(), value);
            }
            ("add", ["relations", "-"]) => self.added.push(value),
            ("remove", ["relations", place]) => {
                self.removed.push(place.parse().map_err(|_| unknown(path))?);
            }
            _ => return Err(unknown(path)),
        }
        Ok(())
    }
}

fn unknown(path: &str) -> Refusal {
    Refusal::binding(format!("The path '{path}' of the patch document is not supported."))
}
