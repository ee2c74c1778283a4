//! Drops a run in the middle, as a killed process does, and goes on with it in a second life that
//! knows nothing but what rests on the disk. Nothing is missing then, and nothing is there twice.

#![expect(clippy::print_stdout, reason = "a program tells its user what it did")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use migrayt::core::digest::DigestKey;
use migrayt::core::id::TenantId;
use migrayt::core::port::Closing;
use migrayt::core::run::{Observer, Progress};
use migrayt::core::{Error, ErrorKind, Result};
use migrayt::journal::SqliteJournal;
use migrayt::lease::held_until;
use migrayt::mapping::{MappingDocument, propose};
use migrayt::verify::VerifyOptions;
use migrayt::{Migration, RunOptions, Scan};
use migrayt_examples::{ensure, trackers::Trackers, unusable};
use migrayt_testkit::clock::VirtualClock;
use tokio_util::sync::CancellationToken;

/// Crashes once so many operations were settled.
#[derive(Debug)]
struct Crash(AtomicU64, CancellationToken);

impl Observer for Crash {
    fn observe(&self, progress: &Progress) {
        let Progress::Settled { done, .. } = progress else { return };
        if self.0.fetch_add(*done, Ordering::Relaxed) > 150 {
            self.1.cancel();
        }
    }
}

/// The migration as any process makes it. The key belongs in a vault or a file of its own: it is
/// what the digests in the journal are made with, and must be the same in every life.
async fn open(trackers: &Trackers, folder: &Path, key: &DigestKey) -> Result<Migration> {
    let journal = SqliteJournal::open(folder.join("migration.db"), TenantId::solo()).await?;
    let (source, target) = (trackers.source()?, trackers.target()?);
    Ok(trackers.migration_with(source, target, Arc::new(journal), key.clone()))
}

async fn first_life(trackers: &Trackers, folder: &Path, key: &DigestKey) -> Result<()> {
    let migration = open(trackers, folder, key).await?;
    let scan = migration.scan().await?;
    scan.save(&folder.join("scan.json"))?;
    let mapping = propose(&scan.source, &scan.target).await?;
    fs::write(folder.join("mapping.toml"), mapping.to_toml()?).map_err(unusable)?;
    let mapper = migration.compile(mapping, &scan)?;
    let stop = CancellationToken::new();
    migration.plan(mapper.clone(), &scan, &stop, &|_| {}).await?;
    let crash = CancellationToken::new();
    let observer = Arc::new(Crash(AtomicU64::new(0), crash.clone()));
    let options = RunOptions { observer, ..RunOptions::default() };
    tokio::select! {
        biased;
        () = crash.cancelled() => Ok(()),
        _ = migration.run(mapper, &scan, options) => {
            Err(Error::new(ErrorKind::Misuse, "the run ended before it was dropped"))
        }
    }
}

async fn second_life(trackers: &Trackers, folder: &Path, key: &DigestKey) -> Result<()> {
    let migration = open(trackers, folder, key).await?;
    let scan = Scan::load(&folder.join("scan.json"))?;
    let mapping = fs::read_to_string(folder.join("mapping.toml")).map_err(unusable)?;
    let mapper = migration.compile(MappingDocument::parse(&mapping)?, &scan)?;
    let options = RunOptions { may_begin: false, ..RunOptions::default() };
    let outcome = migration.run(mapper, &scan, options).await?;
    ensure(outcome.closing == Some(Closing::Completed), "the run did not come to its end")?;
    ensure(outcome.sweep.is_some_and(|sweep| sweep.is_clean()), "something stands twice")?;
    let found = migration.verify(&scan, VerifyOptions::default(), &|_| {}).await?;
    println!("{} of {} items stand as planned", found.matched, found.items);
    ensure(found.is_clean(), "something is missing, different or there twice")
}

#[tokio::main]
async fn main() -> Result<()> {
    let trackers = Trackers::new(usize::MAX)?;
    let folder = tempfile::tempdir().map_err(unusable)?;
    let key = DigestKey::new(migrayt::system::SystemIds.key()?);
    let all = trackers.azure_devops.len();

    first_life(&trackers, folder.path(), &key).await?;
    let made = trackers.jira.issue_count();
    println!("the run was dropped when {made} of {all} items were made");
    ensure(0 < made && made < all, "that was not the middle")?;

    // The dead process holds the run for as long as its lease lasts, a minute at most.
    let early = second_life(&trackers, folder.path(), &key).await;
    let Some(until) = early.err().as_ref().and_then(held_until) else {
        return Err(Error::new(ErrorKind::Misuse, "two processes could work on one run"));
    };
    // Here that minute, and what a run waits for doubts, passes at once.
    let trackers =
        Trackers { clock: Arc::new(VirtualClock::at(until + Duration::from_secs(1))), ..trackers };
    second_life(&trackers, folder.path(), &key).await?;
    ensure(trackers.jira.issue_count() == all, "there are more or fewer items than in the source")
}
