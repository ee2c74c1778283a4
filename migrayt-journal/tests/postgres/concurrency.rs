use std::future::{Future as _, poll_fn};
use std::ops::Range;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use migrayt_core::plan::Stage;
use migrayt_core::port::{
    Closing, Journal as _, Outcome, OutcomeState, PlanStore as _, Settlement,
};
use migrayt_core::{Error, ErrorKind};
use migrayt_testkit::postgres::run;
use sqlx::{PgConnection, query, query_scalar};
use tokio::task::JoinSet;

use super::bed::{self, Bed, number};
use super::sample::{
    FINGERPRINT, TTL, at, comment, create, done, intent, opened, plan_id, planned, spec, worker,
};

fn kind<T>(result: Result<T, Error>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

/// How many of some workers, each with a connection of its own, get the run at a moment.
async fn race(bed: &Bed, tenant: u64, workers: Range<u128>, seconds: u64) -> usize {
    let mut opening = JoinSet::new();
    for number in workers {
        let journal = bed::journal(&bed.database(), tenant).await;
        opening
            .spawn(async move { journal.open(&spec(), &worker(number), at(seconds), TTL).await });
    }
    let mut taken = 0;
    while let Some(opened) = opening.join_next().await {
        match opened.unwrap() {
            Ok(_) => taken += 1,
            Err(error) => assert_eq!(error.kind(), ErrorKind::LeaseHeld, "{error}"),
        }
    }
    taken
}

#[tokio::test]
async fn one_of_many_workers_holds_the_run() {
    let Some(bed) = Bed::shared().await else { return };
    let tenant = number();
    planned(&bed::journal(&bed.database(), tenant).await, &["1"]).await;
    // When it begins, while it is held, and when the lease has ended.
    assert_eq!(race(&bed, tenant, 0..8, 0).await, 1);
    assert_eq!(race(&bed, tenant, 8..16, 59).await, 0);
    assert_eq!(race(&bed, tenant, 16..24, 60).await, 1);
}

#[tokio::test]
async fn a_stale_lease_writes_nothing() {
    let Some(bed) = Bed::shared().await else { return };
    let database = bed.database();
    let tenant = number();
    let one = bed::journal(&database, tenant).await;
    let other = bed::journal(&bed.database(), tenant).await;
    let lease = opened(&one, &["1", "2"]).await;
    one.intend(&lease, &[intent(&create("1"), 1)]).await.unwrap();
    let taken = other.open(&spec(), &worker(2), at(60), TTL).await.unwrap();

    let lost = Some(ErrorKind::LeaseLost);
    let outcomes = vec![done(&create("1"))];
    assert_eq!(kind(one.intend(&lease, &[intent(&create("2"), 2)]).await), lost);
    assert_eq!(kind(one.settle(&lease, &Settlement { outcomes }).await), lost);
    assert_eq!(kind(one.renew(&lease, at(61), TTL).await), lost);
    assert_eq!(kind(one.close(&lease, Closing::Completed).await), lost);
    assert_eq!(kind(one.pending(&lease, Stage::level(0), None, 9).await), lost);
    assert_eq!(kind(one.doubts(&lease, None, 9).await), lost);
    let doubts = other.doubts(&taken.lease, None, 9).await.unwrap();
    let keys: Vec<_> = doubts.into_iter().map(|doubt| doubt.intent.key).collect();
    assert_eq!(keys, [create("1")]);
}

#[tokio::test]
async fn a_lease_that_is_taken_while_a_call_waits_is_lost() {
    let Some(bed) = Bed::shared().await else { return };
    let tenant = number();
    let journal = bed::journal(&bed.database(), tenant).await;
    let lease = opened(&journal, &["1"]).await;
    let mut stranger = bed.admin().await;
    let take = format!(
        "BEGIN; UPDATE migrayt_journal.run SET epoch = epoch + 1
         WHERE tenant_id::text LIKE '%{tenant:012x}'"
    );
    run(&mut stranger, &take).await;
    let intents = [intent(&create("1"), 1)];
    let (intended, ()) = tokio::join!(journal.intend(&lease, &intents), async {
        waits(&mut bed.admin().await).await;
        run(&mut stranger, "COMMIT").await;
    });
    assert_eq!(kind(intended), Some(ErrorKind::LeaseLost));
    let rows = journal.ledger(&lease.run, None, 9).await.unwrap();
    assert!(rows.iter().all(|row| !row.in_doubt && row.attempts == 0), "{rows:?}");
}

/// Until a call waits for somebody else's lock.
async fn waits(admin: &mut PgConnection) {
    let waiting = "SELECT count(*) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND query LIKE '%migrayt_journal.run%'";
    for _ in 0..500 {
        let waiting: i64 = query_scalar(waiting).fetch_one(&mut *admin).await.unwrap();
        if waiting > 0 {
            return;
        }
        query("SELECT pg_sleep(0.01)").execute(&mut *admin).await.unwrap();
    }
    panic!("nobody waits");
}

#[tokio::test]
async fn whoever_took_the_run_sees_every_write_that_succeeds() {
    let Some(bed) = Bed::shared().await else { return };
    for _ in 0..10 {
        let tenant = number();
        let one = Arc::new(bed::journal(&bed.database(), tenant).await);
        let other = bed::journal(&bed.database(), tenant).await;
        let names: Vec<String> = (0..40).map(|item| item.to_string()).collect();
        let items: Vec<&str> = names.iter().map(String::as_str).collect();
        let lease = opened(one.as_ref(), &items).await;
        let mut writing = JoinSet::new();
        let (journal, stale) = (Arc::clone(&one), lease.clone());
        writing.spawn(async move {
            let mut written = Vec::new();
            for (name, attempt) in names.iter().zip(1..) {
                match journal.intend(&stale, &[intent(&create(name), attempt)]).await {
                    Ok(()) => written.push(create(name)),
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::LeaseLost, "{error}");
                        break;
                    }
                }
            }
            written
        });
        let taken = other.open(&spec(), &worker(2), at(60), TTL).await.unwrap().lease;
        let doubts = other.doubts(&taken, None, 99).await.unwrap();
        let mut seen: Vec<_> = doubts.into_iter().map(|doubt| doubt.intent.key).collect();
        let mut written = writing.join_next().await.unwrap().unwrap();
        seen.sort();
        written.sort();
        assert_eq!(seen, written);
    }
}

#[tokio::test]
async fn calls_of_one_run_stand_in_line() {
    let Some(bed) = Bed::shared().await else { return };
    let journal = bed::journal(&bed.database(), number()).await;
    let lease = opened(&journal, &["1", "2"]).await;
    let first = [intent(&create("1"), 1)];
    let second = [intent(&create("2"), 2)];
    let same = [intent(&create("2"), 3)];
    let (a, b, c, counts) = tokio::join!(
        journal.intend(&lease, &first),
        journal.intend(&lease, &second),
        journal.intend(&lease, &same),
        journal.counts(&lease.run)
    );
    a.unwrap();
    counts.unwrap();
    let kinds = [kind(b), kind(c)];
    assert!(kinds.contains(&None) && kinds.contains(&Some(ErrorKind::Conflict)), "{kinds:?}");
    assert_eq!(journal.doubts(&lease, None, 9).await.unwrap().len(), 2);
}

#[tokio::test]
async fn plans_that_begin_at_once_are_one() {
    let Some(bed) = Bed::shared().await else { return };
    let tenant = number();
    let one = bed::journal(&bed.database(), tenant).await;
    let other = bed::journal(&bed.database(), tenant).await;
    let plan = plan_id();
    for _ in 0..10 {
        let (a, b) =
            tokio::join!(one.begin_plan(&plan, FINGERPRINT), other.begin_plan(&plan, FINGERPRINT));
        a.and(b).unwrap();
    }
    planned(&one, &["1"]).await;
    assert_eq!(other.newest_plan().await.unwrap().unwrap().0, plan);
}

#[tokio::test]
async fn a_call_that_is_dropped_happens_whole_or_not_at_all() {
    let Some(bed) = Bed::shared().await else { return };
    let journal = bed::journal(&bed.database(), number()).await;
    let lease = opened(&journal, &["1", "2"]).await;
    let keys = [create("1"), comment("1"), create("2"), comment("2")];
    let mut halves = [0, 0];
    for polls in 0..40 {
        let intents: Vec<_> = keys.iter().map(|key| intent(key, polls)).collect();
        {
            let mut call = pin!(journal.intend(&lease, &intents));
            for _ in 0..polls {
                let done = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
                if done.is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        // What the dropped call left behind is over when the run can be written to.
        journal.renew(&lease, at(1), TTL).await.unwrap();
        let doubts = journal.doubts(&lease, None, 9).await.unwrap();
        assert!(doubts.is_empty() || doubts.len() == keys.len(), "{doubts:?}");
        halves[usize::from(!doubts.is_empty())] += 1;
        let outcomes = keys.iter().map(|key| Outcome::of(key.clone(), OutcomeState::Again));
        let again = Settlement { outcomes: outcomes.collect() };
        journal.settle(&lease, &again).await.unwrap();
        assert_eq!(journal.doubts(&lease, None, 9).await.unwrap(), []);
    }
    assert!(halves[0] > 0, "nothing was cut off");
}
