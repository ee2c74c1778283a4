//! Migrates sample items between two simulated trackers, over real sockets, from your own code.
//!
//! Against real trackers, leave the simulators out and write your addresses and tokens instead.

#![expect(clippy::print_stdout, reason = "a program tells its user what it did")]

use std::net::SocketAddr;
use std::sync::Arc;

use migrayt::connectors::http::{BasicCredential, ClientParts, ReqwestWire, WireSettings};
use migrayt::connectors::{azure_devops, jira};
use migrayt::core::digest::DigestKey;
use migrayt::core::memory_journal::MemoryJournal;
use migrayt::core::port::{Clock, Ids};
use migrayt::core::{Error, ErrorKind, Result};
use migrayt::system::{SystemClock, SystemIds};
use migrayt::verify::VerifyOptions;
use migrayt::{Migration, Parts, RunOptions};
use migrayt_testkit::sample;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::Jira;
use migrayt_testkit::sim::server::Server;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);

    // Two trackers on this machine, the first with real sample items.
    let from = AzureDevOps::new("fabrikam", sample::PROJECT, "source-token");
    from.load(sample::items()?)?;
    let to = Jira::new("example", "SHOP", "me@example.com", "target-token");
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let from = Server::start(Arc::new(from), anywhere, Arc::clone(&clock)).await?;
    let to = Server::start(Arc::new(to), anywhere, Arc::clone(&clock)).await?;

    // The two connectors.
    let wire = Arc::new(ReqwestWire::new(&WireSettings::default())?);
    let parts = |user: &str, token: &str| {
        let credential = Arc::new(BasicCredential::new(user, &token.into()));
        ClientParts::new(Arc::clone(&wire) as _, credential, Arc::clone(&clock), Arc::clone(&ids))
    };
    let settings = azure_devops::Settings::new(format!("{}/fabrikam", from.url()), sample::PROJECT);
    let source = azure_devops::AzureDevOps::new(&settings, parts("", "source-token"))?;
    let settings = jira::Settings::new(to.url(), "SHOP");
    let target = jira::Jira::new(&settings, parts("me@example.com", "target-token"))?;

    // One migration. A journal in memory is enough for one process; `SqliteJournal` outlives it.
    let journal = Arc::new(MemoryJournal::default());
    let migration = Migration::new(Parts {
        source: Arc::new(source),
        target: Arc::new(target),
        fence: None,
        journal: Arc::clone(&journal) as _,
        plans: journal as _,
        key: DigestKey::new(SystemIds.key()?),
        clock,
        ids,
    });
    let scan = migration.scan().await?;
    let mapping = migrayt::mapping::propose(&scan.source, &scan.target).await?;
    let mapper = migration.compile(mapping, &scan)?;
    let stop = CancellationToken::new();
    let (_, planned) = migration.plan(mapper.clone(), &scan, &stop, &|_| {}).await?;
    println!("planned: {} items, {} losses", planned.items, planned.losses);
    let outcome = migration.run(mapper, &scan, RunOptions::default()).await?;
    println!("run: {:?}", outcome.closing);
    let found = migration.verify(&scan, VerifyOptions::default(), &|_| {}).await?;
    println!("verified: {} of {} items stand as planned", found.matched, found.items);
    if found.is_clean() {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::DataCorrupt, "not everything stands as planned"))
    }
}
