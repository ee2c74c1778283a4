use std::collections::BTreeSet;

use migrayt_core::Effect;
use migrayt_core::id::ItemId;
use migrayt_core::operation::{Command, OperationKind};
use migrayt_core::port::{Bindings, HighWater};

use super::bench::{Bench, bindings};
use super::parents::{held_pair, of};
use super::sample::{below, comment};
use crate::conformance::breach::{Breach, Verdict, holds, same};

/// How many orders a batch has at most in which every pattern of failures is tried.
const WIDTH: usize = 4;

pub(super) async fn a_creation_fails_alone(bench: &Bench<'_>) -> Verdict {
    let Some((above, child)) = held_pair(bench)? else { return Ok(()) };
    let parent = bench.make_one(of(bench, above, "up")?, &Bindings::new()).await?;
    let mut known = bindings([&parent]);
    known.items.insert(ItemId::new("nowhere"), bench.known.nowhere.clone());
    let width = bench.max_batch().min(WIDTH);
    let mut written = BTreeSet::from([ItemId::new("up")]);
    for pattern in 0_u32..1 << width {
        let command = |place: usize| -> Result<Command, Breach> {
            let parent = if fails(pattern, place) { "nowhere" } else { "up" };
            Ok(below(of(bench, child, &format!("{pattern}-{place}"))?, parent))
        };
        let commands = (0..width).map(command).collect::<Result<Vec<_>, Breach>>()?;
        let drafts = bench.accepted(&commands)?;
        let results = bench.send(&drafts, &known).await?;
        for (place, (drafted, result)) in drafts.iter().zip(results).enumerate() {
            let found = || format!("place {place} of {width}, pattern {pattern:b}");
            match result {
                Ok(applied) => {
                    let sentence = "an order that the target refuses fails";
                    holds(!fails(pattern, place), sentence, found)?;
                    let target = applied
                        .target
                        .ok_or_else(|| Breach::of("a creation tells what it made", found()))?;
                    let origin = bench.stands(&target).await?.origin;
                    let item = origin.map(|origin| origin.item);
                    let expected = Some(drafted.key.item.clone());
                    same(&item, &expected, "a result is that of its order")?;
                    written.insert(drafted.key.item.clone());
                }
                Err(error) => {
                    let alone = fails(pattern, place) || error.effect() == Effect::Unknown;
                    holds(alone, "only the order that is refused fails", found)?;
                }
            }
        }
    }
    let found = bench.swept(HighWater::start()).await?;
    let found: BTreeSet<_> = found.into_iter().map(|(_, origin)| origin.item).collect();
    same(&found, &written, "exactly what was reported as written was written")
}

pub(super) async fn a_comment_fails_alone(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::Comment) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let mut known = bindings([&item]);
    known.items.insert(ItemId::new("nowhere"), bench.known.nowhere.clone());
    let width = bench.max_batch().min(WIDTH);
    let mut written = 0_usize;
    for pattern in 0_u32..1 << width {
        let command = |place: usize| {
            let item = if fails(pattern, place) { "nowhere" } else { "1" };
            comment(item, &format!("{pattern}-{place}"), &format!("remark {pattern} {place}"))
        };
        let commands: Vec<_> = (0..width).map(command).collect();
        let drafts = bench.accepted(&commands)?;
        let results = bench.send(&drafts, &known).await?;
        for (place, result) in results.iter().enumerate() {
            let found = || format!("place {place} of {width}, pattern {pattern:b}");
            let sentence = "exactly the comments on what does not exist fail";
            holds(result.is_err() == fails(pattern, place), sentence, found)?;
            written += usize::from(result.is_ok());
        }
    }
    let standing = bench.stands(item.target()?).await?;
    same(&standing.comments.len(), &written, "exactly what was reported as written was written")
}

fn fails(pattern: u32, place: usize) -> bool {
    pattern >> place & 1 == 1
}
