//! Looking at both endpoints, and the mapping between them.

use migrayt::mapping::MappingDocument;
use migrayt_core::error::Result;
use migrayt_core::port::{Finished, Mapper as _};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::super::failure::Failure;
use super::Context;
use super::progress::Teller;

/// Whether a mapping that is there may be replaced.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Suggest {
    #[serde(default)]
    replace: bool,
}

/// A mapping to hold against the scan: that of the folder, if it is left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MappingCheck {
    mapping: Option<String>,
}

pub(super) async fn check(context: &Context) -> Result<Json> {
    let rights = context.project().await?.migration().rights().await?;
    Ok(json!({ "suffice": rights.suffice(), "source": rights.source, "target": rights.target }))
}

pub(super) async fn scan(context: &Context) -> Result<Json> {
    Teller::new(&context.work, "scanning").done(0);
    let project = context.project().await?;
    let scan = project.scan().await?;
    context.counted().requests(&project);
    Ok(json!(scan))
}

pub(super) async fn suggest(context: &Context, asked: &Suggest) -> Result<Json> {
    let project = context.project().await?;
    let scan = project.last_scan()?;
    let mapping = project.suggest(&scan, asked.replace).await?;
    let text = mapping.to_toml()?;
    let mapper = project.migration().compile(mapping, &scan)?;
    let caps = project.migration().parts().target.capabilities();
    let findings = mapper.check(&scan.source, &scan.target, &caps);
    Ok(json!({ "file": project.mapping_path(), "mapping": text, "findings": findings }))
}

pub(super) async fn mapping_check(context: &Context, asked: MappingCheck) -> Result<Json> {
    let project = context.project().await?;
    let scan = project.last_scan()?;
    let mapping = match asked.mapping {
        Some(text) => MappingDocument::parse(&text)?,
        None => project.mapping()?,
    };
    let mapper = project.migration().compile(mapping, &scan)?;
    let caps = project.migration().parts().target.capabilities();
    let findings = mapper.check(&scan.source, &scan.target, &caps);
    Ok(json!({ "fingerprint": mapper.fingerprint(), "findings": findings }))
}

pub(super) async fn sprints(context: &Context) -> Result<Json> {
    let (project, _, mapper) = context.mapped().await?;
    let ends = project.migration().finish_sprints(&mapper).await?;
    let told = ends.iter().map(|end| match &end.finished {
        Ok(finished) => json!({ "name": end.name, "standing": word(*finished) }),
        Err(error) => {
            let error: Json = serde_json::from_str(&Failure::from(error).json).unwrap_or_default();
            json!({ "name": end.name, "standing": "failed", "error": error })
        }
    });
    Ok(json!({ "sprints": told.collect::<Vec<_>>() }))
}

fn word(finished: Finished) -> &'static str {
    match finished {
        Finished::Started => "started",
        Finished::Closed => "closed",
        _ => "left",
    }
}
