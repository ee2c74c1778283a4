use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::TenantId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::batch::Batch;
use super::key::{self, Range};
use crate::face::desk::{Desk, Question, ask};

pub(super) const PORT: &str = "journal";

/// The rows of one tenant, as the host keeps them: texts under keys that are texts.
#[derive(Clone, Debug)]
pub(super) struct Table {
    desk: Arc<dyn Desk>,
    tenant: TenantId,
}

#[derive(Serialize)]
struct Get<'t> {
    tenant: &'t TenantId,
    keys: &'t BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    values: Vec<Option<String>>,
}

#[derive(Serialize)]
struct Scan<'t> {
    tenant: &'t TenantId,
    after: &'t str,
    before: &'t str,
    limit: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) key: String,
    pub(super) value: String,
}

#[derive(Serialize)]
struct Commit<'t> {
    tenant: &'t TenantId,
    #[serde(flatten)]
    batch: &'t Batch,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Committed {
    conflict: Vec<String>,
}

impl Table {
    /// The most rows of one page.
    pub(super) const PAGE: u32 = 1_000;

    pub(super) fn new(desk: Arc<dyn Desk>, tenant: TenantId) -> Self {
        Self { desk, tenant }
    }

    /// The values of these keys, all of one moment.
    pub(super) async fn get(&self, keys: BTreeSet<String>) -> Result<Found> {
        if keys.is_empty() {
            return Ok(Found::default());
        }
        let question = Get { tenant: &self.tenant, keys: &keys };
        let found: Values = ask(self.desk.as_ref(), Question::new(PORT, "get", &question)?).await?;
        if found.values.len() != keys.len() {
            return Err(broken("the host answers another number of values than was asked for"));
        }
        Ok(Found(keys.into_iter().zip(found.values).collect()))
    }

    /// The first rows of a range, ascending; fewer than `limit` only at its end.
    pub(super) async fn scan(&self, range: &Range, limit: u32) -> Result<Vec<Row>> {
        let limit = limit.min(Self::PAGE);
        if limit == 0 {
            return Ok(Vec::new());
        }
        let question =
            Scan { tenant: &self.tenant, after: &range.after, before: &range.before, limit };
        let Rows { rows } =
            ask(self.desk.as_ref(), Question::new(PORT, "scan", &question)?).await?;
        let mut last = &range.after;
        for row in &rows {
            if row.key <= *last || row.key >= range.before {
                return Err(broken("the host's rows are not in the order of their bytes"));
            }
            last = &row.key;
        }
        if rows.len() > limit as usize {
            return Err(broken("the host answers more rows than were asked for"));
        }
        Ok(rows)
    }

    /// Writes, if all that the batch checks is as it says; whether it was.
    pub(super) async fn commit(&self, batch: Batch) -> Result<bool> {
        let question = Commit { tenant: &self.tenant, batch: &batch };
        let question = Question::new(PORT, "commit", &question)?;
        let committed: Option<Committed> = ask(self.desk.as_ref(), question).await?;
        match committed {
            None => Ok(true),
            Some(Committed { conflict }) if !conflict.is_empty() => Ok(false),
            Some(_) => Err(broken("the host names no row that is in conflict")),
        }
    }
}

fn broken(message: &'static str) -> Error {
    Error::new(ErrorKind::InputInvalid, message)
        .with_help("compare it with the page about host journals in the documentation")
}

/// Each key once.
pub(super) fn keys(keys: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    keys.into_iter().collect()
}

/// Values that were found, or not, under the keys that were asked for.
#[derive(Default)]
pub(super) struct Found(BTreeMap<String, Option<String>>);

impl Found {
    /// The text under a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_deref()
    }

    /// What rests under a key.
    pub(super) fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        self.text(key).map(|text| decoded(key, text)).transpose()
    }

    pub(super) fn has_asked(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    pub(super) fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }
}

impl Row {
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T> {
        decoded(&self.key, &self.value)
    }
}

fn decoded<T: DeserializeOwned>(key: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        Error::new(ErrorKind::DataCorrupt, "a row of the journal does not hold together")
            .with("row", key::word(key))
            .with("column", error.column())
    })
}
