//! The page: one file, without a script, readable in light and dark and on paper.

mod chart;
mod items;
mod kinds;
mod losses;
mod proof;
mod summary;
mod table;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use time::format_description::well_known::Rfc3339;

use super::{Report, Titles};

const STYLE: &str = include_str!("style.css");

/// The whole page.
pub(super) fn page(report: &Report, titles: &Titles) -> Markup {
    let sections = [
        ("summary", "Summary", summary::summary(report)),
        ("phases", "What was done", summary::phases(report)),
        ("types", "By type", kinds::types(report)),
        ("hierarchy", "Hierarchy", kinds::hierarchy(report)),
        ("people", "People", kinds::people(report)),
        ("losses", "What the target cannot hold as it is", losses::losses(report)),
        ("refusals", "What the target would refuse", losses::refusals(report)),
        ("causes", "Why something is missing", losses::causes(report)),
        ("items", "Items that are not whole", items::unfinished(report, titles)),
        ("doubts", "Doubts", items::doubts(report)),
        ("verification", "Verification", proof::verification(report)),
        ("differences", "Differences", proof::differences(report, titles)),
        ("ledger", "Ledger", proof::ledger(report)),
    ];
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Migration of " (report.source) " to " (report.target) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Migration report" }
                    p.ends { (report.source) " to " (report.target) }
                    (summary::verdict(report))
                }
                main {
                    @for (id, title, content) in sections {
                        @if !content.0.is_empty() {
                            section aria-labelledby=(id) {
                                h2 id=(id) { (title) }
                                (content)
                            }
                        }
                    }
                }
                footer {
                    p {
                        "Written by " (report.written_by) " at "
                        (report.written_at.format(&Rfc3339).unwrap_or_default())
                        ". Plan " code { (report.plan) }
                        @if let Some(run) = &report.run { ", run " code { (run) } }
                        ". "
                        @if titles.is_empty() {
                            "It holds ids, counts and codes, and nothing that people wrote."
                        } @else {
                            "It holds ids, counts, codes, and the titles of items, which were asked for."
                        }
                    }
                }
            }
        }
    }
}
