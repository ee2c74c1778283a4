use migrayt_core::error::Result;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::Context;

/// What the report's files have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    /// The titles of items, fetched at this moment, in the page and the tables.
    #[serde(default)]
    titles: bool,
}

pub(super) async fn report(context: &Context, asked: &Report) -> Result<Json> {
    let project = context.project().await?;
    let (report, page) = project.write_report(None, asked.titles).await?;
    Ok(json!({ "page": page, "report": report }))
}
