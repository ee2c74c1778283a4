use futures_util::future::join_all;

use super::super::bench::{Bench, name};
use super::super::breach::{Verdict, same};
use super::sample::{attempted, row, version};
use crate::oauth::{ConnectionRow, ConnectionRows};

/// How many exchange at once.
const CROWD: u64 = 8;

pub(super) async fn an_exchange_replaces<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, jira, other) = (bench.own().await?, name("jira")?, name("other")?);
    rows.write(&own, &jira, &row(1)).await?;
    rows.write(&own, &other, &row(1)).await?;
    // Also to an earlier revision, and between the largest there are.
    let mut seen = 1;
    for next in [attempted(2), row(9), attempted(3), row(u64::MAX), attempted(1 << 63), row(0)] {
        let done = rows.exchange(&own, &jira, seen, &next).await?;
        same(&done, &true, "an exchange of the revision that is there succeeds")?;
        seen = next.revision;
        let sentence = "an exchange replaces the whole row, its revision too";
        same(&rows.read(&own, &jira).await?, &Some(next), sentence)?;
    }
    let sentence = "an exchange changes no other row";
    same(&rows.read(&own, &other).await?, &Some(row(1)), sentence)
}

pub(super) async fn a_stale_exchange_changes_nothing<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, jira) = (bench.own().await?, name("jira")?);
    rows.write(&own, &jira, &attempted(7)).await?;
    for seen in [0, 6, 8, 9, 7 + (1 << 32), 7 + (1 << 63), u64::MAX] {
        let done = rows.exchange(&own, &jira, seen, &row(9)).await?;
        same(&done, &false, "an exchange of another revision is told so")?;
        let sentence = "an exchange of another revision changes nothing";
        same(&rows.read(&own, &jira).await?, &Some(attempted(7)), sentence)?;
    }
    Ok(())
}

pub(super) async fn an_exchange_writes_nothing_new<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, jira) = (bench.own().await?, name("jira")?);
    let sentence = "where there is no row there is nothing to exchange";
    for seen in [0, 1, 2] {
        same(&rows.exchange(&own, &jira, seen, &row(1)).await?, &false, sentence)?;
        same(&rows.read(&own, &jira).await?, &None, sentence)?;
    }
    rows.write(&own, &jira, &row(1)).await?;
    rows.remove(&own, &jira).await?;
    same(&rows.exchange(&own, &jira, 1, &row(2)).await?, &false, sentence)?;
    same(&rows.read(&own, &jira).await?, &None, sentence)
}

pub(super) async fn one_of_many_exchanges_wins<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, jira) = (bench.own().await?, name("jira")?);
    rows.write(&own, &jira, &row(1)).await?;
    for seen in 1..=4 {
        let exchanges = (1..=CROWD).map(async |number| {
            let next = ConnectionRow { version: version(number), ..attempted(seen + 1) };
            rows.exchange(&own, &jira, seen, &next).await.map(|won| won.then_some(next))
        });
        let mut won = Vec::new();
        for result in join_all(exchanges).await {
            won.extend(result?);
        }
        same(&won.len(), &1, "of many exchanges of one revision one succeeds")?;
        let sentence = "an exchange that succeeded is not lost";
        same(&rows.read(&own, &jira).await?, &won.pop(), sentence)?;
    }
    Ok(())
}
