use migrayt_core::ErrorKind;
use migrayt_core::plan::Stage;
use migrayt_core::port::{Closing, Journal, Lease, PlanStore};

use super::sample::{TTL, at, create, done, due, family, intent, opened, settle, spec, worker};
use crate::conformance::breach::{Verdict, fails, same};

pub(super) async fn a_stale_lease_is_refused_everywhere<J: Journal + PlanStore>(
    journal: &J,
) -> Verdict {
    let stale = opened(journal, &family()).await?;
    let spec = spec(1, &stale.plan);
    journal.intend(&stale, &[intent(&create("1"), 1)]).await?;
    let fresh = journal.open(&spec, &worker(2), at(61), TTL).await?.lease;

    refused(journal, &stale).await?;
    // An epoch that nobody has yet is not the newest either.
    refused(journal, &Lease { epoch: fresh.epoch + 1, ..fresh.clone() }).await?;

    let untouched = "nothing of a refused call happens";
    let doubts = journal.doubts(&fresh, None, 9).await?;
    let keys: Vec<_> = doubts.into_iter().map(|doubt| doubt.intent.key).collect();
    same(&keys, &vec![create("1")], untouched)?;
    let first = due(journal, &fresh, Stage::level(0)).await?;
    same(&first.contains(&create("3")), &true, untouched)?;
    same(
        &journal.newest_run(&fresh.plan).await?.map(|(_, closing)| closing),
        &Some(None),
        untouched,
    )?;
    settle(journal, &fresh, vec![done(&create("1"))]).await?;
    journal.close(&fresh, Closing::Completed).await?;

    let absent = Lease { run: migrayt_core::id::RunId::from_bits(8), ..fresh };
    let intents = [intent(&create("3"), 2)];
    let unknown = "a run that was not opened does not exist";
    fails(journal.intend(&absent, &intents).await, ErrorKind::NotFound, unknown)?;
    fails(journal.counts(&absent.run).await, ErrorKind::NotFound, unknown)?;
    fails(journal.resolve(&absent.run, &[]).await, ErrorKind::NotFound, unknown)?;
    fails(journal.ledger(&absent.run, None, 9).await, ErrorKind::NotFound, unknown)?;
    fails(journal.ledger_of(&absent.run, &[]).await, ErrorKind::NotFound, unknown)
}

async fn refused<J: Journal>(journal: &J, lease: &Lease) -> Verdict {
    let sentence = "a lease whose epoch is not the newest is refused with `LeaseLost`";
    let lost = ErrorKind::LeaseLost;
    fails(journal.renew(lease, at(62), TTL).await, lost, sentence)?;
    fails(journal.pending(lease, Stage::level(0), None, 9).await, lost, sentence)?;
    fails(journal.intend(lease, &[intent(&create("3"), 2)]).await, lost, sentence)?;
    fails(journal.intend(lease, &[]).await, lost, sentence)?;
    let outcomes = vec![done(&create("1"))];
    fails(settle(journal, lease, outcomes).await, lost, sentence)?;
    fails(settle(journal, lease, Vec::new()).await, lost, sentence)?;
    fails(journal.doubts(lease, None, 9).await, lost, sentence)?;
    fails(journal.close(lease, Closing::Completed).await, lost, sentence)
}
