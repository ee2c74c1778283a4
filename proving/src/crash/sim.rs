//! The simulators, in a process of their own.

mod lookout;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use migrayt::system::SystemClock;
use migrayt_core::error::Result;
use migrayt_core::port::Clock;
use migrayt_testkit::generate::{self, WorkItems};
use migrayt_testkit::sample;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{Attachments, Grant, Jira, JiraOptions, LateCommit};
use migrayt_testkit::sim::server::Server;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::lookout::Lookout;
use crate::assignment::{
    CLIENT_ID, CLIENT_SECRET, EMAIL, KEY, ORGANISATION, PROJECT, REFRESH_TOKEN, SCALE,
    SOURCE_TOKEN, TARGET_TOKEN,
};
use crate::screen;

/// What the trackers hold, and how the target behaves.
#[derive(Clone, Debug, Args)]
pub(crate) struct Site {
    /// How many items the source has.
    #[arg(long)]
    items: usize,
    /// What they are made from.
    #[arg(long)]
    seed: u64,
    /// Whether the target commits nothing late and finds everything at once.
    #[arg(long)]
    calm: bool,
}

/// Where the trackers listen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Addresses {
    pub(crate) source: SocketAddr,
    pub(crate) target: SocketAddr,
}

/// The path at which the target's server shows what stands in it.
pub(crate) const PICTURE: &str = "/sim/picture";

/// Serves both trackers until the input ends. The first line says where, as JSON.
pub(crate) async fn serve(site: &Site) -> Result<()> {
    let source = AzureDevOps::new(ORGANISATION, PROJECT, SOURCE_TOKEN);
    let items: Vec<Value> = WorkItems::new(PROJECT, site.items, site.seed)?.collect();
    let (ids, parents) = (ids(&items), parents(&items));
    WorkItems::new(PROJECT, site.items, site.seed)?.load_into(&source)?;
    let target = Arc::new(Jira::with_options(options(site)?));
    let target = Lookout::new(target, ids, parents);

    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let source = Server::start(Arc::new(source), anywhere, Arc::clone(&clock)).await?;
    let target = Server::start(Arc::new(target), anywhere, clock).await?;
    let addresses = Addresses { source: source.address(), target: target.address() };
    screen::say(&serde_json::to_string(&addresses).unwrap_or_default());
    let ended = tokio::task::spawn_blocking(|| {
        std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).map(drop)
    });
    // However the input ended, there is nobody left to serve.
    drop(ended.await);
    Ok(())
}

fn options(site: &Site) -> Result<JiraOptions> {
    let mut options = JiraOptions::default();
    KEY.clone_into(&mut options.project_key);
    if let Some(login) = options.logins.first_mut() {
        EMAIL.clone_into(&mut login.email);
        TARGET_TOKEN.clone_into(&mut login.token);
    }
    options.users.extend(sample::users()?);
    options.users.extend(generate::users());
    options.attachments = Attachments::Digest;
    let mut grant = Grant::new(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN);
    grant.leeway /= SCALE;
    // The answer to a rotation may be lost, and with it the worker: the next one comes after a
    // lease that is not scaled as much.
    grant.reuse = Duration::from_mins(1);
    options.grant = Some(grant);
    if !site.calm {
        let delay = Duration::from_mins(1) / SCALE;
        options.late_commit = Some(LateCommit { every: 17, delay });
        options.search_lag = Duration::from_mins(3) / SCALE;
    }
    Ok(options)
}

fn ids(items: &[Value]) -> BTreeSet<String> {
    items.iter().filter_map(|item| Some(item.get("id")?.as_u64()?.to_string())).collect()
}

fn parents(items: &[Value]) -> BTreeMap<String, String> {
    let parent = |item: &Value| {
        let relations = item.get("relations")?.as_array()?;
        let up = relations.iter().find(|relation| {
            relation.get("rel").and_then(Value::as_str)
                == Some("System.LinkTypes.Hierarchy-Reverse")
        })?;
        let parent = up.get("url")?.as_str()?.rsplit('/').next()?.to_owned();
        Some((item.get("id")?.as_u64()?.to_string(), parent))
    };
    items.iter().filter_map(parent).collect()
}
