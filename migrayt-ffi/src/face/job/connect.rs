//! Connections by OAuth: the host shows a page to a person, and hands on with what the browser came
//! back.

use std::sync::Arc;

use migrayt::connection::{self, Connection};
use migrayt::system::{SystemClock, SystemIds};
use migrayt_core::error::{Error, ErrorKind, Result};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::super::desk::Question;
use super::{Context, text};

/// The side that is connected.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Side {
    tracker: Tracker,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Tracker {
    AzureDevops,
    Jira,
}

pub(super) async fn connect(context: &Context, asked: &Side) -> Result<Json> {
    // Makes the vault of a folder that has none.
    drop(context.vault(true).await?);
    let side = asked.side();
    let connection = open(context, side).await?;
    let consent = connection.ask();
    let redirect = &side.registration(context.engine.configuration()?)?.redirect;
    let arguments = json!({ "url": consent.url.as_str(), "redirect": redirect });
    let question = Question::new("consent", "ask", &arguments)?;
    let query = context.desk().ask(question).await?.bytes;
    let connected = connection.connect(consent.pending, &text(&query)?).await?;
    let mut sites = Vec::new();
    if side == connection::Side::Jira {
        for site in connection.sites().await? {
            sites.push(json!({ "id": site.id, "url": site.url, "site": site.short_name() }));
        }
    }
    Ok(json!({ "name": connection.name(), "again": connected.again, "sites": sites }))
}

pub(super) async fn list(context: &Context) -> Result<Json> {
    let configuration = context.engine.configuration()?;
    let mut found = Vec::new();
    for side in [connection::Side::AzureDevOps, connection::Side::Jira] {
        if side.registration(configuration).is_err() {
            continue;
        }
        let connection = open(context, side).await?;
        match connection.health().await {
            Ok(health) => found.push(json!({
                "name": connection.name(),
                "tracker": side.to_string(),
                "health": health,
            })),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(json!({ "connections": found }))
}

pub(super) async fn disconnect(context: &Context, asked: &Side) -> Result<Json> {
    let connection = open(context, asked.side()).await?;
    connection.disconnect().await?;
    Ok(json!({ "name": connection.name() }))
}

async fn open(context: &Context, side: connection::Side) -> Result<Connection> {
    let configuration = context.engine.configuration()?;
    let brought = context.brought().await?;
    let (clock, ids) = (Arc::new(SystemClock::new()), Arc::new(SystemIds));
    let prompt = context.prompt();
    let opened = Connection::open_with(configuration, &brought, side, &prompt, clock, ids);
    opened.await.map_err(|error: Error| error.with("side", side.setting()))
}

impl Side {
    fn side(self) -> connection::Side {
        match self.tracker {
            Tracker::AzureDevops => connection::Side::AzureDevOps,
            Tracker::Jira => connection::Side::Jira,
        }
    }
}
