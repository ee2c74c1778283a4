use std::time::Duration;

use migrayt_core::id::{EndpointId, RunId};
use migrayt_core::plan::Stage;
use migrayt_core::port::{Closing, HighWater, Journal, PlanStore, RunSpec};
use migrayt_core::{Error, ErrorKind, Fact};

use super::sample::{
    FINGERPRINT, Planned, TTL, at, create, due, family, intent, opened, plan_id, put, spec, worker,
};
use crate::conformance::breach::{Verdict, fails, same};

pub(super) async fn opening_begins_and_goes_on<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let plan = plan_id(1);
    put(journal, &plan, &family()).await?;
    let first = journal.open(&spec(1, &plan), &worker(1), at(0), TTL).await?;
    let lease = &first.lease;
    same(&lease.run, &RunId::from_bits(1), "the lease is of the run")?;
    same(&(&lease.plan, &lease.worker), &(&plan, &worker(1)), "the lease names plan and worker")?;
    same(&lease.until, &at(60), "a lease of `ttl` from `now`")?;
    same(&first.resumed, &false, "nobody worked on the run before")?;
    let stages = vec![Stage::level(0), Stage::level(1), Stage::LINKS];
    same(&first.stages, &stages, "the stages that have operations, ascending")?;
    same(&first.high_water, &HighWater("40".into()), "the high-water mark of the first opening")?;

    let later = RunSpec { high_water: HighWater("95".into()), ..spec(1, &plan) };
    let second = journal.open(&later, &worker(1), at(1), TTL).await?;
    let grows = "the epoch grows by one with each opening";
    same(&second.lease.epoch, &(lease.epoch + 1), grows)?;
    same(&second.lease.until, &at(61), "a lease of `ttl` from `now`")?;
    same(&second.resumed, &true, "somebody worked on the run before")?;
    same(&second.stages, &stages, "the stages that have operations, ascending")?;
    let kept = "the high-water mark is kept from the first opening";
    same(&second.high_water, &HighWater("40".into()), kept)?;

    let renewed = journal.renew(&second.lease, at(30), Duration::from_secs(7)).await?;
    same(&renewed.until, &at(37), "renewing prolongs to `ttl` from `now`")?;
    same(&renewed.epoch, &second.lease.epoch, "renewing keeps the epoch")?;
    let early = journal.open(&later, &worker(2), at(36), TTL).await;
    fails(early, ErrorKind::LeaseHeld, "a renewed lease holds")
}

pub(super) async fn a_held_lease_keeps_others_out<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    let spec = spec(1, &lease.plan);
    let refused = journal.open(&spec, &worker(2), at(59), TTL).await;
    let until = refused.as_ref().err().and_then(until_ms);
    let expected = u64::try_from(at(60).unix_timestamp_nanos() / 1_000_000).ok();
    fails(refused, ErrorKind::LeaseHeld, "another worker's lease holds")?;
    same(&until, &expected, "`LeaseHeld` with `until_ms` (Unix milliseconds)")?;
    let renewed = journal.renew(&lease, at(59), TTL).await?;
    same(&renewed.epoch, &lease.epoch, "a refused opening leaves the holder alone")?;
    let refused = journal.open(&spec, &worker(2), at(118), TTL).await;
    fails(refused, ErrorKind::LeaseHeld, "a renewed lease holds")
}

fn until_ms(error: &Error) -> Option<u64> {
    error.context().iter().find_map(|(name, fact)| match fact {
        Fact::Number(number) if *name == "until_ms" => Some(*number),
        _ => None,
    })
}

pub(super) async fn a_lease_ends<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let first = opened(journal, &family()).await?;
    let spec = spec(1, &first.plan);
    let second = journal.open(&spec, &worker(2), at(60), TTL).await?;
    let grows = "the epoch grows by one with each opening";
    same(&second.lease.epoch, &(first.epoch + 1), grows)?;
    same(&second.lease.worker, &worker(2), "a lease that has ended keeps nobody out")?;

    journal.close(&second.lease, Closing::Interrupted).await?;
    let third = journal.open(&spec, &worker(1), at(61), TTL).await?;
    same(&third.lease.epoch, &(first.epoch + 2), grows)?;
    same(&third.resumed, &true, "a lease given back keeps nobody out")
}

pub(super) async fn another_mapping_is_a_conflict<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    put(journal, &plan_id(2), &family()).await?;
    let own = spec(1, &lease.plan);
    let elsewhere = EndpointId::new("jira:example/ELSE");
    let others = [
        RunSpec { plan: plan_id(2), ..own.clone() },
        RunSpec { fingerprint: "0000".into(), ..own.clone() },
        RunSpec { source: elsewhere.clone(), ..own.clone() },
        RunSpec { target: elsewhere, ..own.clone() },
        RunSpec { run: RunId::from_bits(2), fingerprint: "0000".into(), ..own },
    ];
    let sentence = "a run is of one plan, fingerprint and pair of endpoints";
    for other in &others {
        let result = journal.open(other, &worker(1), at(600), TTL).await;
        fails(result, ErrorKind::Conflict, sentence)?;
        // Waiting for the other worker would not help.
        let result = journal.open(other, &worker(2), at(1), TTL).await;
        fails(result, ErrorKind::Conflict, sentence)?;
    }
    let renewed = journal.renew(&lease, at(1), TTL).await?;
    same(&renewed.epoch, &lease.epoch, "a refused opening leaves the holder alone")
}

pub(super) async fn a_run_needs_a_sealed_plan<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let plan = plan_id(1);
    let absent = journal.open(&spec(1, &plan), &worker(1), at(0), TTL).await;
    fails(absent, ErrorKind::NotFound, "a run is of a plan that exists")?;
    journal.begin_plan(&plan, FINGERPRINT).await?;
    journal.seal_outline(&plan).await?;
    let unsealed = journal.open(&spec(1, &plan), &worker(1), at(0), TTL).await;
    fails(unsealed, ErrorKind::Conflict, "a run is of a sealed plan")?;
    journal.seal_plan(&plan).await?;
    let empty = journal.open(&spec(1, &plan), &worker(1), at(0), TTL).await?;
    same(&(empty.stages, empty.resumed), &(Vec::new(), false), "an empty plan has no stages")
}

pub(super) async fn the_newest_run_is_known<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let [plan, other] = [plan_id(1), plan_id(2)];
    put(journal, &plan, &family()).await?;
    put(journal, &other, &[Planned::new("1", 0)]).await?;
    same(&journal.newest_run(&plan).await?, &None, "a plan without a run has no newest run")?;
    let sentence = "the newest run of a plan, and how it was closed, if it was";
    let first = journal.open(&spec(9, &plan), &worker(1), at(0), TTL).await?;
    let expected = |run, closing| Some((RunId::from_bits(run), closing));
    same(&journal.newest_run(&plan).await?, &expected(9, None), sentence)?;
    same(&journal.newest_run(&other).await?, &None, sentence)?;
    for closing in [Closing::Interrupted, Closing::Broken, Closing::Doubtful, Closing::Completed] {
        let again = journal.open(&spec(9, &plan), &worker(1), at(1), TTL).await?;
        same(&journal.newest_run(&plan).await?, &expected(9, None), sentence)?;
        journal.close(&again.lease, closing).await?;
        same(&journal.newest_run(&plan).await?, &expected(9, Some(closing)), sentence)?;
    }
    let second = journal.open(&spec(3, &plan), &worker(1), at(2), TTL).await?;
    same(&(first.resumed, second.resumed), &(false, false), "each run begins once")?;
    same(&journal.newest_run(&plan).await?, &expected(3, None), sentence)
}

pub(super) async fn a_lease_given_back_is_worth_nothing<J: Journal + PlanStore>(
    journal: &J,
) -> Verdict {
    let lease = opened(journal, &family()).await?;
    journal.close(&lease, Closing::Broken).await?;
    let sentence = "a lease that was given back gives no right to write";
    fails(journal.renew(&lease, at(1), TTL).await, ErrorKind::LeaseLost, sentence)?;
    let intents = [intent(&create("1"), 1)];
    fails(journal.intend(&lease, &intents).await, ErrorKind::LeaseLost, sentence)?;
    fails(journal.close(&lease, Closing::Completed).await, ErrorKind::LeaseLost, sentence)?;
    journal.close(&lease, Closing::Broken).await?;
    let again = journal.open(&spec(1, &lease.plan), &worker(2), at(2), TTL).await?;
    let first = due(journal, &again.lease, Stage::level(0)).await?;
    same(&first.first(), &Some(&create("1")), "a refused intent leaves nothing behind")
}
