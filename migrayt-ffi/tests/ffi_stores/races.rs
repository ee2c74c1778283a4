//! What happens if somebody else writes between a journal's questions.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use migrayt_core::error::Retry;
use migrayt_core::id::{ItemId, PlanId, RunId, TenantId};
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{Journal as _, Lease, Outcome, OutcomeState, PlanStore as _, Settlement};
use migrayt_core::{Error, ErrorKind};
use migrayt_ffi::face::desk::{Answer, Desk, Question};
use migrayt_ffi::face::host::journal::HostJournal;

use crate::host::{Flaw, Host};
use crate::sample::{
    FINGERPRINT, TTL, at, create, done, intent, opened, outline, plan_id, planned, row, spec,
    worker,
};

/// Does something right before a commit reaches the host.
struct Between {
    host: Arc<Host>,
    act: Mutex<Option<(usize, BoxFuture<'static, ()>)>>,
}

impl std::fmt::Debug for Between {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Between")
    }
}

#[async_trait]
impl Desk for Between {
    async fn ask(&self, question: Question) -> Result<Answer, Error> {
        if question.method == "commit" {
            let due = {
                let mut act = self.act.lock().unwrap();
                match act.as_mut() {
                    Some((0, _)) => act.take().map(|(_, due)| due),
                    Some((left, _)) => {
                        *left -= 1;
                        None
                    }
                    None => None,
                }
            };
            if let Some(due) = due {
                due.await;
            }
        }
        self.host.ask(question).await
    }
}

/// Two workers of one host, the first of which can be interrupted.
struct Pair {
    between: Arc<Between>,
    one: HostJournal,
    other: Arc<HostJournal>,
}

impl Pair {
    async fn of(flaw: Flaw) -> Self {
        let host = Host::new(flaw);
        let between = Arc::new(Between { host: Arc::clone(&host), act: Mutex::default() });
        let desk = Arc::<Between>::clone(&between);
        let one = HostJournal::open(desk, TenantId::solo()).await.unwrap();
        let other = Arc::new(HostJournal::open(host, TenantId::solo()).await.unwrap());
        Self { between, one, other }
    }

    /// Lets the other act before the commit after so many.
    fn before<F>(&self, commits: usize, act: impl FnOnce(Arc<HostJournal>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let due = act(Arc::clone(&self.other)).boxed();
        *self.between.act.lock().unwrap() = Some((commits, due));
    }

    /// The other worker takes the run over.
    fn take_over(&self) {
        self.before(0, async |other| {
            // A broken host may let it fail; what is asked afterwards shows it.
            drop(other.open(&spec(), &worker(2), at(60), TTL).await);
        });
    }
}

fn kind<T>(result: &Result<T, Error>) -> Option<ErrorKind> {
    result.as_ref().err().map(Error::kind)
}

async fn doubts(journal: &HostJournal, lease: &Lease) -> usize {
    let newest = Lease { epoch: lease.epoch + 1, ..lease.clone() };
    journal.doubts(&newest, None, 9).await.map_or(99, |doubts| doubts.len())
}

fn settlement(key: &OperationKey, state: OutcomeState) -> Settlement {
    Settlement { outcomes: vec![Outcome { state, ..done(key) }] }
}

async fn an_intent_of_a_lost_lease(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    let lease = opened(&pair.one, &["1", "2"]).await;
    pair.take_over();
    let refused = pair.one.intend(&lease, &[intent(&create("1"), 1)]).await;
    kind(&refused) == Some(ErrorKind::LeaseLost) && doubts(&pair.other, &lease).await == 0
}

async fn an_outcome_of_a_lost_lease(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    let lease = opened(&pair.one, &["1", "2"]).await;
    pair.one.intend(&lease, &[intent(&create("1"), 1)]).await.unwrap();
    pair.take_over();
    let refused = pair.one.settle(&lease, &settlement(&create("1"), OutcomeState::Done)).await;
    kind(&refused) == Some(ErrorKind::LeaseLost) && doubts(&pair.other, &lease).await == 1
}

async fn a_renewal_of_a_lost_lease(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    let lease = opened(&pair.one, &["1", "2"]).await;
    pair.take_over();
    kind(&pair.one.renew(&lease, at(61), TTL).await) == Some(ErrorKind::LeaseLost)
}

async fn one_operation_intended_twice(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    let lease = opened(&pair.one, &["1", "2"]).await;
    let same = lease.clone();
    pair.before(0, async move |other| {
        other.intend(&same, &[intent(&create("2"), 7)]).await.unwrap();
    });
    let intents = [intent(&create("1"), 1), intent(&create("2"), 2)];
    let refused = pair.one.intend(&lease, &intents).await;
    let doubts = pair.one.doubts(&lease, None, 9).await.unwrap();
    let attempts: Vec<_> = doubts.into_iter().map(|doubt| doubt.intent).collect();
    kind(&refused) == Some(ErrorKind::Conflict) && attempts == [intent(&create("2"), 7)]
}

async fn an_intent_of_what_could_not_be_made(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    let lease = opened(&pair.one, &["1", "2"]).await;
    let same = lease.clone();
    pair.before(0, async move |other| {
        other.settle(&same, &settlement(&create("1"), OutcomeState::Gone)).await.unwrap();
    });
    let comment = crate::sample::comment("1");
    let refused = pair.one.intend(&lease, &[intent(&comment, 1)]).await;
    kind(&refused) == Some(ErrorKind::Conflict)
}

async fn two_outcomes_of_one_operation(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    let lease = opened(&pair.one, &["1", "2"]).await;
    let same = lease.clone();
    pair.before(0, async move |other| {
        other.settle(&same, &settlement(&create("1"), OutcomeState::Adopted)).await.unwrap();
    });
    let refused = pair.one.settle(&lease, &settlement(&create("1"), OutcomeState::Done)).await;
    kind(&refused) == Some(ErrorKind::Conflict)
}

async fn two_openings_of_one_run(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    planned(&pair.one, &["1"]).await;
    pair.before(0, async |other| {
        other.open(&spec(), &worker(2), at(0), TTL).await.unwrap();
    });
    let refused = pair.one.open(&spec(), &worker(1), at(0), TTL).await;
    kind(&refused) == Some(ErrorKind::LeaseHeld)
}

async fn a_renewal_before_an_opening(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    let lease = opened(&pair.one, &["1"]).await;
    pair.before(0, async move |other| {
        other.renew(&lease, at(59), TTL).await.unwrap();
    });
    let refused = pair.one.open(&spec(), &worker(2), at(60), TTL).await;
    kind(&refused) == Some(ErrorKind::LeaseHeld)
}

async fn two_runs_begun_at_once(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    planned(&pair.one, &["1", "2"]).await;
    let second = migrayt_core::port::RunSpec { run: RunId::from_bits(2), ..spec() };
    pair.before(0, async move |other| {
        let lease = other.open(&second, &worker(2), at(0), TTL).await.unwrap().lease;
        other.settle(&lease, &settlement(&create("2"), OutcomeState::Done)).await.unwrap();
    });
    let lease = pair.one.open(&spec(), &worker(1), at(0), TTL).await.unwrap().lease;
    let went = pair.one.resolve(&lease.run, &[ItemId::new("2")]).await.unwrap();
    went == [None]
}

async fn two_plans_begun_at_once(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    let second = PlanId::from_bits(2);
    pair.before(0, async move |other| {
        other.begin_plan(&second, FINGERPRINT).await.unwrap();
        other.put_outlines(&second, &[outline("2", None)]).await.unwrap();
    });
    pair.one.begin_plan(&plan_id(), FINGERPRINT).await.unwrap();
    pair.one.seal_outline(&plan_id()).await.unwrap().items == 0
}

async fn outlines_put_at_once(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    pair.one.begin_plan(&plan_id(), FINGERPRINT).await.unwrap();
    pair.before(0, async |other| {
        other.put_outlines(&plan_id(), &[outline("9", None)]).await.unwrap();
    });
    pair.one.put_outlines(&plan_id(), &[outline("1", None)]).await.unwrap();
    pair.one.seal_outline(&plan_id()).await.unwrap();
    let page = pair.one.outline_page(&plan_id(), None, 9).await.unwrap();
    let items: Vec<_> = page.iter().map(|(_, outline)| outline.item.as_str()).collect();
    // The one that was put first comes first.
    items == ["9", "1"]
}

async fn an_outline_put_while_it_is_sealed(flaw: Flaw) -> bool {
    let mut kept = true;
    for commits in 0..2 {
        let pair = Pair::of(flaw).await;
        pair.one.begin_plan(&plan_id(), FINGERPRINT).await.unwrap();
        pair.one.put_outlines(&plan_id(), &[outline("1", None)]).await.unwrap();
        pair.before(commits, async |other| {
            other.put_outlines(&plan_id(), &[outline("2", Some("1"))]).await.unwrap();
        });
        let summary = pair.one.seal_outline(&plan_id()).await.unwrap();
        let page = pair.one.outline_page(&plan_id(), None, 9).await.unwrap();
        kept &= summary.items == 2 && page.len() == 2 && page[1].1.level == 1;
    }
    kept
}

async fn a_row_put_while_the_plan_is_sealed(flaw: Flaw) -> bool {
    let mut kept = true;
    for commits in 0..2 {
        let pair = Pair::of(flaw).await;
        pair.one.begin_plan(&plan_id(), FINGERPRINT).await.unwrap();
        let outlines = ["1", "2"].map(|item| outline(item, None));
        pair.one.put_outlines(&plan_id(), &outlines).await.unwrap();
        pair.one.seal_outline(&plan_id()).await.unwrap();
        pair.one.put_plan_rows(&plan_id(), &[row("1", 0)]).await.unwrap();
        pair.before(commits, async |other| {
            other.put_plan_rows(&plan_id(), &[row("2", 0)]).await.unwrap();
        });
        kept &= pair.one.seal_plan(&plan_id()).await.unwrap().creates == 2;
    }
    kept
}

async fn a_plan_begun_anew_while_outlines_are_put(flaw: Flaw) -> bool {
    let pair = Pair::of(flaw).await;
    pair.one.begin_plan(&plan_id(), FINGERPRINT).await.unwrap();
    pair.before(0, async |other| {
        other.begin_plan(&plan_id(), "other").await.unwrap();
    });
    pair.one.put_outlines(&plan_id(), &[outline("1", None)]).await.unwrap();
    // It is put into the plan that there is now.
    let summary = pair.other.seal_outline(&plan_id()).await.unwrap();
    pair.other.seal_plan(&plan_id()).await.unwrap();
    let newest = pair.other.newest_plan().await.unwrap().map(|(_, fingerprint, _)| fingerprint);
    summary.items == 1 && newest.as_deref() == Some("other")
}

/// The cases that do not hold.
async fn broken(flaw: Flaw) -> Vec<&'static str> {
    let mut broken = Vec::new();
    macro_rules! cases {
        ($($case:ident),+ $(,)?) => {
            $(if !$case(flaw).await {
                broken.push(stringify!($case));
            })+
        };
    }
    cases!(
        an_intent_of_a_lost_lease,
        an_outcome_of_a_lost_lease,
        a_renewal_of_a_lost_lease,
        one_operation_intended_twice,
        an_intent_of_what_could_not_be_made,
        two_outcomes_of_one_operation,
        two_openings_of_one_run,
        a_renewal_before_an_opening,
        two_runs_begun_at_once,
        two_plans_begun_at_once,
        outlines_put_at_once,
        an_outline_put_while_it_is_sealed,
        a_row_put_while_the_plan_is_sealed,
        a_plan_begun_anew_while_outlines_are_put,
    );
    broken
}

#[tokio::test]
async fn nobody_gets_in_between() {
    assert_eq!(broken(Flaw::None).await, [""; 0]);
}

#[tokio::test]
async fn a_host_that_forgets_its_checks_lets_everybody_in_between() {
    assert_eq!(broken(Flaw::ForgetsChecks).await.len(), 14);
}

#[tokio::test]
async fn a_host_that_forgets_some_checks_lets_some_in_between() {
    let others = broken(Flaw::ForgetsOtherChecks).await;
    assert!(others.contains(&"one_operation_intended_twice"), "{others:?}");
    assert!(others.contains(&"a_renewal_before_an_opening"), "{others:?}");
    let absence = broken(Flaw::ForgetsAbsence).await;
    assert!(absence.contains(&"two_outcomes_of_one_operation"), "{absence:?}");
}

#[tokio::test]
async fn a_journal_that_is_always_late_says_so() {
    let host = Host::new(Flaw::AlwaysConflicts);
    host.keep(&TenantId::solo(), [("version", "1")].into_iter());
    let journal = HostJournal::open(Arc::<Host>::clone(&host), TenantId::solo()).await.unwrap();
    let error = journal.begin_plan(&plan_id(), FINGERPRINT).await.unwrap_err();
    assert_eq!((error.kind(), error.retry()), (ErrorKind::Unavailable, Retry::Backoff));
    assert_eq!(host.asked()["journal.commit"], 16);
    let empty = Host::new(Flaw::AlwaysConflicts);
    let error = HostJournal::open(empty, TenantId::solo()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
}
