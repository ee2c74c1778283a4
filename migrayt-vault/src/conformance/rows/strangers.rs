use super::super::bench::{Bench, name};
use super::super::breach::{Verdict, same};
use super::sample::{attempted, row};
use crate::oauth::ConnectionRows;

pub(super) async fn a_strangers_row_does_not_exist<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, stranger, jira) = (bench.own().await?, bench.stranger().await?, name("jira")?);
    rows.write(&own, &jira, &row(1)).await?;
    let sentence = "another tenant's row is one that nobody has";
    same(&rows.read(&stranger, &jira).await?, &None, sentence)?;
    same(&rows.exchange(&stranger, &jira, 1, &row(2)).await?, &false, sentence)?;
    same(&rows.read(&stranger, &jira).await?, &None, sentence)?;
    same(&rows.remove(&stranger, &jira).await?, &false, sentence)
}

pub(super) async fn strangers_change_nothing<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, stranger, jira) = (bench.own().await?, bench.stranger().await?, name("jira")?);
    rows.write(&own, &jira, &row(1)).await?;
    // What they are told is another case's question.
    let _exchanged = rows.exchange(&stranger, &jira, 1, &row(2)).await;
    let _removed = rows.remove(&stranger, &jira).await;
    let sentence = "a stranger changes nothing";
    same(&rows.read(&own, &jira).await?, &Some(row(1)), sentence)?;
    let sentence = "two tenants may use one name for two connections";
    rows.write(&stranger, &jira, &attempted(1)).await?;
    same(&rows.read(&own, &jira).await?, &Some(row(1)), sentence)?;
    same(&rows.exchange(&own, &jira, 1, &row(5)).await?, &true, sentence)?;
    same(&rows.read(&stranger, &jira).await?, &Some(attempted(1)), sentence)?;
    same(&rows.remove(&stranger, &jira).await?, &true, sentence)?;
    same(&rows.read(&own, &jira).await?, &Some(row(5)), sentence)
}

pub(super) async fn the_list_is_a_tenants<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, stranger) = (bench.own().await?, bench.stranger().await?);
    let (ours, theirs) = ((name("ours")?, row(1)), (name("theirs")?, row(2)));
    rows.write(&own, &ours.0, &ours.1).await?;
    rows.write(&stranger, &theirs.0, &theirs.1).await?;
    let sentence = "each tenant is given its own rows";
    same(&rows.list(&own).await?, &vec![ours], sentence)?;
    same(&rows.list(&stranger).await?, &vec![theirs], sentence)
}
