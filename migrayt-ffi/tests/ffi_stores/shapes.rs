//! How the rows of a journal rest, and the rows of earlier versions.

use std::sync::Arc;

use migrayt_core::id::{ItemId, TenantId};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Backlog, Outline, Refusal, RefusalKind, Stage};
use migrayt_core::port::{
    Closing, HighWater, Intent, Journal as _, Outcome, OutcomeState, PlanStore as _, Settlement,
};
use migrayt_core::{Error, ErrorKind};
use migrayt_ffi::face::host::journal::HostJournal;

use crate::host::{Flaw, Host};
use crate::sample::{
    FINGERPRINT, TTL, at, comment, create, done, intent, key, operation, outline, plan_id, row,
    spec, worker,
};

/// The rows of version 1, as the first release wrote them.
const VERSION_1: &str = include_str!("fixture/version-1.txt");

/// A journal with something in each of its rows.
async fn write(journal: &HostJournal) -> Result<(), Error> {
    let plan = plan_id();
    journal.begin_plan(&plan, "begun twice").await?;
    journal.begin_plan(&plan, FINGERPRINT).await?;
    let ranked = |item, rank| Outline {
        backlog: Backlog::ranked(Some(rank)),
        ..outline(item, (item != "1").then_some("1"))
    };
    journal.put_outlines(&plan, &[ranked("1", 1), ranked("2", 2), ranked("3", 3)]).await?;
    journal.seal_outline(&plan).await?;
    let mut refused = row("2", 1);
    refused.operations[0].refusals.push(Refusal::of(RefusalKind::TitleEmpty));
    let mut placed = row("3", 1);
    let mut rank = operation(key("3", OperationKind::Rank, ""), Stage::rank(2, 50));
    rank.other = Some(ItemId::new("2"));
    let mut link = operation(key("3", OperationKind::Link, "Related:2"), Stage::LINKS);
    link.other = Some(ItemId::new("2"));
    placed.operations.extend([link, rank]);
    journal.put_plan_rows(&plan, &[row("1", 0), refused, placed]).await?;
    journal.seal_plan(&plan).await?;
    let lease = journal.open(&spec(), &worker(1), at(0), TTL).await?.lease;
    let sent = Intent { high_water: Some(HighWater("57".into())), ..intent(&create("1"), 1) };
    journal.intend(&lease, &[sent, intent(&comment("1"), 2)]).await?;
    let failed = OutcomeState::Failed(ErrorKind::InputInvalid);
    let outcomes = vec![done(&create("1")), Outcome::of(create("3"), failed)];
    journal.settle(&lease, &Settlement { outcomes }).await?;
    journal.close(&lease, Closing::Doubtful).await
}

async fn written() -> Arc<Host> {
    let host = Host::new(Flaw::None);
    let journal = HostJournal::open(Arc::<Host>::clone(&host), TenantId::solo()).await.unwrap();
    write(&journal).await.unwrap();
    host
}

fn text(rows: &[(String, String)]) -> String {
    let lines: Vec<_> = rows.iter().map(|(key, value)| format!("{key} {value}")).collect();
    lines.join("\n")
}

async fn says(host: Arc<Host>) -> String {
    let journal = HostJournal::open(host, TenantId::solo()).await.unwrap();
    let (plan, run) = (plan_id(), spec().run);
    let lease = journal.open(&spec(), &worker(1), at(1), TTL).await.unwrap().lease;
    let said = (
        journal.newest_plan().await.unwrap(),
        journal.outline_page(&plan, None, 99).await.unwrap(),
        journal.plan_page(&plan, None, 99).await.unwrap(),
        journal.plan_account(&plan).await.unwrap(),
        journal.ledger(&run, None, 99).await.unwrap(),
        journal.doubts(&lease, None, 99).await.unwrap(),
        journal.pending(&lease, Stage::level(0), None, 99).await.unwrap(),
        journal.counts(&run).await.unwrap(),
    );
    format!("{said:#?}")
}

#[tokio::test]
async fn rows_rest_as_they_did() {
    let host = written().await;
    insta::assert_snapshot!("rows", text(&host.rows()));
}

#[tokio::test]
async fn rows_of_version_1_say_what_they_said() {
    let old = Host::new(Flaw::None);
    let rows = VERSION_1.lines().map(|line| line.split_once(' ').unwrap());
    old.keep(&TenantId::solo(), rows);
    assert_eq!(says(old).await, says(written().await).await);
}

#[tokio::test]
async fn rows_of_a_version_to_come_are_refused() {
    let host = Host::new(Flaw::None);
    host.keep(&TenantId::solo(), [("version", "2")].into_iter());
    let error = HostJournal::open(host, TenantId::solo()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
}

#[tokio::test]
async fn rows_that_do_not_hold_together_are_refused_without_what_they_hold() {
    let host = written().await;
    let rows = host.rows().into_iter();
    let rows: Vec<_> = rows.map(|(key, _)| (key, "{\"canary\": 1}".to_owned())).collect();
    let rows = rows.iter().filter(|(key, _)| key != "version");
    host.keep(&TenantId::solo(), rows.map(|(key, value)| (key.as_str(), value.as_str())));
    let journal = HostJournal::open(host, TenantId::solo()).await.unwrap();
    let error = journal.plan_page(&plan_id(), None, 9).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
    assert!(!format!("{error:?}").contains("canary"));
    assert_eq!(journal.counts(&spec().run).await.unwrap_err().kind(), ErrorKind::DataCorrupt);
}
