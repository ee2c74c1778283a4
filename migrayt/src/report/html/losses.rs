use std::collections::BTreeMap;

use maud::{Markup, html};
use migrayt_core::plan::{LossKind, RefusalKind};

use super::chart::Chart;
use super::summary::phase_words;
use super::table::{Cell, Column, Table};
use crate::report::{Report, advice};

/// How many kinds of losses are drawn.
const DRAWN: usize = 12;

/// What is lost, by kind and field, with what to do.
pub(super) fn losses(report: &Report) -> Markup {
    let losses = &report.account.losses;
    if losses.is_empty() {
        return html! { p { "Nothing." } };
    }
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for line in losses {
        *kinds.entry(&line.code).or_default() += line.count;
    }
    let mut kinds: Vec<(&str, u64)> = kinds.into_iter().collect();
    kinds.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    let bars = kinds.iter().take(DRAWN).map(|(code, count)| (named(code), vec![*count]));
    let chart =
        Chart { title: "Losses by kind", parts: &[("loss", "Times")], bars: bars.collect() };
    let rows = losses.iter().map(|line| {
        vec![
            Cell::words(loss_words(&line.code)),
            field(&line.field),
            Cell::Number(line.operations),
            Cell::Number(line.count),
            Cell::words(advice::of(&line.code)),
        ]
    });
    let table = Table {
        caption: "Losses by kind and field",
        columns: &[
            Column::Words("What"),
            Column::Words("Field"),
            Column::Numbers("Operations"),
            Column::Numbers("Times"),
            Column::Words("What to do"),
        ],
        rows: rows.collect(),
    };
    html! { (chart.markup()) (table.markup()) }
}

/// What the plan found that the target would refuse.
pub(super) fn refusals(report: &Report) -> Markup {
    let rows = report.account.refusals.iter().map(|line| {
        let kind = RefusalKind::from_code(&line.code);
        vec![
            Cell::words(refusal_words(&line.code)),
            field(&line.field),
            Cell::Number(line.operations),
            Cell::words(kind.map_or("", RefusalKind::help)),
        ]
    });
    let table = Table {
        caption: "Refusals by cause and field",
        columns: &[
            Column::Words("Why"),
            Column::Words("Field"),
            Column::Numbers("Operations"),
            Column::Words("What to do"),
        ],
        rows: rows.collect(),
    };
    table.markup()
}

/// Why items are not whole, by phase and reason.
pub(super) fn causes(report: &Report) -> Markup {
    let rows = report.tally.causes.iter().map(|(cause, items)| {
        vec![
            Cell::words(phase_words(cause.operation)),
            Cell::words(cause.why.words()),
            Cell::Number(*items),
            Cell::words(cause.why.help()),
        ]
    });
    let table = Table {
        caption: "Causes by phase",
        columns: &[
            Column::Words("Phase"),
            Column::Words("Why"),
            Column::Numbers("Items"),
            Column::Words("What to do"),
        ],
        rows: rows.collect(),
    };
    table.markup()
}

/// A loss in words; a code that a later version wrote stands for itself.
fn loss_words(code: &str) -> &str {
    match LossKind::from_code(code) {
        Some(kind) => kind.words(),
        None => code,
    }
}

/// A refusal in words, as a loss.
fn refusal_words(code: &str) -> &str {
    match RefusalKind::from_code(code) {
        Some(kind) => kind.words(),
        None => code,
    }
}

/// A code as the name of a bar.
fn named(code: &str) -> String {
    code.replace('_', " ")
}

fn field(id: &str) -> Cell {
    if id.is_empty() { Cell::Nothing } else { Cell::code(&id) }
}
