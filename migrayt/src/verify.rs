//! Reading the target back, all of it, and comparing it with the plan.

mod bytes;
mod compare;
mod difference;
mod explain;
mod names;
mod page;
mod verification;

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _};
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId, RunId};
use migrayt_core::plan::PlanRow;
use migrayt_core::port::{HighWater, Journal, PlanStore, Source, Target};

pub use self::difference::{Difference, DifferenceKind};
pub use self::explain::{Explained, Explainer, Explanation};
pub use self::verification::{Aspect, Check, Verification};

use self::names::Names;
use self::verification::Findings;

/// How many items are compared at once: what Jira reads in one request.
const PAGE: u32 = 100;

/// Compares what stands in the target with the plan and the journal.
#[derive(Clone, Debug)]
pub struct Verifier {
    /// Where the items came from.
    pub source: Arc<dyn Source>,
    /// Where they went.
    pub target: Arc<dyn Target>,
    /// The target's catalog, as the plan was made with it.
    pub catalog: Arc<Catalog>,
    /// What was planned.
    pub plans: Arc<dyn PlanStore>,
    /// What was done.
    pub journal: Arc<dyn Journal>,
    /// The key of the digests in the plan.
    pub key: DigestKey,
    /// What to compare.
    pub options: VerifyOptions,
}

/// What is compared.
#[derive(Clone, Debug, Default)]
pub struct VerifyOptions {
    /// How files are compared.
    pub files: Files,
    /// Only these items, by their ids in the source; all if it is empty.
    pub only: BTreeSet<ItemId>,
}

/// How files are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Files {
    /// By name and size, which costs no request.
    #[default]
    Size,
    /// Byte by byte too: every file is read from both ends, and never held as a whole.
    Digest,
}

impl Verifier {
    /// Reads back every item of a run, and looks through the whole project for items that carry a
    /// marker of this source and that the journal does not know.
    ///
    /// Memory holds one page at a time and the first thousand differences.
    pub async fn verify(
        &self,
        plan: &PlanId,
        run: &RunId,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Verification> {
        let mut found = Findings::default();
        // Sprints that the run made are not in the plan's catalog.
        let now = self.target.catalog(&self.key).await?;
        let names = Names::of(self.target.as_ref(), &now, &self.key);
        let mut after = None;
        loop {
            let page = self.plans.plan_page(plan, after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            let rows: Vec<PlanRow> = page.into_iter().map(|(_, row)| row).collect();
            let rows: Vec<PlanRow> = rows.into_iter().filter(|row| self.wants(&row.item)).collect();
            if !rows.is_empty() {
                self.compare_page(run, &rows, &names, &mut found).await?;
            }
            progress(found.of.items);
        }
        self.find_duplicates(run, &mut found).await?;
        Ok(found.finish())
    }

    fn wants(&self, item: &ItemId) -> bool {
        self.options.only.is_empty() || self.options.only.contains(item)
    }

    /// Every marked item of this source must be the one that the journal names.
    async fn find_duplicates(&self, run: &RunId, found: &mut Findings) -> Result<()> {
        let (organization, project) = self.source.origin();
        let mut chunks = self
            .target
            .sweep(HighWater::start())
            .try_filter(|(_, origin)| {
                let ours = origin.organization == organization && origin.project == project;
                std::future::ready(ours && self.wants(&origin.item))
            })
            .try_chunks(500);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|broken| broken.1)?;
            let items: Vec<ItemId> = chunk.iter().map(|(_, origin)| origin.item.clone()).collect();
            let went = self.journal.resolve(run, &items).await?;
            for ((target, origin), went) in chunk.into_iter().zip(went) {
                if went.is_none_or(|went| went.id != target.id) {
                    let kind = DifferenceKind::ItemDuplicate;
                    found.duplicate(Difference::of(origin.item, Some(target.key), kind));
                }
            }
        }
        Ok(())
    }
}
