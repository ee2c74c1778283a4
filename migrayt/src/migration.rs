//! One migration, from scan to report, over ports that the caller chose.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use migrayt_core::digest::DigestKey;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{ItemId, PlanId, RunId, WorkerId};
use migrayt_core::plan::PlanSummary;
use migrayt_core::port::{
    Clock, Closing, Credential, Ids, Journal, Mapper, PlanStore, ReadPlan, ReadView, RunCounts,
    RunSpec, Source, Target,
};
use migrayt_core::run::{Driver, Observer, Ports, Settings, Silent, Sweep};
use migrayt_mapping::{Compiled, MappingDocument};
use tokio_util::sync::CancellationToken;

use crate::ledger::Ledger;
use crate::plan::{Extent, PlanStep, Planner};
use crate::report::{Background, Report, Titles};
use crate::scan::Scan;
use crate::verify::{Difference, Explainer, Explanation, Verification, Verifier, VerifyOptions};

/// What a migration works with.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Where items are read.
    pub source: Arc<dyn Source>,
    /// Where items are written.
    pub target: Arc<dyn Target>,
    /// The target's credential, if it can be rotated: the fence against a worker that was thought
    /// dead and still sends. An API token cannot, so that leaving it out says the same.
    pub fence: Option<Arc<dyn Credential>>,
    /// What is done is recorded here.
    pub journal: Arc<dyn Journal>,
    /// What is planned is recorded here; usually the same as the journal.
    pub plans: Arc<dyn PlanStore>,
    /// The key of the digests in plan and journal: one per journal, kept apart from it.
    pub key: DigestKey,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub ids: Arc<dyn Ids>,
}

/// One migration. Each step can be taken by another process than the one before: what they need
/// of each other is the scan, the mapping and the journal.
#[derive(Clone, Debug)]
pub struct Migration {
    parts: Parts,
}

/// How a run is carried out.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// Waits and sizes.
    pub settings: Settings,
    /// Who is told of progress.
    pub observer: Arc<dyn Observer>,
    /// Asks the run to stop.
    pub stop: CancellationToken,
    /// Whether a new run may begin, or only one go on that began before.
    pub may_begin: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            observer: Arc::new(Silent),
            stop: CancellationToken::new(),
            may_begin: true,
        }
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct RunOutcome {
    /// The run.
    pub run: RunId,
    /// How it stands; `None` if another worker took over.
    pub closing: Option<Closing>,
    /// Why it had to stop, if it had to.
    pub cause: Option<Error>,
    /// How its operations stand.
    pub counts: RunCounts,
    /// What stands in the target, if the run came to its end and looked.
    pub sweep: Option<Sweep>,
}

impl Migration {
    /// A migration over these parts.
    pub fn new(parts: Parts) -> Self {
        Self { parts }
    }

    /// The parts.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Looks at both endpoints: types, fields, states, people, counts.
    pub async fn scan(&self) -> Result<Scan> {
        let source = self.parts.source.catalog(&self.parts.key).await?;
        let target = self.parts.target.catalog(&self.parts.key).await?;
        Ok(Scan::new(source, target))
    }

    /// Makes a mapping ready for use.
    ///
    /// # Errors
    /// `ConfigInvalid` if it does not fit the catalogs.
    pub fn compile(&self, mapping: MappingDocument, scan: &Scan) -> Result<Arc<Compiled>> {
        let origin = self.parts.source.origin();
        Ok(Arc::new(Compiled::new(mapping, &scan.source, &scan.target, origin, &self.parts.key)?))
    }

    /// Plans every item in scope. Nothing is written to the target.
    pub async fn plan(
        &self,
        mapper: Arc<dyn Mapper>,
        scan: &Scan,
        stop: &CancellationToken,
        progress: &(dyn Fn(PlanStep) + Send + Sync),
    ) -> Result<(PlanId, PlanSummary)> {
        self.plan_of(Extent::all(), mapper, scan, stop, progress).await
    }

    /// Plans some of the items. Nothing is written to the target.
    pub async fn plan_of(
        &self,
        extent: Extent,
        mapper: Arc<dyn Mapper>,
        scan: &Scan,
        stop: &CancellationToken,
        progress: &(dyn Fn(PlanStep) + Send + Sync),
    ) -> Result<(PlanId, PlanSummary)> {
        let plan = PlanId::from_bits(self.parts.ids.fresh());
        let planner = Planner {
            source: Arc::clone(&self.parts.source),
            target: Arc::clone(&self.parts.target),
            catalog: Arc::new(scan.target.clone()),
            mapper,
            plans: Arc::clone(&self.parts.plans),
            key: self.parts.key.clone(),
            extent,
        };
        let summary = planner.plan(&plan, stop, progress).await?;
        Ok((plan, summary))
    }

    /// Carries out the newest plan, or goes on with it.
    ///
    /// # Errors
    /// `Conflict` if the mapping is not the one that the plan was made with; `LeaseHeld` while
    /// another process holds the run; `Misuse` if there is no plan, or no run to go on with.
    pub async fn run(
        &self,
        mapper: Arc<Compiled>,
        scan: &Scan,
        options: RunOptions,
    ) -> Result<RunOutcome> {
        let parts = &self.parts;
        let (plan, fingerprint, _) = self.newest_plan().await?;
        refuse_other_mapping(&plan, &fingerprint, mapper.fingerprint())?;
        let run = match parts.journal.newest_run(&plan).await? {
            Some((run, _)) => run,
            None if options.may_begin => run_of(&plan),
            None => {
                return Err(Error::new(ErrorKind::Misuse, "there is no run to go on with")
                    .with("plan", plan)
                    .with_help("begin it with `migrayt run`"));
            }
        };
        let spec = self.spec(run.clone(), plan, fingerprint).await?;
        let preparations = mapper.preparations();
        let wired = Ports {
            source: Arc::clone(&parts.source),
            target: Arc::clone(&parts.target),
            fence: parts.fence.clone(),
            mapper,
            journal: Arc::clone(&parts.journal),
            plans: Arc::clone(&parts.plans),
            clock: Arc::clone(&parts.clock),
            ids: Arc::clone(&parts.ids),
        };
        let worker = WorkerId::from_bits(parts.ids.fresh());
        let catalog = Arc::new(scan.target.clone());
        let end = Driver::new(wired, spec, worker, catalog, parts.key.clone())
            .with_preparations(preparations)
            .with_settings(options.settings)
            .with_observer(options.observer)
            .with_stop(options.stop)
            .run()
            .await?;
        let counts = parts.journal.counts(&run).await?;
        Ok(RunOutcome { run, closing: end.closing, cause: end.cause, counts, sweep: end.sweep })
    }

    /// Reads the target back and compares it with the newest plan.
    ///
    /// # Errors
    /// `Misuse` if there is no plan or no run, or if one of the items asked for is not in the plan.
    pub async fn verify(
        &self,
        scan: &Scan,
        options: VerifyOptions,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Verification> {
        let (plan, run) = self.run_to_verify().await?;
        for item in &options.only {
            self.parts.plans.outlines(&plan, std::slice::from_ref(item)).await?.pop().ok_or_else(
                || Error::new(ErrorKind::Misuse, "the plan has no such item").with("item", item),
            )?;
        }
        self.verifier(scan, options).verify(&plan, &run, progress).await
    }

    /// Shows what differences are about, with the values of both sides as they are at this moment.
    /// What it gives is content, and is kept nowhere.
    ///
    /// # Errors
    /// `Conflict` if the mapping is not the one that the plan was made with; as for
    /// [`Migration::verify`].
    pub async fn explain(
        &self,
        mapper: Arc<Compiled>,
        scan: &Scan,
        differences: &[Difference],
    ) -> Result<Vec<Explanation>> {
        let (plan, fingerprint, _) = self.newest_plan().await?;
        refuse_other_mapping(&plan, &fingerprint, mapper.fingerprint())?;
        let (plan, run) = self.run_to_verify().await?;
        let verifier = self.verifier(scan, VerifyOptions::default());
        Explainer { verifier, mapper, plan, run }.explain(differences).await
    }

    fn verifier(&self, scan: &Scan, options: VerifyOptions) -> Verifier {
        Verifier {
            source: Arc::clone(&self.parts.source),
            target: Arc::clone(&self.parts.target),
            catalog: Arc::new(scan.target.clone()),
            plans: Arc::clone(&self.parts.plans),
            journal: Arc::clone(&self.parts.journal),
            key: self.parts.key.clone(),
            options,
        }
    }

    async fn run_to_verify(&self) -> Result<(PlanId, RunId)> {
        self.newest_run_or("there is no run to verify").await
    }

    pub(crate) async fn newest_run_or(&self, reason: &'static str) -> Result<(PlanId, RunId)> {
        let (plan, _, run) = self.newest_run().await?;
        let Some(run) = run else {
            return Err(Error::new(ErrorKind::Misuse, reason)
                .with("plan", plan)
                .with_help("carry the plan out with `migrayt run`"));
        };
        Ok((plan, run))
    }

    /// The ledger of the newest run.
    ///
    /// # Errors
    /// `Misuse` if there is no plan or no run.
    pub async fn ledger(&self) -> Result<Ledger<'_>> {
        let parts = &self.parts;
        let endpoints = (parts.source.endpoint().clone(), parts.target.endpoint().clone());
        let newest = Ledger::newest(endpoints, parts.plans.as_ref(), parts.journal.as_ref());
        newest.await?.ok_or_else(|| {
            Error::new(ErrorKind::Misuse, "there is no run that could have a ledger")
                .with_help("carry a plan out with `migrayt run`")
        })
    }

    /// Gathers the report of the newest plan.
    ///
    /// # Errors
    /// `Misuse` if there is no plan.
    pub async fn report(&self, background: Background<'_>) -> Result<Report> {
        let endpoints =
            (self.parts.source.endpoint().clone(), self.parts.target.endpoint().clone());
        let report = Report::gather(
            endpoints,
            self.parts.plans.as_ref(),
            self.parts.journal.as_ref(),
            background,
            self.parts.clock.now(),
        );
        report.await?.ok_or_else(no_plan)
    }

    /// Fetches the titles of items from the source, for somebody who asked for them.
    pub async fn titles(&self, items: &[ItemId]) -> Result<Titles> {
        let mut titles = Titles::default();
        if items.is_empty() {
            return Ok(titles);
        }
        let mut pages = self.parts.source.read(ReadPlan::items(items.to_vec(), ReadView::Full));
        while let Some(page) = pages.try_next().await? {
            titles.extend(page.items.into_iter().map(|item| (item.id, item.title)));
        }
        Ok(titles)
    }

    pub(crate) async fn newest_plan(&self) -> Result<(PlanId, String, PlanSummary)> {
        self.parts.plans.newest_plan().await?.ok_or_else(no_plan)
    }

    /// What a run of a plan is, as its journal knows it.
    pub(crate) async fn spec(
        &self,
        run: RunId,
        plan: PlanId,
        fingerprint: String,
    ) -> Result<RunSpec> {
        let parts = &self.parts;
        Ok(RunSpec {
            run,
            plan,
            fingerprint,
            source: parts.source.endpoint().clone(),
            target: parts.target.endpoint().clone(),
            high_water: parts.target.high_water().await?,
        })
    }

    /// The newest plan and its run, if it has one.
    pub(crate) async fn newest_run(&self) -> Result<(PlanId, String, Option<RunId>)> {
        let (plan, fingerprint, _) = self.newest_plan().await?;
        let run = self.parts.journal.newest_run(&plan).await?;
        Ok((plan, fingerprint, run.map(|(run, _)| run)))
    }
}

/// The run of a plan. Its id follows from the plan's, so that two processes that begin it at the
/// same moment begin the same run, and one of them finds it held.
fn run_of(plan: &PlanId) -> RunId {
    let bits = plan.as_str().trim_start_matches(PlanId::PREFIX);
    RunId::new(format!("{}{bits}", RunId::PREFIX))
}

fn refuse_other_mapping(plan: &PlanId, planned: &str, now: &str) -> Result<()> {
    if planned == now {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Conflict, "the mapping is not the one that the plan was made with")
        .with("plan", plan.clone())
        .with_help("run `migrayt plan` again, or restore the mapping"))
}

fn no_plan() -> Error {
    Error::new(ErrorKind::Misuse, "there is no plan").with_help("make one with `migrayt plan`")
}
