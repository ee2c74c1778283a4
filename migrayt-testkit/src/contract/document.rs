use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::Request;
use migrayt_core::{Error, ErrorKind, Fact};
use serde_json::Value;

use super::operation::Operation;
use super::schema::{Difference, Schema, Side};
use super::template::Values;
use super::tracker::Tracker;

/// One Swagger 2.0 or `OpenAPI` 3.0 document.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) tracker: Tracker,
    root: Value,
    operations: Vec<Operation>,
    // The schemas that were used so far, by their text.
    ready: Mutex<BTreeMap<(Side, String), Result<Schema, String>>>,
}

/// An operation that a request fits.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) operation: &'a Operation,
    pub(super) values: Values,
}

impl Document {
    pub(super) fn read(path: &Path, tracker: Tracker) -> migrayt_core::Result<Self> {
        let unreadable = || {
            Error::new(ErrorKind::DataCorrupt, "a tracker's document cannot be read")
                .with("path", Fact::name(path.display().to_string()))
        };
        let text =
            std::fs::read_to_string(path).map_err(|error| unreadable().with_source(error))?;
        // Some of the files begin with a byte order mark.
        let root: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| unreadable().with_source(error))?;
        let operations = Operation::all(&root, tracker);
        Ok(Self { tracker, root, operations, ready: Mutex::default() })
    }

    /// The operations that the request's method and path fit.
    pub(super) fn matching<'a>(
        &'a self,
        request: &'a Request<Bytes>,
    ) -> impl Iterator<Item = Found<'a>> {
        let path = request.uri().path();
        let of = self.operations.iter().filter(|operation| operation.method == request.method());
        let found = of.filter_map(|operation| {
            Some(Found { values: operation.template.values(path)?, operation })
        });
        // Words win over placeholders, as they do for the services.
        let mut found: Vec<_> = found.collect();
        let fewest = found.iter().map(|found| found.values.len()).min();
        found.retain(|found| Some(found.values.len()) == fewest);
        found.into_iter()
    }

    /// How a value differs from a schema of the document. A schema that cannot be used says so as
    /// a difference.
    pub(super) fn differences(&self, schema: &Value, side: Side, value: &Value) -> Vec<Difference> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let schema = ready
            .entry((side, schema.to_string()))
            .or_insert_with(|| Schema::compile(&self.root, schema, self.tracker, side));
        match schema {
            Ok(schema) => schema.differences(value),
            Err(reason) => {
                vec![Difference { words: reason.clone(), ..Difference::default() }]
            }
        }
    }

    /// The schema of that name.
    pub(super) fn named(&self, name: &str) -> Option<Value> {
        let reference = format!("#{}/{name}", self.tracker.schemas());
        self.root.pointer(reference.trim_start_matches('#'))?;
        Some(serde_json::json!({ "$ref": reference }))
    }
}
