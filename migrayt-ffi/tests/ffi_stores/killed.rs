//! A worker that dies at any question leaves a journal with which another goes on as if nothing had
//! happened.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use migrayt_core::error::Effect;
use migrayt_core::id::{ItemId, TenantId};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Backlog, Outline, PlanRow, Refusal, RefusalKind, Stage};
use migrayt_core::port::{Closing, Journal as _, Lease, PlanStore as _, Settlement};
use migrayt_core::{Error, ErrorKind};
use migrayt_ffi::face::desk::{Answer, Desk, Question};
use migrayt_ffi::face::host::journal::HostJournal;

use crate::host::{Flaw, Host};
use crate::sample::{
    FINGERPRINT, TTL, at, comment, create, done, intent, key, operation, outline, plan_id, row,
    spec, worker,
};

/// A host that can be asked so many questions more. The last one is answered or not.
#[derive(Debug)]
struct Mortal {
    host: Arc<Host>,
    left: AtomicUsize,
    /// Whether the question that is not answered was heard.
    hears: bool,
}

#[async_trait]
impl Desk for Mortal {
    async fn ask(&self, question: Question) -> Result<Answer, Error> {
        if self.left.load(Ordering::SeqCst) == 0 {
            return Err(Error::new(ErrorKind::Cancelled, "the worker is dead"));
        }
        let last = self.left.fetch_sub(1, Ordering::SeqCst) == 1;
        if last && !self.hears {
            return Err(Error::new(ErrorKind::Unavailable, "the host was not reached"));
        }
        let answer = self.host.ask(question).await;
        if last {
            return Err(
                Error::new(ErrorKind::Timeout, "the answer was lost").with_effect(Effect::Unknown)
            );
        }
        answer
    }
}

fn ranked(item: &str, parent: Option<&str>, rank: i64) -> Outline {
    Outline { backlog: Backlog::ranked(Some(rank)), ..outline(item, parent) }
}

/// An item that is placed after another one and linked to it.
fn placed(item: &str, level: u32, after: &str) -> PlanRow {
    let mut row = row(item, level);
    let mut link = operation(key(item, OperationKind::Link, after), Stage::LINKS);
    link.other = Some(ItemId::new(after));
    let mut rank = operation(key(item, OperationKind::Rank, ""), Stage::rank(0, 50));
    rank.other = Some(ItemId::new(after));
    row.operations.extend([link, rank]);
    row
}

fn rows() -> Vec<PlanRow> {
    let mut refused = row("2", 0);
    refused.operations[0].refusals.push(Refusal::of(RefusalKind::TitleEmpty));
    vec![row("1", 0), refused, placed("3", 1, "2"), placed("4", 0, "5"), placed("5", 0, "3")]
}

const STEPS: usize = 9;

/// One step of making a plan and carrying it out. What was done already may be done again.
async fn step(journal: &HostJournal, number: usize) -> Result<(), Error> {
    let plan = plan_id();
    let lease =
        Lease { run: spec().run, plan: plan.clone(), worker: worker(1), epoch: 0, until: at(0) };
    let newest = async || -> Result<Lease, Error> {
        Ok(journal.open(&spec(), &worker(1), at(0), TTL).await?.lease)
    };
    match number {
        0 => journal.begin_plan(&plan, FINGERPRINT).await,
        1 => {
            let outlines = [
                ranked("1", None, 1),
                ranked("2", None, 2),
                ranked("3", Some("1"), 3),
                outline("4", None),
                ranked("5", Some("elsewhere"), 4),
            ];
            journal.put_outlines(&plan, &outlines).await
        }
        2 => journal.seal_outline(&plan).await.map(drop),
        3 => journal.put_plan_rows(&plan, &rows()[..3]).await,
        4 => journal.put_plan_rows(&plan, &rows()[3..]).await,
        5 => journal.seal_plan(&plan).await.map(drop),
        6 => {
            let lease = newest().await?;
            let intents = [intent(&create("1"), 1), intent(&comment("1"), 2)];
            match journal.intend(&lease, &intents).await {
                // It was done already.
                Err(error) if error.kind() == ErrorKind::Conflict => Ok(()),
                other => other,
            }
        }
        7 => {
            let outcomes = vec![done(&create("1")), done(&comment("1"))];
            journal.settle(&newest().await?, &Settlement { outcomes }).await
        }
        _ => {
            assert_eq!(lease.epoch, 0);
            journal.close(&newest().await?, Closing::Completed).await
        }
    }
}

/// All that a journal says, and how many rows it has.
async fn says(host: &Arc<Host>) -> String {
    let journal = HostJournal::open(Arc::<Host>::clone(host), TenantId::solo()).await.unwrap();
    let (plan, run) = (plan_id(), spec().run);
    let said = (
        journal.newest_plan().await.unwrap(),
        journal.outline_page(&plan, None, 99).await.unwrap(),
        journal.plan_page(&plan, None, 99).await.unwrap(),
        journal.plan_account(&plan).await.unwrap(),
        journal.newest_run(&plan).await.unwrap(),
        journal.ledger(&run, None, 99).await.unwrap(),
        journal.counts(&run).await.unwrap(),
        host.rows().len(),
    );
    format!("{said:#?}")
}

/// The steps of one worker, as far as it lives: the number of the one that it died in.
async fn work(journal: &HostJournal, from: usize) -> usize {
    for number in from..STEPS {
        if step(journal, number).await.is_err() {
            return number;
        }
    }
    STEPS
}

#[tokio::test]
async fn another_goes_on_wherever_a_worker_dies() {
    let whole = Host::new(Flaw::None);
    let journal = HostJournal::open(Arc::<Host>::clone(&whole), TenantId::solo()).await.unwrap();
    whole.asked();
    assert_eq!(work(&journal, 0).await, STEPS);
    let questions = usize::try_from(whole.asked().values().sum::<u64>()).unwrap();
    let expected = says(&whole).await;
    assert!(questions > 40, "{questions}");
    for hears in [false, true] {
        for left in 1..=questions {
            let host = Host::new(Flaw::None);
            let healthy = HostJournal::open(Arc::<Host>::clone(&host), TenantId::solo());
            healthy.await.unwrap();
            let desk = Arc::new(Mortal {
                host: Arc::clone(&host),
                left: AtomicUsize::new(usize::MAX),
                hears,
            });
            let dying = HostJournal::open(Arc::<Mortal>::clone(&desk), TenantId::solo());
            let dying = dying.await.unwrap();
            desk.left.store(left, Ordering::SeqCst);
            let died_in = work(&dying, 0).await;
            assert!(died_in < STEPS, "{left}");
            let other = HostJournal::open(Arc::<Host>::clone(&host), TenantId::solo());
            assert_eq!(work(&other.await.unwrap(), died_in).await, STEPS, "{left}");
            assert_eq!(says(&host).await, expected, "after {left} questions, {hears}");
        }
    }
}

/// What an interrupted sealing worked out does not count.
#[tokio::test]
async fn rows_can_be_added_after_an_interrupted_sealing() {
    let plain = Host::new(Flaw::None);
    let journal = HostJournal::open(Arc::<Host>::clone(&plain), TenantId::solo()).await.unwrap();
    assert_eq!(work(&journal, 0).await, STEPS);
    let expected = says(&plain).await;
    for left in 1..30 {
        let host = Host::new(Flaw::None);
        let desk = Arc::new(Mortal {
            host: Arc::clone(&host),
            left: AtomicUsize::new(usize::MAX),
            hears: true,
        });
        let dying = HostJournal::open(Arc::<Mortal>::clone(&desk), TenantId::solo());
        let dying = dying.await.unwrap();
        for number in 0..4 {
            step(&dying, number).await.unwrap();
        }
        // Sealed too early, while rows are missing.
        desk.left.store(left, Ordering::SeqCst);
        if step(&dying, 5).await.is_ok() {
            return;
        }
        let other = HostJournal::open(Arc::<Host>::clone(&host), TenantId::solo()).await.unwrap();
        if step(&other, 4).await.is_err() {
            // It was sealed, only the answer was lost.
            continue;
        }
        assert_eq!(work(&other, 5).await, STEPS);
        assert_eq!(says(&host).await, expected, "after {left} questions");
    }
    panic!("sealing takes more questions than were tried");
}
