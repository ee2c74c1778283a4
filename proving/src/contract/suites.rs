use std::sync::Arc;

use migrayt_connectors::http::{BasicCredential, ClientParts};
use migrayt_connectors::{azure_devops, jira};
use migrayt_core::port::Clock;
use migrayt_core::{Error, ErrorKind, Fact, Result};
use migrayt_testkit::conformance::target::Breach;
use migrayt_testkit::conformance::{source, target};
use migrayt_testkit::contract::{Asked, Witness};
use migrayt_testkit::sample;
use migrayt_testkit::sim::Simulator;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::Jira;
use migrayt_testkit::wire::InProcess;

use super::{Contracts, finish};
use crate::chance::Chance;
use crate::timeline::{SkewedClock, Timeline};

const TOKEN: &str = "simulated-token";
const EMAIL: &str = "admin@example.com";

/// The suites of the source and of the target, which ask for every kind of operation.
pub(super) fn run(contracts: &Contracts) -> Result<()> {
    let timeline = Arc::new(Timeline::default());
    let clock: Arc<dyn Clock> =
        Arc::new(SkewedClock::new(Arc::clone(&timeline), time::Duration::ZERO));
    let parts = |simulator: Arc<dyn Simulator>, user| {
        let wire = Arc::new(InProcess::new(simulator, Arc::clone(&clock)));
        let credential = Arc::new(BasicCredential::new(user, &TOKEN.into()));
        ClientParts::new(wire, credential, Arc::clone(&clock), Arc::new(Chance::new(5)))
    };

    let simulated = AzureDevOps::new("fabrikam", sample::PROJECT, TOKEN);
    simulated.load(sample::items()?)?;
    let simulated = Witness::new(simulated, Arc::clone(&contracts.azure_devops), Asked::Rightly);
    let url = "https://dev.azure.com/fabrikam";
    let settings = azure_devops::Settings::new(url, sample::PROJECT);
    let read = azure_devops::AzureDevOps::new(&settings, parts(Arc::new(simulated), ""))?;
    finish(&timeline, async {
        source::suite(&read, &source::Known::default()).await.map_err(|breach| broken(&breach))
    })?;

    let settings = jira::Settings::new("https://example.atlassian.net", "MIG");
    let site = || {
        let simulated = Jira::new("example", "MIG", EMAIL, TOKEN);
        let simulated = Witness::new(simulated, Arc::clone(&contracts.jira), Asked::Rightly);
        jira::Jira::new(&settings, parts(Arc::new(simulated), EMAIL)).map(Arc::new)
    };
    site()?;
    let make = async || match site() {
        Ok(target) => target,
        Err(_) => unreachable!("the settings were good a line ago"),
    };
    finish(&timeline, async {
        target::suite(make, &target::Known::default()).await.map_err(|breach| broken(&breach))
    })
}

fn broken(breach: &Breach) -> Error {
    Error::new(ErrorKind::Unexpected, "a connector does not keep its port's contract")
        .with("breach", Fact::name(breach.to_string()))
}
