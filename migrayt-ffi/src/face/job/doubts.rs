use migrayt::doubts::{self, Decision};
use migrayt_core::error::Result;
use migrayt_core::id::{PartId, TargetKey};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::Context;

/// What a person found out about an operation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resolve {
    /// Its name, such as `17/comment/3`.
    operation: String,
    decision: Said,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    /// It made the item of this key.
    Made(TargetKey),
    /// It happened, and made this part, if that is known.
    Done(Option<PartId>),
    /// It did not happen, and is sent again.
    Absent,
    /// It is left out, whether or not it happened.
    LeftOut,
}

pub(super) async fn doubts(context: &Context) -> Result<Json> {
    let project = context.project().await?;
    let left = project.migration().doubts().await?;
    let names: Vec<_> = left
        .iter()
        .map(|row| json!({ "operation": row.key.to_string(), "attempts": row.attempts }))
        .collect();
    Ok(json!({ "doubts": names }))
}

pub(super) async fn resolve(context: &Context, asked: Resolve) -> Result<Json> {
    let operation = doubts::operation(&asked.operation)?;
    let decision = match asked.decision {
        Said::Made(key) => Decision::Made(key),
        Said::Done(part) => Decision::Done(part),
        Said::Absent => Decision::Absent,
        Said::LeftOut => Decision::LeftOut,
    };
    let project = context.project().await?;
    let scan = project.last_scan()?;
    project.migration().resolve_doubt(&scan, &operation, &decision).await?;
    let left = project.migration().doubts().await?.len();
    Ok(json!({ "operation": operation.to_string(), "left": left }))
}
