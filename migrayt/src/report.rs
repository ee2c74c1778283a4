//! The account of a migration, for people (HTML), programs (JSON) and spreadsheets (CSV).

mod advice;
mod cause;
mod html;
mod outcome;
mod people;
mod places;
mod rows;
mod tally;
#[cfg(test)]
mod test;

use std::collections::BTreeSet;

use migrayt_core::error::{ErrorKind, Result};
use migrayt_core::id::{EndpointId, ItemId, PlanId, RunId};
use migrayt_core::ledger::Totals;
use migrayt_core::plan::PlanSummary;
use migrayt_core::port::{Closing, Journal, PlanAccount, PlanStore, RunCounts};
use migrayt_mapping::Compiled;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use self::cause::{Cause, Why};
pub use self::outcome::{Outcome, Outcomes};
pub use self::people::People;
pub use self::places::{Places, Titles};
pub use self::rows::{ItemRow, ItemRows};
pub use self::tally::{ItemLine, Tally, TypeLine};

use crate::ledger::Ledger;
use crate::scan::Scan;
use crate::verify::Verification;

/// The version of the JSON report's shape. Version 1 had no tally, people and places.
pub const VERSION: u32 = 2;

/// What a migration planned, did and found. It holds ids, counts and codes, never content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of this shape, [`VERSION`].
    pub version: u32,
    /// The version of Migrayt that wrote it.
    pub written_by: String,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    pub written_at: OffsetDateTime,
    /// Where items were read.
    pub source: EndpointId,
    /// Where items were written.
    pub target: EndpointId,
    /// Where a person finds items with a browser.
    #[serde(default)]
    pub places: Places,
    /// The plan.
    pub plan: PlanId,
    /// What the plan counted.
    pub planned: PlanSummary,
    /// What cannot be carried, and what would be refused.
    pub account: PlanAccount,
    /// What became of the items.
    #[serde(default)]
    pub tally: Tally,
    /// How many people have an account in the target, where scan and mapping are at hand.
    #[serde(default)]
    pub people: Option<People>,
    /// The run, if there was one.
    pub run: Option<RunId>,
    /// How the run stands, if it was closed.
    pub closing: Option<Closing>,
    /// How its operations stand.
    pub counts: Option<RunCounts>,
    /// What the run's ledger comes to, unless the run was under way.
    #[serde(default)]
    pub ledger: Option<Totals>,
    /// What verification found, if the target was read back.
    pub verification: Option<Verification>,
}

/// What a report is made of besides plan and journal. What is missing is left out of it.
#[derive(Clone, Debug, Default)]
pub struct Background<'a> {
    /// What both endpoints are like, for the names of types.
    pub scan: Option<&'a Scan>,
    /// The mapping, for who has an account.
    pub mapper: Option<&'a Compiled>,
    /// Where a person finds items.
    pub places: Places,
    /// What verification found.
    pub verification: Option<Verification>,
}

impl Report {
    /// Gathers what plan and journal hold of the newest plan; `None` if there is no plan. Memory
    /// holds a page of items.
    pub async fn gather(
        endpoints: (EndpointId, EndpointId),
        plans: &dyn PlanStore,
        journal: &dyn Journal,
        background: Background<'_>,
        now: OffsetDateTime,
    ) -> Result<Option<Self>> {
        let Some((plan, _, planned)) = plans.newest_plan().await? else { return Ok(None) };
        let account = plans.plan_account(&plan).await?;
        let run = journal.newest_run(&plan).await?;
        let counts = match &run {
            Some((run, _)) => Some(journal.counts(run).await?),
            None => None,
        };
        let ledger = totals(endpoints.clone(), plans, journal).await?;
        let (source, target) = endpoints;
        let (run, closing) = run.map_or((None, None), |(run, closing)| (Some(run), closing));
        let rows = ItemRows::new(plans, journal, &plan, run.as_ref());
        let tally = Tally::of(rows, background.scan).await?;
        let people = background.scan.zip(background.mapper);
        Ok(Some(Self {
            version: VERSION,
            written_by: concat!("migrayt ", env!("CARGO_PKG_VERSION")).to_owned(),
            written_at: now,
            source,
            target,
            places: background.places,
            plan,
            planned,
            account,
            tally,
            people: people.map(|(scan, mapper)| People::of(scan, mapper)),
            run,
            closing,
            counts,
            ledger,
            verification: background.verification,
        }))
    }

    /// The items that the page lists, each once.
    pub fn listed(&self) -> Vec<ItemId> {
        let differences = self.verification.iter().flat_map(|found| &found.differences);
        let items = self.tally.unfinished.iter().map(|line| &line.item);
        let items: BTreeSet<&ItemId> =
            items.chain(differences.map(|difference| &difference.item)).collect();
        items.into_iter().cloned().collect()
    }

    /// The report as one HTML page that needs nothing else, with the titles that were asked for.
    pub fn to_html(&self, titles: &Titles) -> String {
        html::page(self, titles).into_string()
    }
}

/// A run that is under way has no ledger yet that could be compared with anything.
async fn totals(
    endpoints: (EndpointId, EndpointId),
    plans: &dyn PlanStore,
    journal: &dyn Journal,
) -> Result<Option<Totals>> {
    let Some(ledger) = Ledger::newest(endpoints, plans, journal).await? else { return Ok(None) };
    match ledger.totals().await {
        Ok(totals) => Ok(Some(totals)),
        Err(error) if error.kind() == ErrorKind::Conflict => Ok(None),
        Err(error) => Err(error),
    }
}
