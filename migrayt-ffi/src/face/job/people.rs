use std::path::PathBuf;

use migrayt::people::Group;
use migrayt_core::error::Result;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::Context;

/// Where the table is written, and whether those are in it who are matched already.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Export {
    file: PathBuf,
    #[serde(default)]
    all: bool,
}

/// The table that a person filled in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Import {
    file: PathBuf,
}

pub(super) async fn people(context: &Context) -> Result<Json> {
    let people = context.project().await?.people()?;
    Ok(json!({ "groups": Group::all(&people), "people": people }))
}

pub(super) async fn export(context: &Context, asked: &Export) -> Result<Json> {
    let people = context.project().await?.export_people(&asked.file, asked.all)?;
    Ok(json!({ "people": people }))
}

pub(super) async fn import(context: &Context, asked: &Import) -> Result<Json> {
    Ok(json!(context.project().await?.import_people(&asked.file)?))
}
