//! The account of every operation.

use std::path::PathBuf;

use migrayt::ledger::{PublicKey, Signer, SigningKey, Verdict, verify_file};
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::ItemId;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::Context;

/// One item of the newest run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Show {
    item: ItemId,
}

/// Where the account is written, and the file of the key that signs it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Export {
    file: PathBuf,
    sign: Option<PathBuf>,
}

/// An account to check, and the key that is trusted, as its text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verify {
    file: PathBuf,
    key: Option<String>,
}

/// Where a new key is written. It is there for nobody else to read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Key {
    file: PathBuf,
}

pub(super) async fn show(context: &Context, asked: &Show) -> Result<Json> {
    let project = context.project().await?;
    let ledger = project.migration().ledger().await?;
    let entries = ledger.of_item(&asked.item).await?;
    if entries.is_empty() {
        return Err(Error::new(ErrorKind::NotFound, "the plan has no such item")
            .with("item", &asked.item)
            .with_help("name the item by its id in the source"));
    }
    Ok(json!({ "run": ledger.header().run, "item": asked.item, "operations": entries }))
}

pub(super) async fn export(context: &Context, asked: &Export) -> Result<Json> {
    let key = asked.sign.as_deref().map(SigningKey::load).transpose()?;
    let project = context.project().await?;
    let ledger = project.migration().ledger().await?;
    let signer = key.as_ref().map(|key| key as &dyn Signer);
    let totals = ledger.write_file(&asked.file, signer).await?;
    Ok(json!({
        "run": ledger.header().run,
        "rows": totals.rows,
        "root": totals.root,
        "signed_by": key.as_ref().map(Signer::public_key),
    }))
}

pub(super) fn verify(asked: &Verify) -> Result<Json> {
    let trusted: Option<PublicKey> = asked.key.as_deref().map(str::parse).transpose()?;
    Ok(match verify_file(&asked.file, trusted.as_ref())? {
        Verdict::Sound(checked) => json!({
            "sound": true,
            "ledger": checked.header,
            "rows": checked.totals.rows,
            "root": checked.totals.root,
            "signed_by": checked.signed_by,
            "trusted": trusted.is_some(),
        }),
        Verdict::Broken(broken) => json!({
            "sound": false,
            "line": broken.line,
            "fault": broken.fault,
            "words": broken.fault.words(),
        }),
    })
}

pub(super) fn key(asked: &Key) -> Result<Json> {
    let key = SigningKey::generate()?;
    key.save(&asked.file)?;
    Ok(json!({ "public_key": key.public_key(), "pem": key.public_key().to_pem() }))
}
