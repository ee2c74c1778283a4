use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::super::bench::{Bench, name};
use super::super::breach::{Verdict, same};
use super::sample::{attempted, moment, row};
use crate::SecretVersion;
use crate::oauth::{Attempt, ConnectionRow, ConnectionRows};

pub(super) async fn a_name_that_nobody_has<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let sentence = "a name that nobody has has no row";
    same(&rows.read(&own, &name("jira")?).await?, &None, sentence)?;
    same(&rows.list(&own).await?, &Vec::new(), sentence)?;
    same(&rows.remove(&own, &name("jira")?).await?, &false, sentence)
}

pub(super) async fn what_is_written_is_read<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, jira, boards) = (bench.own().await?, name("jira")?, name("boards")?);
    rows.write(&own, &jira, &row(1)).await?;
    rows.write(&own, &boards, &attempted(2)).await?;
    let sentence = "a row is read under the name that it was written under";
    same(&rows.read(&own, &jira).await?, &Some(row(1)), sentence)?;
    same(&rows.read(&own, &boards).await?, &Some(attempted(2)), sentence)
}

pub(super) async fn a_write_replaces<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, jira) = (bench.own().await?, name("jira")?);
    // To a revision that is higher, lower or the same, and from and to every state of an attempt.
    let turns = [attempted(7), row(9), attempted(2), attempted(2), row(2), attempted(u64::MAX)];
    for next in turns {
        rows.write(&own, &jira, &next).await?;
        let sentence = "a write replaces the whole row, its revision too";
        same(&rows.read(&own, &jira).await?, &Some(next), sentence)?;
    }
    Ok(())
}

pub(super) async fn every_field_comes_back<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, jira) = (bench.own().await?, name("jira")?);
    for row in extremes() {
        rows.write(&own, &jira, &row).await?;
        let sentence = "every field comes back as it was written";
        same(&rows.read(&own, &jira).await?, &Some(row.clone()), sentence)?;
        same(&rows.list(&own).await?, &vec![(jira.clone(), row)], sentence)?;
    }
    Ok(())
}

/// Rows that differ from the usual one in a field.
fn extremes() -> Vec<ConnectionRow> {
    let mut rows = vec![row(1), attempted(1)];
    let revisions = [0, 1 << 32, (1 << 53) + 1, i64::MAX.cast_unsigned(), 1 << 63, u64::MAX];
    rows.extend(revisions.map(|revision| ConnectionRow { revision, ..row(1) }));
    for bits in [0, 1, 1 << 63, 1 << 64, 1 << 127, u128::MAX] {
        let version = SecretVersion::from_bits(bits);
        let attempt = Some(Attempt { version, free_from: moment(9) });
        rows.push(ConnectionRow { version, ..row(1) });
        rows.push(ConnectionRow { attempt, ..row(1) });
    }
    let moments = [
        OffsetDateTime::UNIX_EPOCH,
        OffsetDateTime::UNIX_EPOCH - Duration::MICROSECOND,
        moment(7) + Duration::MICROSECOND,
        datetime!(0001-01-01 0:00 UTC),
        datetime!(9999-12-31 23:59:59.999_999 UTC),
    ];
    for moment in moments {
        let attempt = Some(Attempt { free_from: moment, version: row(3).version });
        rows.push(ConnectionRow { consented_at: moment, ..row(1) });
        rows.push(ConnectionRow { renewed_at: moment, ..row(1) });
        rows.push(ConnectionRow { renew_from: moment, ..row(1) });
        rows.push(ConnectionRow { access_until: moment, ..row(1) });
        rows.push(ConnectionRow { attempt, ..row(1) });
    }
    for ended in [true, false] {
        rows.push(ConnectionRow { ended, ..row(1) });
        rows.push(ConnectionRow { ended, ..attempted(1) });
    }
    for platform in ["atlassian", "entra"] {
        rows.push(ConnectionRow { platform: platform.to_owned(), ..row(1) });
    }
    rows
}
