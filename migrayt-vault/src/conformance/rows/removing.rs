use super::super::bench::{Bench, name};
use super::super::breach::{Verdict, same};
use super::sample::{attempted, row};
use crate::oauth::ConnectionRows;

pub(super) async fn what_is_removed_is_gone<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, jira) = (bench.own().await?, name("jira")?);
    for round in 1..=2 {
        rows.write(&own, &jira, &attempted(round)).await?;
        same(&rows.remove(&own, &jira).await?, &true, "who removes a row is told so")?;
        let sentence = "a row that was removed is gone";
        same(&rows.read(&own, &jira).await?, &None, sentence)?;
        same(&rows.list(&own).await?, &Vec::new(), sentence)?;
        same(&rows.remove(&own, &jira).await?, &false, "a row is removed once")?;
    }
    rows.write(&own, &jira, &row(1)).await?;
    let sentence = "a row that was removed can be written again";
    same(&rows.read(&own, &jira).await?, &Some(row(1)), sentence)
}

pub(super) async fn others_stay<R: ConnectionRows + ?Sized>(rows: &R, bench: &Bench) -> Verdict {
    let (own, jira, other) = (bench.own().await?, name("jira")?, name("jira.2")?);
    rows.write(&own, &jira, &row(1)).await?;
    rows.write(&own, &other, &row(2)).await?;
    rows.remove(&own, &jira).await?;
    let sentence = "only the row of that name is removed";
    same(&rows.list(&own).await?, &vec![(other, row(2))], sentence)
}
