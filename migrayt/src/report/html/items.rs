use maud::{Markup, html};

use super::summary::phase_words;
use super::table::{Cell, Column, Table, grouped};
use crate::report::{ItemLine, Report, Titles};

/// Items that failed, were skipped or lack something, with what is missing and where to look.
pub(super) fn unfinished(report: &Report, titles: &Titles) -> Markup {
    let lines = &report.tally.unfinished;
    let counts = &report.tally.outcomes;
    let all = counts.scanned - counts.migrated;
    // A plan of which nothing was carried out yet needs no list of all items.
    if report.run.is_none() {
        return html! {};
    }
    let mut columns = vec![
        Column::Words("Item"),
        Column::Words("In the target"),
        Column::Words("Outcome"),
        Column::Words("Why"),
    ];
    if !titles.is_empty() {
        columns.push(Column::Words("Title"));
    }
    let rows = lines.iter().map(|line| {
        let mut row = vec![
            Cell::leading(&line.item, report.places.source(&line.item)),
            line.target
                .as_ref()
                .map_or(Cell::Nothing, |key| Cell::leading(key, report.places.target(key))),
            Cell::words(line.outcome.words()),
            Cell::words(why(line)),
        ];
        if !titles.is_empty() {
            row.push(Cell::words(titles.of(&line.item).unwrap_or_default()));
        }
        row
    });
    let table = Table { caption: "Items by id", columns: &columns, rows: rows.collect() };
    html! {
        @if lines.is_empty() { p { "None." } }
        (table.markup())
        (more(all, lines.len(), "The table report.failed.csv lists all of them."))
    }
}

fn why(line: &ItemLine) -> String {
    let causes = line
        .causes
        .iter()
        .map(|cause| format!("{}: {}", phase_words(cause.operation), cause.why.words()));
    causes.collect::<Vec<_>>().join(" ")
}

/// Operations that a person must decide.
pub(super) fn doubts(report: &Report) -> Markup {
    let doubts = &report.tally.doubtful;
    let rows = doubts.iter().map(|key| {
        vec![Cell::code(key), Cell::leading(&key.item, report.places.source(&key.item))]
    });
    let table = Table {
        caption: "Operations in doubt",
        columns: &[Column::Words("Operation"), Column::Words("Item")],
        rows: rows.collect(),
    };
    html! {
        @if !doubts.is_empty() {
            (table.markup())
            (more(report.tally.doubts, doubts.len(), ""))
            p.note {
                "Nobody knows whether these were done. Look at the target, and say what became of each \
                 with " code { "migrayt doubts" } "."
            }
        }
    }
}

/// Says that a list goes on.
pub(super) fn more(all: u64, listed: usize, where_else: &str) -> Markup {
    let left = all.saturating_sub(u64::try_from(listed).unwrap_or(u64::MAX));
    html! {
        @if left > 0 && listed > 0 {
            p.note { "And " (grouped(left)) " more. " (where_else) }
        }
    }
}
