use serde::Deserialize;
use serde_json::Value as Json;

use super::Context;
use migrayt_core::error::Result;

/// A simulated tracker.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "sim"), expect(dead_code, reason = "nothing serves it"))]
pub(crate) struct Simulate {
    tracker: Tracker,
    /// How many items are made up; a small sample, or none in Jira, if it is left out.
    items: Option<usize>,
    /// What they are made of.
    #[serde(default)]
    seed: u64,
    /// Files and folders with items.
    #[serde(default)]
    load: Vec<std::path::PathBuf>,
    /// How it behaves: `fast`, which has no limits, `published` or `harsh`.
    profile: Option<String>,
    /// Keeps of files only their digests.
    #[serde(default)]
    forget_bytes: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Tracker {
    AzureDevops,
    Jira,
}

#[cfg(not(feature = "sim"))]
pub(super) async fn simulate(_context: &Context, asked: Simulate) -> Result<Json> {
    use migrayt_core::error::{Error, ErrorKind};

    let (Tracker::AzureDevops | Tracker::Jira) = asked.tracker;
    let error = Error::new(ErrorKind::Unsupported, "this build has no simulators")
        .with_help("build the library with the feature `sim`");
    std::future::ready(Err(error)).await
}

#[cfg(feature = "sim")]
pub(super) async fn simulate(context: &Context, asked: Simulate) -> Result<Json> {
    use std::net::{Ipv4Addr, SocketAddr};
    use std::sync::Arc;

    use migrayt::system::SystemClock;
    use migrayt_testkit::demo;
    use migrayt_testkit::sim::Simulator;
    use migrayt_testkit::sim::jira::Attachments;
    use migrayt_testkit::sim::profile::Profile;
    use migrayt_testkit::sim::server::Server;
    use serde_json::json;

    use super::super::{Event, EventKind};

    let Simulate { tracker, items, seed, load, profile, forget_bytes } = asked;
    let profile = Profile::named(profile.as_deref().unwrap_or("fast"))?;
    let keep = if forget_bytes { Attachments::Digest } else { Attachments::Bytes };
    let simulator: Arc<dyn Simulator> = match tracker {
        Tracker::AzureDevops => {
            let organisation = demo::azure_devops(&load, items, seed)?
                .with_throttle(profile.throttle())
                .with_attachments(keep);
            Arc::new(profile.around(organisation, seed))
        }
        Tracker::Jira => {
            let site = demo::jira(&load, items, seed, (&profile, keep))?;
            Arc::new(profile.around(site, seed))
        }
    };
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = Server::start(simulator, anywhere, Arc::new(SystemClock::new())).await?;
    let url = server.url();
    let ready = match tracker {
        Tracker::AzureDevops => json!({
            "state": "ready",
            "url": format!("{url}/{}", demo::ORGANISATION),
            "project": demo::PROJECT,
            "token": demo::SOURCE_TOKEN,
        }),
        Tracker::Jira => json!({
            "state": "ready",
            "url": url,
            "project": demo::KEY,
            "email": demo::EMAIL,
            "token": demo::TARGET_TOKEN,
        }),
    };
    context.work.queue.push(Event::new(EventKind::State, &ready));
    context.work.control.stop.cancelled().await;
    Ok(json!({ "served": url }))
}
