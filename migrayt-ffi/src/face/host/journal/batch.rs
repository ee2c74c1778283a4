use migrayt_core::error::{Error, ErrorKind, Result};
use serde::Serialize;

use super::key;
use super::table::Found;

/// What is written together, and what must be true of the rows for it.
#[derive(Default, Serialize)]
pub(super) struct Batch {
    checks: Vec<Check>,
    puts: Vec<Put>,
    deletes: Vec<String>,
}

#[derive(Serialize)]
struct Check {
    key: String,
    /// None for a row that must not be there.
    value: Option<String>,
}

#[derive(Serialize)]
struct Put {
    key: String,
    value: String,
}

impl Batch {
    /// A batch that is written only if a row is as it was found.
    pub(super) fn checking(found: &Found, key: &str) -> Self {
        let mut batch = Self::default();
        batch.check(found, key);
        batch
    }

    /// Demands that a row is as it was found, absent included.
    pub(super) fn check(&mut self, found: &Found, key: &str) {
        self.checks.push(Check { key: key.to_owned(), value: found.text(key).map(str::to_owned) });
    }

    /// Puts a row in place of what is under its key.
    pub(super) fn put(&mut self, key: String, value: &impl Serialize) -> Result<()> {
        if key.len() > key::LONGEST {
            return Err(Error::new(ErrorKind::InputInvalid, "an id is too long for the journal")
                .with("bytes", key.len())
                .with("longest", key::LONGEST));
        }
        let value = serde_json::to_string(value).map_err(|_| {
            Error::new(ErrorKind::InputInvalid, "a row of the journal cannot be written")
                .with("row", key::word(&key))
        })?;
        self.puts.push(Put { key, value });
        Ok(())
    }

    pub(super) fn delete(&mut self, key: String) {
        self.deletes.push(key);
    }

    /// Whether it writes nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.puts.is_empty() && self.deletes.is_empty()
    }
}
