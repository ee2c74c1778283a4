use migrayt::core::operation::OperationKind;
use migrayt::core::plan::PlanSummary;
use migrayt::core::port::RunCounts;
use migrayt::verify::Verification;
use serde::Serialize;

use crate::memory;

/// The one line that ends the JSON output of `run` and `demo`.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    items_read: u64,
    items_created: u64,
    comments: u64,
    attachments: u64,
    links: u64,
    requests_total: u64,
    requests_per_item: f64,
    /// These three are null where nothing was read back.
    duplicates: Option<u64>,
    missing: Option<u64>,
    mismatches: Option<u64>,
    losses: u64,
    refusals: u64,
    /// Operations that the target refused during the run.
    failed: u64,
    /// Operations that a person must decide.
    doubts: u64,
    elapsed_s: f64,
    peak_rss_mb: Option<f64>,
}

impl Summary {
    /// Puts together what plan, run and verification counted.
    pub(crate) fn new(
        planned: &PlanSummary,
        counts: &RunCounts,
        verification: Option<&Verification>,
        requests: u64,
        elapsed: time::Duration,
    ) -> Self {
        let of = |kind: OperationKind| {
            let found = counts.kinds.iter().find(|(other, _)| *other == kind);
            found.map(|(_, counts)| *counts).unwrap_or_default()
        };
        Self {
            items_read: planned.items,
            items_created: of(OperationKind::Create).done,
            comments: of(OperationKind::Comment).done,
            attachments: of(OperationKind::Attach).done,
            links: of(OperationKind::Link).done,
            requests_total: requests,
            requests_per_item: ratio(requests, planned.items),
            duplicates: verification.map(|found| found.duplicates),
            missing: verification.map(|found| found.missing),
            mismatches: verification.map(|found| found.mismatches),
            losses: planned.losses,
            refusals: planned.refusals,
            failed: counts.kinds.iter().map(|(_, counts)| counts.failed).sum(),
            doubts: counts.kinds.iter().map(|(_, counts)| counts.doubts).sum(),
            elapsed_s: (elapsed.as_seconds_f64() * 1000.0).round() / 1000.0,
            peak_rss_mb: memory::peak_mb(),
        }
    }

    /// The summary as lines of a table for people.
    pub(crate) fn lines(&self) -> Vec<(&'static str, String)> {
        let known = |count: Option<u64>| count.map_or("not verified".to_owned(), |n| n.to_string());
        vec![
            ("Items read", self.items_read.to_string()),
            ("Items created", self.items_created.to_string()),
            ("Comments", self.comments.to_string()),
            ("Attachments", self.attachments.to_string()),
            ("Links", self.links.to_string()),
            ("Missing", known(self.missing)),
            ("Different", known(self.mismatches)),
            ("There twice", known(self.duplicates)),
            ("Losses", self.losses.to_string()),
            ("Refused items", self.refusals.to_string()),
            ("Failed operations", self.failed.to_string()),
            ("Doubts", self.doubts.to_string()),
            ("Requests", self.requests_total.to_string()),
            ("Requests per item", format!("{:.2}", self.requests_per_item)),
            ("Seconds", format!("{:.1}", self.elapsed_s)),
            (
                "Peak memory in MB",
                self.peak_rss_mb.map_or("not known".to_owned(), |mb| format!("{mb:.1}")),
            ),
        ]
    }
}

#[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
fn ratio(requests: u64, items: u64) -> f64 {
    if items == 0 { 0.0 } else { (requests as f64 / items as f64 * 1000.0).round() / 1000.0 }
}
