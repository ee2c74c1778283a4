//! A file of each version that was ever written, read by this one. `version-N.db` holds what
//! `written` makes, as the release with version N wrote it; it is never changed.

use std::fs;
use std::path::{Path, PathBuf};

use migrayt_core::ErrorKind;
use migrayt_core::id::{ItemId, TenantId};
use migrayt_core::plan::{Refusal, RefusalKind, Stage};
use migrayt_core::port::{
    Closing, Journal as _, Outcome, OutcomeState, PlanStore as _, Settlement,
};
use migrayt_journal::SqliteJournal;

use super::sample::{
    FINGERPRINT, TTL, at, comment, create, done, intent, outline, plan_id, row, spec, worker,
};

/// Something of everything that a journal can hold.
async fn written(journal: &SqliteJournal) {
    let plan = plan_id();
    journal.begin_plan(&plan, FINGERPRINT).await.unwrap();
    let outlines = [
        outline("1", None),
        outline("2", Some("1")),
        outline("3", Some("99")),
        outline("4", Some("4")),
        outline("5", None),
    ];
    journal.put_outlines(&plan, &outlines).await.unwrap();
    journal.seal_outline(&plan).await.unwrap();
    let mut rows = [row("1", 0), row("2", 1), row("3", 0), row("4", 0), row("5", 0)];
    rows[3].operations[0].refusals.push(Refusal::of(RefusalKind::CircularParent));
    for (item, other) in [(0, "2"), (1, "4"), (2, "1")] {
        let from = rows[item].item.as_str().to_owned();
        let key = super::sample::key(
            &from,
            migrayt_core::operation::OperationKind::Link,
            &format!("Relates:{other}"),
        );
        let mut link = super::sample::operation(key, Stage::LINKS);
        link.other = Some(ItemId::new(other));
        rows[item].operations.push(link);
    }
    journal.put_plan_rows(&plan, &rows).await.unwrap();
    journal.seal_plan(&plan).await.unwrap();
    let lease = journal.open(&spec(), &worker(1), at(0), TTL).await.unwrap().lease;
    let intents = [create("1"), comment("1"), create("3")];
    let intents: Vec<_> = intents.iter().zip(1..).map(|(key, at)| intent(key, at)).collect();
    journal.intend(&lease, &intents).await.unwrap();
    let again = Outcome::of(comment("1"), OutcomeState::Again);
    let failed = Outcome::of(create("5"), OutcomeState::Failed(ErrorKind::InputInvalid));
    let outcomes = vec![done(&create("1")), again, failed];
    journal.settle(&lease, &Settlement { outcomes }).await.unwrap();
    journal.close(&lease, Closing::Interrupted).await.unwrap();
}

/// All that a journal says about it.
async fn said(journal: &SqliteJournal) -> String {
    let (plan, spec) = (plan_id(), spec());
    let items: Vec<_> = ["1", "2", "3", "4", "5", "99"].map(ItemId::new).to_vec();
    let account = journal.plan_account(&plan).await.unwrap();
    let before = (
        journal.newest_plan().await.unwrap(),
        journal.outline_page(&plan, None, 99).await.unwrap(),
        journal.plan_page(&plan, None, 99).await.unwrap(),
        journal.newest_run(&plan).await.unwrap(),
        journal.ledger(&spec.run, None, 99).await.unwrap(),
        journal.resolve(&spec.run, &items).await.unwrap(),
        journal.counts(&spec.run).await.unwrap(),
    );
    let opened = journal.open(&spec, &worker(2), at(1), TTL).await.unwrap();
    let mut pending = Vec::new();
    for stage in &opened.stages {
        pending.push(journal.pending(&opened.lease, *stage, None, 99).await.unwrap());
    }
    let doubts = journal.doubts(&opened.lease, None, 99).await.unwrap();
    format!("{account:#?}\n{before:#?}\n{opened:#?}\n{pending:#?}\n{doubts:#?}")
}

#[tokio::test]
async fn every_earlier_version_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("fresh.db");
    let fresh = SqliteJournal::open(&fresh, TenantId::solo()).await.unwrap();
    written(&fresh).await;
    let expected = said(&fresh).await;
    assert!(expected.contains("SHOP-1"), "{expected}");
    let versions = fixtures();
    assert_eq!(versions.len(), 2, "one for each version of docs/upgrade.md");
    for version in versions {
        // A copy, since opening a file brings it up to date.
        let copy = folder.path().join(version.file_name().unwrap());
        fs::copy(&version, &copy).unwrap();
        let journal = SqliteJournal::open(&copy, TenantId::solo()).await.unwrap();
        assert_eq!(said(&journal).await, expected, "{}", version.display());
    }
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journal/fixture");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "db")).collect()
}
