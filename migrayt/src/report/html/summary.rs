use maud::{Markup, html};
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{Closing, KindCounts};

use super::chart::Chart;
use super::table::{Cell, Column, Table, grouped, share, size};
use crate::report::{Outcome, Outcomes, Report};

/// The classes of outcomes, in the order in which bars have them.
pub(super) const PARTS: [(&str, &str); 5] = [
    ("migrated", "Migrated"),
    ("partial", "Partially migrated"),
    ("failed", "Failed"),
    ("skipped", "Skipped"),
    ("open", "Open"),
];

pub(super) fn verdict(report: &Report) -> Markup {
    let counts = &report.tally.outcomes;
    let whole = counts.migrated == counts.scanned;
    let (class, words) = match (&report.closing, &report.verification) {
        (_, Some(verification)) if !verification.is_clean() => {
            ("bad", "Differences were found between plan and target: see below.")
        }
        (Some(Closing::Completed), Some(_)) if whole => {
            ("good", "Everything was carried and read back. Nothing is missing or there twice.")
        }
        (Some(Closing::Completed), Some(_)) => (
            "open",
            "What could be carried stands as planned, once. Some of it could not: see below.",
        ),
        (Some(Closing::Completed), None) => {
            ("open", "The run is complete. Run migrayt verify to prove it.")
        }
        (Some(Closing::Doubtful), _) => ("bad", "Some operations need a person's decision."),
        (Some(_), _) => ("open", "The run was interrupted and can be resumed."),
        (None, _) if report.run.is_some() => ("open", "The run is under way, or its process died."),
        (None, _) => ("open", "This is a plan. Nothing was written to the target."),
    };
    html! { p.verdict.(class) role="status" { (words) } }
}

/// Scanned, migrated, partially migrated, failed, skipped, with their shares.
pub(super) fn summary(report: &Report) -> Markup {
    let counts = &report.tally.outcomes;
    let shown = |outcome: &Outcome| *outcome != Outcome::Open || counts.open > 0;
    let outcomes: Vec<Outcome> = Outcome::ALL.into_iter().filter(shown).collect();
    let rows = outcomes.iter().map(|outcome| {
        let count = counts.of(*outcome);
        vec![
            Cell::words(outcome.words()),
            Cell::Number(count),
            Cell::Spelled(share(count, counts.scanned)),
            Cell::words(meaning(*outcome)),
        ]
    });
    let table = Table {
        caption: "What became of the items",
        columns: &[
            Column::Words("Outcome"),
            Column::Numbers("Items"),
            Column::Numbers("Share"),
            Column::Words("That is"),
        ],
        rows: rows.collect(),
    };
    let chart = Chart {
        title: "Items by outcome",
        parts: &PARTS,
        bars: vec![("All items".to_owned(), numbers(counts))],
    };
    html! {
        dl.tiles {
            div { dt { "Scanned" } dd { (grouped(counts.scanned)) } }
            @for outcome in &outcomes {
                div.(outcome.name()) {
                    dt { (outcome.words()) }
                    dd {
                        (grouped(counts.of(*outcome)))
                        span.share { (share(counts.of(*outcome), counts.scanned)) }
                    }
                }
            }
        }
        (chart.markup())
        (table.markup())
        @if counts.found_made > 0 {
            p {
                (grouped(counts.found_made))
                " of them were in the target already: an earlier run had made them."
            }
        }
    }
}

/// The operations of the run by kind, or what the plan has of them.
pub(super) fn phases(report: &Report) -> Markup {
    let bytes = report.verification.as_ref().map(|found| found.attachment_bytes);
    match &report.counts {
        Some(counts) => {
            let rows = counts.kinds.iter().filter(|(_, counts)| counts.planned > 0);
            let rows = rows.map(|(kind, counts)| phase(*kind, counts, bytes));
            let table = Table {
                caption: "Operations of the run by phase",
                columns: &[
                    Column::Words("Phase"),
                    Column::Numbers("Planned"),
                    Column::Numbers("Done"),
                    Column::Numbers("Found done"),
                    Column::Numbers("Failed"),
                    Column::Numbers("Left out"),
                    Column::Numbers("In doubt"),
                    Column::Numbers("Bytes"),
                ],
                rows: rows.collect(),
            };
            html! {
                (table.markup())
                p.note {
                    "Found done are those of the done ones that the target had already. Left out are \
                     those that were gone from the source or needed an item that was not made."
                    @if bytes.is_none() { " The bytes of files are counted when they are read back." }
                }
            }
        }
        None => planned(report),
    }
}

fn planned(report: &Report) -> Markup {
    let planned = &report.planned;
    let rows = [
        ("Items to create", planned.creates),
        ("Comments", planned.comments),
        ("Files", planned.attachments),
        ("Links", planned.links),
        ("Operations of any kind", planned.operations),
    ];
    let table = Table {
        caption: "What the plan would do",
        columns: &[Column::Words("What"), Column::Numbers("Planned")],
        rows: rows.map(|(what, count)| vec![Cell::words(what), Cell::Number(count)]).into(),
    };
    table.markup()
}

fn phase(kind: OperationKind, counts: &KindCounts, bytes: Option<u64>) -> Vec<Cell> {
    let bytes = bytes.filter(|_| kind == OperationKind::Attach);
    vec![
        Cell::words(phase_words(kind)),
        Cell::Number(counts.planned),
        Cell::Number(counts.done),
        Cell::Number(counts.adopted),
        Cell::Number(counts.failed),
        Cell::Number(counts.skipped),
        Cell::Number(counts.doubts),
        bytes.map_or(Cell::Nothing, |bytes| Cell::Spelled(size(bytes))),
    ]
}

/// A kind of operation as a phase of the run.
pub(super) fn phase_words(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Prepare => "Components, versions, sprints",
        OperationKind::Create => "Items created",
        OperationKind::Update => "Fields changed",
        OperationKind::Attach => "Files",
        OperationKind::RewriteBody => "Texts written again",
        OperationKind::Comment => "Comments",
        OperationKind::Worklog => "Work log entries",
        OperationKind::Watch => "Watchers",
        OperationKind::Property => "Properties",
        OperationKind::Transition => "Statuses",
        OperationKind::RemoteLink => "Links to pages",
        OperationKind::Sprint => "Sprints",
        OperationKind::Link => "Links",
        OperationKind::Rank => "Places in the backlog",
        _ => kind.name(),
    }
}

/// The numbers of outcomes, in the order of [`PARTS`].
pub(super) fn numbers(counts: &Outcomes) -> Vec<u64> {
    Outcome::ALL.iter().map(|outcome| counts.of(*outcome)).collect()
}

fn meaning(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Migrated => "there, with everything that was planned",
        Outcome::Partial => "there, without a file, comment, link or status",
        Outcome::Failed => "refused by the target during the run",
        Outcome::Skipped => "left out: refused by the plan, or gone from the source",
        Outcome::Open => "due, or nobody knows yet",
    }
}
