//! How many questions a migration asks of a host's journal.

use std::collections::BTreeMap;
use std::sync::Arc;

use migrayt::connectors::http::{BasicCredential, ClientParts};
use migrayt::connectors::{azure_devops, jira};
use migrayt::system::SystemIds;
use migrayt::verify::VerifyOptions;
use migrayt::{Migration, Parts, RunOptions};
use migrayt_core::id::TenantId;
use migrayt_core::port::{Clock, Closing};
use migrayt_ffi::face::host::journal::HostJournal;
use migrayt_testkit::generate::{self, WorkItems};
use migrayt_testkit::sample;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{Jira, JiraOptions};
use migrayt_testkit::wire::InProcess;
use tokio_util::sync::CancellationToken;

use crate::clock::PatientClock;
use crate::host::{Flaw, Host};

const TOKEN: &str = "simulated-token";
const EMAIL: &str = "admin@example.com";

type Asked = BTreeMap<String, u64>;

fn migration(items: usize, journal: Arc<HostJournal>) -> Migration {
    let azure = AzureDevOps::new("fabrikam", sample::PROJECT, TOKEN);
    WorkItems::new(sample::PROJECT, items, 7).unwrap().load_into(&azure).unwrap();
    let mut options = JiraOptions::default();
    options.users.extend(generate::users());
    for login in &mut options.logins {
        EMAIL.clone_into(&mut login.email);
        TOKEN.clone_into(&mut login.token);
    }
    let clock: Arc<dyn Clock> = Arc::new(PatientClock::default());
    let parts = |wire: InProcess, user: &str| {
        let credential = Arc::new(BasicCredential::new(user, &TOKEN.into()));
        ClientParts::new(Arc::new(wire), credential, Arc::clone(&clock), Arc::new(SystemIds))
    };
    let wire = InProcess::new(Arc::new(azure), Arc::clone(&clock));
    let settings = azure_devops::Settings::new("https://dev.azure.com/fabrikam", sample::PROJECT);
    let source = azure_devops::AzureDevOps::new(&settings, parts(wire, "")).unwrap();
    let key = options.project_key.clone();
    let wire = InProcess::new(Arc::new(Jira::with_options(options)), Arc::clone(&clock));
    let settings = jira::Settings::new("https://example.atlassian.net", key);
    let target = jira::Jira::new(&settings, parts(wire, EMAIL)).unwrap();
    Migration::new(Parts {
        source: Arc::new(source),
        target: Arc::new(target),
        fence: None,
        key: journal.key(),
        journal: Arc::clone(&journal) as _,
        plans: journal,
        clock,
        ids: Arc::new(SystemIds),
    })
}

/// The questions of plan, run and verification.
async fn asked(items: usize) -> [Asked; 3] {
    let host = Host::new(Flaw::None);
    let journal = HostJournal::open(Arc::<Host>::clone(&host), TenantId::solo()).await.unwrap();
    let migration = migration(items, Arc::new(journal));
    let scan = migration.scan().await.unwrap();
    let mapping = migrayt::mapping::propose(&scan.source, &scan.target).await.unwrap();
    let mapper = migration.compile(mapping, &scan).unwrap();
    let stop = CancellationToken::new();
    let (_, planned) = migration.plan(mapper.clone(), &scan, &stop, &|_| {}).await.unwrap();
    assert_eq!(planned.items, items as u64);
    let plan = host.asked();
    let outcome = migration.run(mapper, &scan, RunOptions::default()).await.unwrap();
    assert_eq!(outcome.closing, Some(Closing::Completed), "{:?}", outcome.cause);
    let run = host.asked();
    let found = migration.verify(&scan, VerifyOptions::default(), &|_| {}).await.unwrap();
    assert!(found.is_clean());
    [plan, run, host.asked()]
}

#[tokio::test]
async fn questions_are_asked_for_many_items_at_once() {
    let [plan, run, verification] = asked(400).await;
    let count = |asked: &Asked| asked.values().sum::<u64>();
    assert!(count(&plan) < 100, "{plan:?}");
    assert!(count(&run) < 8 * 400, "{run:?}");
    assert!(count(&verification) < 100, "{verification:?}");
}
