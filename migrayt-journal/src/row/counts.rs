use std::collections::BTreeMap;

use migrayt_core::error::Result;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{KindCounts, OutcomeState, RunCounts};

use super::Columns;
use super::code::corrupt;

/// How many operations stand how, from rows of `sort`, `kind`, `state`, `error` and `number`: what
/// the plan carries (1), what stands otherwise than due (2), and what is due no more because its
/// item was not made (3).
pub(crate) fn counts<R: Columns>(rows: &[R]) -> Result<RunCounts> {
    let mut kinds: BTreeMap<OperationKind, KindCounts> = BTreeMap::new();
    for columns in rows {
        let counts = kinds.entry(columns.kind()?).or_default();
        let number = columns.number("number")?;
        match columns.integer("sort")? {
            1 => counts.planned += number,
            2 => book(counts, columns.state()?, number),
            3 => counts.skipped += number,
            _ => return Err(corrupt("sort")),
        }
    }
    Ok(RunCounts { kinds: kinds.into_iter().collect() })
}

fn book(counts: &mut KindCounts, state: Option<OutcomeState>, number: u64) {
    match state {
        Some(OutcomeState::Done) => counts.done += number,
        Some(OutcomeState::Adopted) => {
            counts.done += number;
            counts.adopted += number;
        }
        Some(OutcomeState::Failed(_)) => counts.failed += number,
        Some(_) => counts.skipped += number,
        None => counts.doubts += number,
    }
}
