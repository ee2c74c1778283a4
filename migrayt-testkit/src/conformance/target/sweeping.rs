use std::collections::BTreeSet;

use migrayt_core::id::TargetRef;
use migrayt_core::port::{Bindings, HighWater};

use super::bench::Bench;
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn a_sweep_finds_every_marked_item(bench: &Bench<'_>) -> Verdict {
    let names = ["1", "2", "3", "4", "5"];
    let commands = names.iter().map(|name| bench.create(name));
    let commands = commands.collect::<Result<Vec<_>, Breach>>()?;
    let made = bench.make(&commands, &Bindings::new()).await?;
    let mut found = bench.swept(HighWater::start()).await?;
    found.sort();
    let expected = made.iter().zip(names);
    let expected = expected.map(|(one, name)| Ok((one.target()?.clone(), bench.origin(name))));
    let mut expected = expected.collect::<Result<Vec<_>, Breach>>()?;
    expected.sort();
    same(&found, &expected, "a sweep finds every marked item once, with its origin")
}

pub(super) async fn a_mark_is_never_too_high(bench: &Bench<'_>) -> Verdict {
    let mut made: Vec<(HighWater, TargetRef)> = Vec::new();
    for number in 1..=3 {
        let mark = bench.target.high_water().await?;
        let one = bench.make_one(bench.create(&number.to_string())?, &Bindings::new()).await?;
        made.push((mark, one.target()?.clone()));
    }
    for (place, (mark, _)) in made.iter().enumerate() {
        let swept = bench.swept(mark.clone()).await?;
        let swept: BTreeSet<_> = swept.into_iter().map(|(target, _)| target).collect();
        for (_, target) in made.iter().skip(place) {
            holds(swept.contains(target), "what is made after a mark is found after it", || {
                format!("{} after the mark of place {place}", target.id)
            })?;
        }
    }
    Ok(())
}
