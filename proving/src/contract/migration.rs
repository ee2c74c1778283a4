use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};
use migrayt::verify::VerifyOptions;
use migrayt::{Migration, Parts, RunOptions};
use migrayt_connectors::http::{BasicCredential, ClientParts};
use migrayt_connectors::{azure_devops, jira};
use migrayt_core::digest::DigestKey;
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::port::{Clock, Closing};
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_testkit::contract::{Asked, Witness};
use migrayt_testkit::fault::{Fault, Faulty, Occurrence, Rule};
use migrayt_testkit::generate::{self, WorkItems};
use migrayt_testkit::sample;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{Jira, JiraOptions, LateCommit, RateLimit};
use migrayt_testkit::wire::InProcess;
use tokio_util::sync::CancellationToken;

use super::{Contracts, finish};
use crate::chance::Chance;
use crate::timeline::{SkewedClock, Timeline};

const TOKEN: &str = "simulated-token";
const EMAIL: &str = "admin@example.com";
const KEY: &str = "MIG";
const ITEMS: usize = 300;

/// A whole migration from scan to verification, throttled by the target's own limiter, with
/// answers that are lost.
pub(super) fn run(contracts: &Contracts) -> Result<()> {
    let timeline = Arc::new(Timeline::default());
    let clock: Arc<dyn Clock> =
        Arc::new(SkewedClock::new(Arc::clone(&timeline), time::Duration::ZERO));
    let source = AzureDevOps::new("fabrikam", sample::PROJECT, TOKEN);
    WorkItems::new(sample::PROJECT, ITEMS, 3)?.load_into(&source)?;
    let source = Witness::new(source, Arc::clone(&contracts.azure_devops), Asked::Rightly);
    let target = Jira::with_options(options());
    let target = Witness::new(target, Arc::clone(&contracts.jira), Asked::Rightly);
    let lost = Rule::new(Fault::GatewayAfterEffect(StatusCode::BAD_GATEWAY))
        .method(Method::POST)
        .on(Occurrence::Every(23));
    let target = Arc::new(Faulty::new(target).with(lost));

    let chance = Arc::new(Chance::new(3));
    let parts = |simulator, user| {
        let wire = Arc::new(InProcess::new(simulator, Arc::clone(&clock)));
        let credential = Arc::new(BasicCredential::new(user, &TOKEN.into()));
        ClientParts::new(wire, credential, Arc::clone(&clock), Arc::clone(&chance) as _)
    };
    let settings = azure_devops::Settings::new("https://dev.azure.com/fabrikam", sample::PROJECT);
    let source = azure_devops::AzureDevOps::new(&settings, parts(Arc::new(source), ""))?;
    let settings = jira::Settings::new("https://example.atlassian.net", KEY);
    let target = jira::Jira::new(&settings, parts(target, EMAIL))?;
    let journal = Arc::new(MemoryJournal::default());
    let migration = Migration::new(Parts {
        source: Arc::new(source),
        target: Arc::new(target),
        fence: None,
        journal: Arc::clone(&journal) as _,
        plans: journal,
        key: DigestKey::new([7; 32]),
        clock,
        ids: chance,
    });
    let unfinished = |what| Err(Error::new(ErrorKind::Unexpected, what));
    finish(&timeline, async {
        let scan = migration.scan().await?;
        let mapping = migrayt::mapping::propose(&scan.source, &scan.target).await?;
        let mapper = migration.compile(mapping, &scan)?;
        let stop = CancellationToken::new();
        migration.plan(mapper.clone(), &scan, &stop, &|_| {}).await?;
        let ended = migration.run(mapper, &scan, RunOptions::default()).await?;
        if ended.closing != Some(Closing::Completed) {
            return unfinished("the run did not come to its end");
        }
        if !migration.verify(&scan, VerifyOptions::default(), &|_| {}).await?.is_clean() {
            return unfinished("what arrived is not what was planned");
        }
        Ok(())
    })
}

fn options() -> JiraOptions {
    let mut options = JiraOptions::default();
    options.users.extend(generate::users());
    KEY.clone_into(&mut options.project_key);
    for login in &mut options.logins {
        EMAIL.clone_into(&mut login.email);
        TOKEN.clone_into(&mut login.token);
    }
    // Low enough to be met.
    options.rate_limit = Some(RateLimit { get: 5, post: 5, put: 5, delete: 5, per_issue: true });
    options.late_commit = Some(LateCommit { every: 50, delay: Duration::from_secs(40) });
    options.search_lag = Duration::from_secs(20);
    options
}
