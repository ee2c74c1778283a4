use std::sync::Arc;

use migrayt::core::Result;
use migrayt::system::SystemClock;
use migrayt_testkit::demo::{self, EMAIL, KEY, ORGANISATION, PROJECT, SOURCE_TOKEN, TARGET_TOKEN};
use migrayt_testkit::sim::Simulator;
use migrayt_testkit::sim::jira::Attachments;
use migrayt_testkit::sim::profile::Profile;
use migrayt_testkit::sim::server::Server;
use serde_json::json;

use crate::args::{Keep, Sim, Tracker};
use crate::exit::Exit;
use crate::interrupt;
use crate::output::Output;

/// Serves a tracker until it is told to stop. The first line says where, as JSON.
pub(super) async fn sim(sim: &Sim) -> Result<Exit> {
    let stop = interrupt::token();
    let profile = Profile::named(&sim.profile)?;
    let keep = match sim.attachments {
        Keep::Bytes => Attachments::Bytes,
        Keep::Digest => Attachments::Digest,
    };
    let simulator: Arc<dyn Simulator> = match sim.tracker {
        Tracker::AzureDevops => {
            let organisation = demo::azure_devops(&sim.load, sim.items, sim.seed)?;
            let organisation = organisation.with_throttle(profile.throttle());
            let organisation = organisation.with_attachments(keep);
            Arc::new(profile.around(organisation, sim.seed))
        }
        Tracker::Jira => {
            let site = demo::jira(&sim.load, sim.items, sim.seed, (&profile, keep))?;
            Arc::new(profile.around(site, sim.seed))
        }
    };
    let server = Server::start(simulator, sim.listen, Arc::new(SystemClock::new())).await?;
    let url = server.url();
    let told = match sim.tracker {
        Tracker::AzureDevops => json!({
            "tracker": "azure-devops",
            "url": format!("{url}/{ORGANISATION}"),
            "project": PROJECT,
            "token": SOURCE_TOKEN,
        }),
        Tracker::Jira => json!({
            "tracker": "jira",
            "url": url,
            "project": KEY,
            "email": EMAIL,
            "token": TARGET_TOKEN,
        }),
    };
    Output { json: true }.json(&told);
    stop.cancelled().await;
    Ok(Exit::Clean)
}
