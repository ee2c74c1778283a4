use maud::{DOCTYPE, Markup, PreEscaped, html};
use migrayt_core::ledger::Totals;
use migrayt_core::plan::{LossKind, RefusalKind};
use migrayt_core::port::{Closing, RunCounts};
use time::format_description::well_known::Rfc3339;

use super::Report;
use crate::verify::{Difference, Verification};

const STYLE: &str = include_str!("style.css");

/// The whole page.
pub(super) fn page(report: &Report) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Migration of " (report.source) " to " (report.target) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Migration report" }
                    p { (report.source) " to " (report.target) }
                    (verdict(report))
                }
                main {
                    (summary(report))
                    @if let Some(counts) = &report.counts { (operations(counts)) }
                    @if let Some(totals) = &report.ledger { (ledger(totals)) }
                    @if let Some(verification) = &report.verification {
                        (differences(&verification.differences))
                    }
                    (losses(report))
                    (refusals(report))
                }
                footer {
                    p {
                        "Written by " (report.written_by) " at "
                        (report.written_at.format(&Rfc3339).unwrap_or_default())
                        ". Plan " code { (report.plan) }
                        @if let Some(run) = &report.run { ", run " code { (run) } }
                        ". It holds ids, counts and codes, and nothing that people wrote."
                    }
                }
            }
        }
    }
}

fn verdict(report: &Report) -> Markup {
    let (class, words) = match (&report.closing, &report.verification) {
        (_, Some(verification)) if !verification.is_clean() => {
            ("bad", "Differences were found: see below.")
        }
        (Some(Closing::Completed), Some(_)) => {
            ("good", "Everything was carried and read back. Nothing is missing or there twice.")
        }
        (Some(Closing::Completed), None) => {
            ("open", "Everything was carried. Run verify to prove it.")
        }
        (Some(Closing::Doubtful), _) => ("bad", "Some operations need a person's decision."),
        (Some(_), _) => ("open", "The run was interrupted and can be resumed."),
        (None, _) if report.run.is_some() => ("open", "The run is under way, or its process died."),
        (None, _) => ("open", "This is a plan. Nothing was written to the target."),
    };
    html! { p.verdict.(class) role="status" { (words) } }
}

fn summary(report: &Report) -> Markup {
    let planned = &report.planned;
    let lines = [
        ("Items in scope", planned.items),
        ("Items to create", planned.creates),
        ("Comments", planned.comments),
        ("Files", planned.attachments),
        ("Links", planned.links),
        ("Losses", planned.losses),
        ("Refused items", planned.refusals),
    ];
    html! {
        section aria-labelledby="plan" {
            h2 id="plan" { "Plan" }
            table {
                thead { tr { th scope="col" { "What" } th.number scope="col" { "Count" } } }
                tbody {
                    @for (what, count) in lines {
                        tr { th scope="row" { (what) } td.number { (count) } }
                    }
                }
            }
        }
        @if let Some(verification) = &report.verification { (verified(verification)) }
    }
}

fn verified(verification: &Verification) -> Markup {
    let lines = [
        ("Items compared", verification.items),
        ("As planned", verification.matched),
        ("Missing", verification.missing),
        ("Different", verification.mismatches),
        ("There twice", verification.duplicates),
        ("Changed in the source since the plan", verification.drifted),
        ("Gone from the source", verification.gone),
        ("Refused by the plan", verification.refused),
    ];
    html! {
        section aria-labelledby="verification" {
            h2 id="verification" { "Verification" }
            table {
                thead { tr { th scope="col" { "What" } th.number scope="col" { "Count" } } }
                tbody {
                    @for (what, count) in lines {
                        tr { th scope="row" { (what) } td.number { (count) } }
                    }
                }
            }
        }
    }
}

fn operations(counts: &RunCounts) -> Markup {
    html! {
        section aria-labelledby="run" {
            h2 id="run" { "Run" }
            table {
                thead {
                    tr {
                        th scope="col" { "Operation" }
                        @for column in ["Planned", "Done", "Adopted", "Failed", "Skipped", "In doubt"] {
                            th.number scope="col" { (column) }
                        }
                    }
                }
                tbody {
                    @for (kind, counts) in &counts.kinds {
                        tr {
                            th scope="row" { (kind.name()) }
                            @for count in [
                                counts.planned, counts.done, counts.adopted, counts.failed,
                                counts.skipped, counts.doubts,
                            ] {
                                td.number { (count) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn ledger(totals: &Totals) -> Markup {
    html! {
        section aria-labelledby="ledger" {
            h2 id="ledger" { "Ledger" }
            p {
                (totals.rows) " operations are accounted for one by one. The root over all of them: "
                code { (totals.root) } ". A ledger that "
                code { "migrayt ledger export" } " wrote for this run has the same root, and "
                code { "migrayt ledger verify" } " checks it anywhere."
            }
        }
    }
}

fn differences(differences: &[Difference]) -> Markup {
    html! {
        @if !differences.is_empty() {
            section aria-labelledby="differences" {
                h2 id="differences" { "Differences" }
                table {
                    thead {
                        tr {
                            @for column in ["Item", "In the target", "What", "Where"] {
                                th scope="col" { (column) }
                            }
                        }
                    }
                    tbody {
                        @for difference in differences {
                            tr {
                                th scope="row" { (difference.item) }
                                td { @if let Some(target) = &difference.target { (target) } }
                                td { (difference.kind.words()) }
                                td { @if let Some(place) = &difference.place { code { (place) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn losses(report: &Report) -> Markup {
    html! {
        section aria-labelledby="losses" {
            h2 id="losses" { "What the target cannot hold as it is" }
            @if report.account.losses.is_empty() {
                p { "Nothing." }
            } @else {
                table {
                    thead {
                        tr {
                            th scope="col" { "What" }
                            th scope="col" { "Field" }
                            th.number scope="col" { "Operations" }
                            th.number scope="col" { "Times" }
                        }
                    }
                    tbody {
                        @for line in &report.account.losses {
                            tr {
                                th scope="row" {
                                    (loss_words(&line.code))
                                }
                                td { code { (line.field) } }
                                td.number { (line.operations) }
                                td.number { (line.count) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A loss in words; a code that a later version wrote stands for itself.
fn loss_words(code: &str) -> &str {
    match LossKind::from_code(code) {
        Some(kind) => kind.words(),
        None => code,
    }
}

fn refusals(report: &Report) -> Markup {
    html! {
        section aria-labelledby="refusals" {
            h2 id="refusals" { "Items that the target would refuse" }
            @if report.account.refusals.is_empty() {
                p { "None." }
            } @else {
                table {
                    thead {
                        tr {
                            th scope="col" { "Why" }
                            th scope="col" { "Field" }
                            th.number scope="col" { "Items" }
                            th scope="col" { "What to do" }
                        }
                    }
                    tbody {
                        @for line in &report.account.refusals {
                            @let kind = RefusalKind::from_code(&line.code);
                            tr {
                                th scope="row" { (refusal_words(&line.code)) }
                                td { code { (line.field) } }
                                td.number { (line.operations) }
                                td { (kind.map_or("", RefusalKind::help)) }
                            }
                        }
                    }
                }
                p {
                    "The first of them: "
                    @for (item, refusal) in &report.account.refused {
                        code { (item) } " (" (refusal.kind.code()) ") "
                    }
                }
            }
        }
    }
}

/// A refusal in words; a code that a later version wrote stands for itself.
fn refusal_words(code: &str) -> &str {
    match RefusalKind::from_code(code) {
        Some(kind) => kind.words(),
        None => code,
    }
}
