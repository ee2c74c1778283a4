//! Many rows in one parameter, as JSON, which a statement reads with `json_each`.

use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use migrayt_core::operation::OperationKey;
use serde_json::{Value, json};

use crate::row::json;

pub(super) fn rows(rows: impl IntoIterator<Item = Result<Value>>) -> Result<String> {
    let rows: Vec<Value> = rows.into_iter().collect::<Result<_>>()?;
    json::text(&Value::Array(rows))
}

pub(super) fn items(items: &[ItemId]) -> Result<String> {
    rows(items.iter().map(|item| Ok(json!(item.as_str()))))
}

/// Keys as rows of item, kind and part.
pub(super) fn keys<'k>(keys: impl IntoIterator<Item = &'k OperationKey>) -> Result<String> {
    rows(keys.into_iter().map(|key| Ok(json!([key.item.as_str(), key.kind.code(), key.part]))))
}
