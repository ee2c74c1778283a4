//! The account of a migration, for people (HTML), programs (JSON) and spreadsheets (CSV).

mod html;
mod rows;

use migrayt_core::error::{ErrorKind, Result};
use migrayt_core::id::{EndpointId, PlanId, RunId};
use migrayt_core::ledger::Totals;
use migrayt_core::plan::PlanSummary;
use migrayt_core::port::{Closing, Journal, PlanAccount, PlanStore, RunCounts};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use self::rows::{ItemRow, ItemRows};

use crate::ledger::Ledger;
use crate::verify::Verification;

/// The version of the JSON report's shape.
pub const VERSION: u32 = 1;

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
    /// The plan.
    pub plan: PlanId,
    /// What the plan counted.
    pub planned: PlanSummary,
    /// What cannot be carried, and what would be refused.
    pub account: PlanAccount,
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

impl Report {
    /// Gathers what plan and journal hold of the newest plan; `None` if there is no plan.
    pub async fn gather(
        endpoints: (EndpointId, EndpointId),
        plans: &dyn PlanStore,
        journal: &dyn Journal,
        verification: Option<Verification>,
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
        Ok(Some(Self {
            version: VERSION,
            written_by: concat!("migrayt ", env!("CARGO_PKG_VERSION")).to_owned(),
            written_at: now,
            source,
            target,
            plan,
            planned,
            account,
            run,
            closing,
            counts,
            ledger,
            verification,
        }))
    }

    /// The report as one HTML page that needs nothing else.
    pub fn to_html(&self) -> String {
        html::page(self).into_string()
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
