use super::super::bench::{Bench, name};
use super::super::breach::{Verdict, same};
use super::sample::{attempted, row};
use crate::oauth::ConnectionRows;

/// In the order of their characters, which is not that of any language.
const SORTED: [&str; 10] = ["-", ".", "0", "10", "2", "A", "Z", "_", "a", "a-"];

pub(super) async fn the_list_is_sorted_and_complete<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let mut expected = Vec::new();
    for (text, revision) in SORTED.into_iter().zip(1..) {
        let row = if revision % 2 == 0 { row(revision) } else { attempted(revision) };
        expected.push((name(text)?, row));
    }
    for at in [3, 9, 0, 7, 4, 1, 8, 2, 6, 5] {
        let Some((name, row)) = expected.get(at) else { continue };
        rows.write(&own, name, row).await?;
    }
    same(&rows.list(&own).await?, &expected, "all rows are listed by name, ascending")
}

pub(super) async fn the_case_of_letters_counts<R: ConnectionRows + ?Sized>(
    rows: &R,
    bench: &Bench,
) -> Verdict {
    let (own, small, large) = (bench.own().await?, name("jira")?, name("Jira")?);
    rows.write(&own, &small, &row(1)).await?;
    let sentence = "names that differ in the case of a letter are two names";
    same(&rows.read(&own, &large).await?, &None, sentence)?;
    rows.write(&own, &large, &row(2)).await?;
    same(&rows.list(&own).await?, &vec![(large, row(2)), (small, row(1))], sentence)
}
