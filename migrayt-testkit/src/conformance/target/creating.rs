use std::collections::BTreeSet;

use futures_util::future::join_all;
use migrayt_core::Effect;
use migrayt_core::id::TargetId;
use migrayt_core::operation::{Command, OperationKind};
use migrayt_core::port::Bindings;

use super::bench::{Bench, Made, bindings};
use super::sample::{comment, remote_link};
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn every_order_has_its_result(bench: &Bench<'_>) -> Verdict {
    // One whole batch and one order more, if a batch is not too large.
    let count = bench.max_batch().clamp(3, 60) + 1;
    let made = bench.make(&creations(bench, "", count)?, &Bindings::new()).await?;
    mapped(bench, &made).await
}

pub(super) async fn nothing_asked_is_nothing_answered(bench: &Bench<'_>) -> Verdict {
    same(&bench.draft(&[])?.len(), &0, "no commands are no drafts")?;
    same(&bench.target.apply(&[]).await.len(), &0, "no orders have no results")?;
    same(&bench.target.locate(&[]).await.len(), &0, "no doubts have no answers")?;
    same(&bench.target.prepare(&[]).await.len(), &0, "no preparations have no results")?;
    same(&bench.standing(&[]).await?.len(), &0, "no items are not read")
}

pub(super) async fn calls_may_be_under_way_at_once(bench: &Bench<'_>) -> Verdict {
    let calls = bench.target.capabilities().concurrency.clamp(1, 4);
    let commands = (0..calls)
        .map(|call| creations(bench, &format!("{call}-"), 2))
        .collect::<Result<Vec<_>, Breach>>()?;
    let none = Bindings::new();
    let calls = commands.iter().map(|commands| bench.make(commands, &none));
    let mut made = Vec::new();
    for call in join_all(calls).await {
        made.extend(call?);
    }
    mapped(bench, &made).await
}

pub(super) async fn an_order_without_its_items_is_not_sent(bench: &Bench<'_>) -> Verdict {
    let command = match () {
        () if bench.takes(OperationKind::Comment) => comment("1", "c1", "a remark"),
        () if bench.takes(OperationKind::RemoteLink) => remote_link("1", "r1"),
        () => return Ok(()),
    };
    let drafted = bench.accepted(&[command])?;
    for result in bench.send(&drafted, &Bindings::new()).await? {
        let effect = result.err().map(|error| error.effect());
        same(&effect, &Some(Effect::None), "an order without the items it needs does nothing")?;
    }
    Ok(())
}

fn creations(bench: &Bench<'_>, before: &str, count: usize) -> Result<Vec<Command>, Breach> {
    (1..=count).map(|number| bench.create(&format!("{before}{number}"))).collect()
}

/// Each result is of its own order.
async fn mapped(bench: &Bench<'_>, made: &[Made]) -> Verdict {
    let ids = made.iter().map(|one| Ok(one.target()?.id.clone()));
    let ids = ids.collect::<Result<Vec<TargetId>, Breach>>()?;
    let different: BTreeSet<_> = ids.iter().collect();
    same(&different.len(), &ids.len(), "each creation makes an item of its own")?;
    same(&bindings(made).items.len(), &made.len(), "each creation tells what it made")?;
    let standing = bench.standing(&ids).await?;
    for one in made {
        let target = one.target()?;
        let found = || one.drafted.key.to_string();
        let Some(stands) = standing.get(&target.id) else {
            return Err(Breach::of("what is returned was written", found()));
        };
        same(&stands.target, target, "the key that is returned is the item's")?;
        let item = stands.origin.as_ref().map(|origin| &origin.item);
        same(&item, &Some(&one.drafted.key.item), "a result is that of its order")?;
        let so = one.drafted.digests.iter().all(|digest| stands.digests.contains(digest));
        holds(so, "an item has the values of its own order", found)?;
    }
    Ok(())
}
