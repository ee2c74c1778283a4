//! Connections by OAuth: a person consents in the browser.

use std::sync::Arc;

use migrayt::config::Configuration;
use migrayt::connection::{Connection, Health, Side, Warning};
use migrayt::core::error::{Error, ErrorKind, Result};
use migrayt::core::port::{Clock, Ids};
use migrayt::system::{SystemClock, SystemIds};
use migrayt::vault::Vault;
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Iso8601;

use crate::args::{Connect, Migration, Tracker};
use crate::exit::Exit;
use crate::interrupt;
use crate::output::Output;
use crate::prompt::Terminal;
use crate::returned::Returned;

/// How long a person may take.
const PATIENCE: time::Duration = time::Duration::minutes(10);

pub(super) async fn connect(asked: &Connect, output: Output) -> Result<Exit> {
    let configuration = Configuration::load(&asked.migration.config)?;
    let side = side(asked.tracker);
    let registration = side.registration(&configuration)?;
    if !Vault::is_there(&configuration) {
        Vault::create(&configuration, &Terminal, clock()).await?;
        let folder = configuration.path(&configuration.vault.folder);
        output.say(&format!("Made a vault in {}.", folder.display()));
    }
    let returned = Returned::at(&registration.redirect).await?;
    let connection = open(&configuration, side).await?;
    let consent = connection.ask();
    output.say(&format!(
        "Open this address in a browser of this machine, and consent:\n\n{}\n",
        consent.url
    ));
    output.json(&json!({ "open": consent.url.as_str() }));
    let (stop, time) = (interrupt::token(), clock());
    let query = tokio::select! {
        query = returned.query() => query,
        () = stop.cancelled() => {
            return Err(Error::new(ErrorKind::Cancelled, "nobody has consented yet"));
        }
        () = time.sleep_until(time.now() + PATIENCE) => {
            return Err(Error::new(ErrorKind::Timeout, "nobody has consented within ten minutes")
                .with_help("run the command again"));
        }
    };
    let connected = connection.connect(consent.pending, &query).await?;
    let what = if connected.again { "Connected again" } else { "Connected" };
    let name = connection.name();
    output.say(&format!("{what} to {side}. The grant is in the vault as {name}."));
    let sites = if side == Side::Jira { connection.sites().await? } else { Vec::new() };
    output.say("Name it in the configuration, in place of a token:\n");
    match side {
        Side::AzureDevOps => output.say(&format!("[source]\nconnection = \"{name}\"")),
        Side::Jira if sites.is_empty() => {
            output.say("Nothing: this account has no site that the app may reach.");
        }
        Side::Jira => {
            for site in &sites {
                let (id, short) = (&site.id, site.short_name());
                output.say(&format!(
                    "[target]     # {}\nurl = \"https://api.atlassian.com/ex/jira/{id}\"\nsite = \"{short}\"\nconnection = \"{name}\"",
                    site.url
                ));
            }
        }
    }
    let found: Vec<_> =
        sites.iter().map(|site| json!({ "id": site.id, "url": site.url })).collect();
    output.json(&json!({ "name": name, "again": connected.again, "sites": found }));
    Ok(Exit::Clean)
}

pub(super) async fn list(migration: &Migration, output: Output) -> Result<Exit> {
    let configuration = Configuration::load(&migration.config)?;
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    let mut well = true;
    for side in [Side::AzureDevOps, Side::Jira] {
        if side.registration(&configuration).is_err() || !Vault::is_there(&configuration) {
            continue;
        }
        let connection = open(&configuration, side).await?;
        let health = match connection.health().await {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            health => health?,
        };
        well &= !health.needs_consent && health.warnings.is_empty();
        lines.push((connection.name().to_owned(), said(&health)));
        rows.push(
            json!({ "name": connection.name(), "tracker": side.to_string(), "health": health }),
        );
    }
    if lines.is_empty() {
        output.say("There are no connections. `migrayt connect TRACKER` makes one.");
    }
    let lines: Vec<_> = lines.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    output.table("Connections", &lines);
    output.json(&rows);
    Ok(if well { Exit::Clean } else { Exit::Differences })
}

pub(super) async fn disconnect(asked: &Connect, output: Output) -> Result<Exit> {
    let configuration = Configuration::load(&asked.migration.config)?;
    let side = side(asked.tracker);
    let connection = open(&configuration, side).await?;
    connection.disconnect().await?;
    output.say(&format!(
        "Disconnected from {side}. To end the consent too, remove the app in your account's settings there."
    ));
    output.json(&json!({ "name": connection.name(), "done": "disconnected" }));
    Ok(Exit::Clean)
}

fn said(health: &Health) -> String {
    if health.needs_consent {
        return "has ended: connect again".to_owned();
    }
    let day = |moment: OffsetDateTime| moment.date().format(&Iso8601::DATE).unwrap_or_default();
    let end = health.absolute_end.unwrap_or(health.idle_end).min(health.idle_end);
    match health.warnings.first() {
        Some(Warning::EndsUnlessUsed) => format!("ends on {} unless it is used", day(end)),
        Some(_) => format!("ends on {}: connect again before", day(end)),
        None => format!("until {} at least", day(end)),
    }
}

fn side(tracker: Tracker) -> Side {
    match tracker {
        Tracker::AzureDevops => Side::AzureDevOps,
        Tracker::Jira => Side::Jira,
    }
}

async fn open(configuration: &Configuration, side: Side) -> Result<Connection> {
    Connection::open(configuration, side, &Terminal, clock(), Arc::new(SystemIds) as Arc<dyn Ids>)
        .await
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock::new())
}
