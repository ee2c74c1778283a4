use maud::{Markup, html};
use migrayt_core::plan::LossKind;

use super::chart::Chart;
use super::summary::{PARTS, numbers};
use super::table::{Cell, Column, Table, grouped, share};
use crate::report::{Report, TypeLine};

/// Items by type and outcome.
pub(super) fn types(report: &Report) -> Markup {
    let lines = &report.tally.types;
    let rows = lines.iter().map(|line| {
        let counts = &line.outcomes;
        let target = line.target.as_deref().unwrap_or("no counterpart");
        let mut row = vec![Cell::words(&line.name), Cell::words(target)];
        row.push(Cell::Number(counts.scanned));
        row.extend(numbers(counts).into_iter().map(Cell::Number));
        row
    });
    let table = Table {
        caption: "Items by type and outcome",
        columns: &[
            Column::Words("Type"),
            Column::Words("Became"),
            Column::Numbers("Scanned"),
            Column::Numbers("Migrated"),
            Column::Numbers("Partial"),
            Column::Numbers("Failed"),
            Column::Numbers("Skipped"),
            Column::Numbers("Open"),
        ],
        rows: rows.collect(),
    };
    let bars = lines.iter().map(|line| (line.name.clone(), numbers(&line.outcomes)));
    let chart = Chart { title: "Items by type", parts: &PARTS, bars: bars.collect() };
    html! { (chart.markup()) (table.markup()) }
}

/// Types that became another one, and parents that could not be kept.
pub(super) fn hierarchy(report: &Report) -> Markup {
    let changed = |line: &&TypeLine| {
        line.target.as_ref().is_some_and(|target| !target.eq_ignore_ascii_case(&line.name))
    };
    let rows = report.tally.types.iter().filter(changed).map(|line| {
        vec![
            Cell::words(&line.name),
            level(line.level),
            Cell::words(line.target.as_deref().unwrap_or_default()),
            level(line.target_level),
            Cell::Number(line.outcomes.scanned),
        ]
    });
    let table = Table {
        caption: "Types that became another type",
        columns: &[
            Column::Words("Type"),
            Column::Numbers("Level"),
            Column::Words("Became"),
            Column::Numbers("Level"),
            Column::Numbers("Items"),
        ],
        rows: rows.collect(),
    };
    let lost = |kind: LossKind| -> u64 {
        let lines = report.account.losses.iter().filter(|line| line.code == kind.code());
        lines.map(|line| line.operations).sum()
    };
    let (linked, outside) = (lost(LossKind::ParentAsLink), lost(LossKind::ParentOutside));
    let labelled = lost(LossKind::ParentAsLabel);
    html! {
        (table.markup())
        @if linked > 0 {
            p { (grouped(linked)) " parents are links, since the target's levels cannot hold them." }
        }
        @if labelled > 0 {
            p { (grouped(labelled)) " parents are labels, as the mapping has it." }
        }
        @if outside > 0 {
            p { (grouped(outside)) " items have no parent, since theirs is not carried." }
        }
    }
}

fn level(level: Option<i32>) -> Cell {
    level.map_or(Cell::Nothing, |level| Cell::Spelled(level.to_string()))
}

/// How many people have an account. Nobody is named.
pub(super) fn people(report: &Report) -> Markup {
    let Some(people) = &report.people else { return html! {} };
    let rows =
        [("With an account in the target", people.matched), ("Without one", people.unmatched)];
    let rows = rows.map(|(what, count)| {
        vec![Cell::words(what), Cell::Number(count), Cell::Spelled(share(count, people.found))]
    });
    let table = Table {
        caption: "People of the source",
        columns: &[Column::Words("People"), Column::Numbers("Count"), Column::Numbers("Share")],
        rows: if people.found > 0 { rows.into() } else { Vec::new() },
    };
    let groups = people.groups.iter().map(|group| {
        vec![
            Cell::words(group.how.words()),
            Cell::Number(group.people),
            Cell::Number(group.used),
            Cell::words(group.how.help()),
        ]
    });
    let groups = Table {
        caption: "People by how they are matched",
        columns: &[
            Column::Words("Matched by"),
            Column::Numbers("People"),
            Column::Numbers("Used"),
            Column::Words("What to do"),
        ],
        rows: groups.collect(),
    };
    html! {
        (table.markup())
        (groups.markup())
        @if people.unassignable > 0 {
            p.note {
                (grouped(people.unassignable)) " have an account that the project's work cannot be \
                 assigned to."
            }
        }
        @if people.unmatched > 0 {
            p.note {
                "Who has no account is named in texts; fields that would hold them stay empty, or hold \
                 the account that the mapping has for them. Map people to accounts with migrayt \
                 people export and import."
            }
        }
    }
}
