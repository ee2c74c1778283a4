use std::sync::Arc;

use migrayt_core::ErrorKind;
use migrayt_core::id::ItemId;
use migrayt_core::port::{Closing, Journal, PlanStore};

use super::sample::{
    TTL, at, carry_out, create, due, family, intent, opened, plan_id, put, spec, went, worker,
};
use crate::conformance::breach::{Breach, Verdict, fails, same};

/// Asks the journals of two tenants in one deployment whether either notices the other. Both must
/// be empty.
///
/// # Errors
/// The first breach of the contract.
pub async fn isolation<J: Journal + PlanStore>(one: &Arc<J>, other: &Arc<J>) -> Result<(), Breach> {
    foreign_things_do_not_exist(one.as_ref(), other.as_ref())
        .await
        .map_err(|breach| breach.in_case("foreign_things_do_not_exist"))?;
    equal_ids_do_not_meet(one.as_ref(), other.as_ref())
        .await
        .map_err(|breach| breach.in_case("equal_ids_do_not_meet"))
}

async fn foreign_things_do_not_exist<J: Journal + PlanStore>(one: &J, other: &J) -> Verdict {
    let lease = opened(one, &family()).await?;
    carry_out(one, &lease, &[create("1")]).await?;
    let plan = &lease.plan;
    let sentence = "another tenant's thing does not exist";
    let absent = ErrorKind::NotFound;
    same(&other.newest_plan().await?, &None, sentence)?;
    same(&other.newest_run(plan).await?, &None, sentence)?;
    fails(other.outlines(plan, &[ItemId::new("1")]).await, absent, sentence)?;
    fails(other.outline_page(plan, None, 9).await, absent, sentence)?;
    fails(other.plan_page(plan, None, 9).await, absent, sentence)?;
    fails(other.plan_account(plan).await, absent, sentence)?;
    fails(other.open(&spec(1, plan), &worker(1), at(1), TTL).await, absent, sentence)?;
    fails(other.renew(&lease, at(1), TTL).await, absent, sentence)?;
    fails(other.close(&lease, Closing::Broken).await, absent, sentence)?;
    fails(other.intend(&lease, &[intent(&create("3"), 1)]).await, absent, sentence)?;
    fails(other.doubts(&lease, None, 9).await, absent, sentence)?;
    fails(other.resolve(&lease.run, &[ItemId::new("1")]).await, absent, sentence)?;
    fails(other.ledger(&lease.run, None, 9).await, absent, sentence)?;
    fails(other.ledger_of(&lease.run, &[ItemId::new("1")]).await, absent, sentence)?;
    fails(other.counts(&lease.run).await, absent, sentence)?;
    one.close(&lease, Closing::Interrupted).await?;
    Ok(())
}

async fn equal_ids_do_not_meet<J: Journal + PlanStore>(one: &J, other: &J) -> Verdict {
    let sentence = "equal ids of two tenants are two things";
    let plan = plan_id(1);
    put(other, &plan, &family()).await?;
    let first = one.open(&spec(1, &plan), &worker(1), at(2), TTL).await?;
    let second = other.open(&spec(1, &plan), &worker(2), at(2), TTL).await?;
    same(&(first.resumed, second.resumed), &(true, false), sentence)?;
    let (first, second) = (first.lease, second.lease);
    carry_out(other, &second, &[create("3")]).await?;
    let items = ["1", "3"].map(ItemId::new);
    let expected = vec![Some(went("1")), None];
    same(&one.resolve(&first.run, &items).await?, &expected, sentence)?;
    let expected = vec![None, Some(went("3"))];
    same(&other.resolve(&second.run, &items).await?, &expected, sentence)?;
    let stage = migrayt_core::plan::Stage::level(0);
    same(&due(one, &first, stage).await?.contains(&create("3")), &true, sentence)?;
    one.begin_plan(&plan_id(4), "0000").await?;
    fails(other.seal_outline(&plan_id(4)).await, ErrorKind::NotFound, sentence)
}
