//! The secrets of the engine's tenant. Their values come as bytes and never go.

use migrayt_core::error::Result;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{Context, text};

/// The name of a secret.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    name: String,
}

pub(super) async fn put(context: &Context, asked: &Named) -> Result<Json> {
    let value = value(context)?;
    context.vault(true).await?.put(&asked.name, &value).await?;
    Ok(json!({ "name": asked.name }))
}

pub(super) async fn rotate(context: &Context, asked: &Named) -> Result<Json> {
    let value = value(context)?;
    context.vault(false).await?.rotate(&asked.name, &value).await?;
    Ok(json!({ "name": asked.name }))
}

pub(super) async fn destroy(context: &Context, asked: &Named) -> Result<Json> {
    context.vault(false).await?.destroy(&asked.name).await?;
    Ok(json!({ "name": asked.name }))
}

pub(super) async fn check(context: &Context, asked: &Named) -> Result<Json> {
    context.vault(false).await?.check(&asked.name).await?;
    Ok(json!({ "name": asked.name }))
}

pub(super) async fn names(context: &Context) -> Result<Json> {
    Ok(json!({ "names": context.vault(false).await?.names().await? }))
}

fn value(context: &Context) -> Result<SecretString> {
    Ok(SecretString::from(text(context.bytes())?.as_str()))
}
