use std::collections::BTreeSet;

use migrayt_core::operation::OperationKind;
use migrayt_core::port::{Bindings, PartStanding};

use super::bench::{Bench, Made, bindings};
use super::sample::{comment, transition};
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn comments_stand_each_by_itself(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Comment) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    // Several operations of one item in one batch, two of them with the same words.
    let commands = [
        comment("1", "c1", "a remark"),
        comment("1", "c2", "an answer"),
        comment("1", "c3", "a remark"),
    ];
    let made = bench.make(&commands, &bindings([&item])).await?;
    let standing = bench.stands(item.target()?).await?;
    same(&standing.comments.len(), &commands.len(), "every comment stands once")?;
    let parts: BTreeSet<_> = made.iter().filter_map(|made| made.applied.part.clone()).collect();
    same(&parts.len(), &commands.len(), "every comment has an id of its own")?;
    for one in &made {
        stands_in(&standing.comments, one)?;
    }
    Ok(())
}

pub(super) async fn comments_of_several_items_are_not_mixed_up(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Comment) {
        return Ok(());
    }
    let items = [bench.create("1")?, bench.create("2")?, bench.create("3")?];
    let items = bench.make(&items, &Bindings::new()).await?;
    let known = bindings(&items);
    let commands = [
        comment("2", "c1", "on the second"),
        comment("1", "c1", "on the first"),
        comment("3", "c1", "on the third"),
        comment("1", "c2", "again on the first"),
    ];
    let made = bench.make(&commands, &known).await?;
    for one in &made {
        let target = known.item(&one.drafted.key.item);
        let target = target.ok_or_else(|| Breach::of("an item was made", "none"))?;
        stands_in(&bench.stands(target).await?.comments, one)?;
    }
    Ok(())
}

pub(super) async fn comments_stand_in_the_order_of_sending(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Comment) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let mut sent = Vec::new();
    for (part, words) in [("c1", "a question"), ("c2", "an answer"), ("c3", "thanks")] {
        let made = bench.make_one(comment("1", part, words), &known).await?;
        sent.extend(made.applied.part);
    }
    let standing = bench.stands(item.target()?).await?;
    let found: Vec<_> = standing.comments.into_iter().map(|comment| comment.id).collect();
    same(&found, &sent, "comments stand in the order in which they were sent")
}

pub(super) async fn a_status_is_reached(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Transition) {
        return Ok(());
    }
    let states: Vec<_> = bench.standard()?.states.iter().map(|state| state.id.clone()).collect();
    for state in states {
        let name = format!("to-{state}");
        let item = bench.make_one(bench.create(&name)?, &Bindings::new()).await?;
        let moved = bench.make_one(transition(&name, &state), &bindings([&item])).await?;
        let standing = bench.stands(item.target()?).await?;
        same(&standing.state, &state, "an item reaches its status")?;
        let so = moved.drafted.digests.iter().all(|digest| standing.digests.contains(digest));
        holds(so, "a status stands as drafted", || state.to_string())?;
    }
    Ok(())
}

/// A part stands under the id that was returned, with the digest that was drafted.
pub(super) fn stands_in(standing: &[PartStanding], made: &Made) -> Verdict {
    let found = || made.drafted.key.to_string();
    let part = made.applied.part.as_ref();
    let part = part.ok_or_else(|| Breach::of("a part's id is returned", found()))?;
    let stands = standing.iter().find(|it| &it.id == part);
    let stands = stands.ok_or_else(|| Breach::of("what is returned was written", found()))?;
    let same = made.drafted.digests.iter().any(|drafted| drafted.digest == stands.digest);
    holds(same, "a part stands as drafted", found)
}
