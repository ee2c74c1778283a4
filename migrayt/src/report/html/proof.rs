use maud::{Markup, html};

use super::items::more;
use super::table::{Cell, Column, Table, grouped, share};
use crate::report::{Report, Titles};

/// What was read back, and how much of it stands as planned.
pub(super) fn verification(report: &Report) -> Markup {
    let Some(found) = &report.verification else {
        return html! {
            @if report.run.is_some() {
                p { "Nothing was read back yet. " code { "migrayt verify" } " does it." }
            }
        };
    };
    let lines = [
        ("As planned", found.matched),
        ("Missing", found.missing),
        ("Different", found.mismatches),
        ("There twice", found.duplicates),
        ("Changed in the source before they were written", found.drifted),
        ("Gone from the source", found.gone),
        ("Refused by the plan", found.refused),
    ];
    let items = Table {
        caption: "Items that were read back",
        columns: &[Column::Words("Items"), Column::Numbers("Count"), Column::Numbers("Share")],
        rows: lines
            .map(|(what, count)| {
                vec![
                    Cell::words(what),
                    Cell::Number(count),
                    Cell::Spelled(share(count, found.items)),
                ]
            })
            .into(),
    };
    let checks = found.checks.iter().map(|check| {
        let name = match check.name.as_str() {
            "" => "all",
            "-" => "no longer listed by the target",
            name => name,
        };
        vec![
            Cell::words(check.aspect.words()),
            Cell::words(name),
            Cell::Number(check.planned),
            Cell::Number(check.found),
        ]
    });
    let checks = Table {
        caption: "What was compared",
        columns: &[
            Column::Words("What"),
            Column::Words("Which"),
            Column::Numbers("Planned"),
            Column::Numbers("Found"),
        ],
        rows: checks.collect(),
    };
    html! {
        (items.markup())
        (checks.markup())
        @if found.files_gone > 0 {
            p.note {
                (grouped(found.files_gone))
                " files could not be compared byte by byte, since the source no longer has them."
            }
        }
    }
}

/// What differs between plan and target, by kind and one by one.
pub(super) fn differences(report: &Report, titles: &Titles) -> Markup {
    let Some(found) = report.verification.as_ref().filter(|it| !it.differences.is_empty()) else {
        return html! {};
    };
    let kinds = Table {
        caption: "Differences by kind",
        columns: &[
            Column::Words("What"),
            Column::Numbers("Times"),
            Column::Words("That means"),
            Column::Words("What to do"),
        ],
        rows: found
            .kinds
            .iter()
            .map(|(kind, count)| {
                vec![
                    Cell::words(kind.words()),
                    Cell::Number(*count),
                    Cell::words(kind.meaning()),
                    Cell::words(kind.help()),
                ]
            })
            .collect(),
    };
    let mut columns = vec![
        Column::Words("Item"),
        Column::Words("In the target"),
        Column::Words("What"),
        Column::Words("Where"),
    ];
    if !titles.is_empty() {
        columns.push(Column::Words("Title"));
    }
    let rows = found.differences.iter().map(|difference| {
        let mut row = vec![
            Cell::leading(&difference.item, report.places.source(&difference.item)),
            difference
                .target
                .as_ref()
                .map_or(Cell::Nothing, |key| Cell::leading(key, report.places.target(key))),
            Cell::words(difference.kind.words()),
            difference.place.as_ref().map_or(Cell::Nothing, Cell::code),
        ];
        if !titles.is_empty() {
            row.push(Cell::words(titles.of(&difference.item).unwrap_or_default()));
        }
        row
    });
    let each = Table { caption: "Differences by item", columns: &columns, rows: rows.collect() };
    let all = found.kinds.iter().map(|(_, count)| count).sum();
    html! {
        (kinds.markup())
        (each.markup())
        (more(all, found.differences.len(), ""))
        p.note {
            code { "migrayt verify --explain ITEM" }
            " shows the values of both sides on the terminal."
        }
    }
}

/// The root of the ledger, which others can check.
pub(super) fn ledger(report: &Report) -> Markup {
    let Some(totals) = &report.ledger else { return html! {} };
    html! {
        p {
            (grouped(totals.rows))
            " operations are accounted for one by one. The root over all of them: "
            code.root { (totals.root) }
            ". A ledger that " code { "migrayt ledger export" }
            " wrote for this run has the same root, and " code { "migrayt ledger verify" }
            " checks it anywhere."
        }
    }
}
