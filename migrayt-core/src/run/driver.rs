use std::future::pending;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::{BoxFuture, Either, FutureExt as _, select};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::draft::Drafts;
use super::effect::Effect;
use super::event::Event;
use super::machine::{Limits, Machine};
use super::mutant::{self, Mutant};
use super::send::{MaySend, Sender, Wish};
use super::sweep::{Sweep, sweep};
use super::{Observer, Ports, Progress, Settings, adopt, locate};
use crate::catalog::Catalog;
use crate::digest::DigestKey;
use crate::error::{Error, ErrorKind, Result};
use crate::id::WorkerId;
use crate::operation::OperationKind;
use crate::port::{
    Closing, Doubt, HighWater, Lease, Outcome, OutcomeState, Preparation, RunSpec, Settlement,
};
use crate::retry::drive;

/// Carries the effects of a [`Machine`] to the ports.
///
/// It spawns nothing: everything runs within the future of [`Driver::run`], and ends with it. A
/// future that is dropped leaves operations in doubt, never lost or sent twice by the next run.
#[derive(Debug)]
pub struct Driver {
    ports: Ports,
    spec: RunSpec,
    worker: WorkerId,
    catalog: Arc<Catalog>,
    key: DigestKey,
    settings: Settings,
    observer: Arc<dyn Observer>,
    stop: CancellationToken,
    drafts: Drafts,
    sender: Sender,
    preparations: Vec<Preparation>,
    high_water: Mutex<HighWater>,
    lease: Arc<Mutex<Option<Lease>>>,
    cause: Mutex<Option<Error>>,
    swept: Mutex<Option<Sweep>>,
}

/// How many preparations are made between two renewals of the lease.
const PREPARED_AT_ONCE: usize = 20;

/// How a run ended.
#[derive(Debug)]
pub struct RunEnd {
    /// How it stands; `None` if another worker took over.
    pub closing: Option<Closing>,
    /// Why it had to stop, if it had to.
    pub cause: Option<Error>,
    /// What stands in the target, if it was looked through.
    pub sweep: Option<Sweep>,
}

impl Driver {
    /// A driver for one process' work on a run. `catalog` is the target's.
    pub fn new(
        ports: Ports,
        spec: RunSpec,
        worker: WorkerId,
        catalog: Arc<Catalog>,
        key: DigestKey,
    ) -> Self {
        Self {
            ports,
            spec,
            worker,
            catalog,
            key,
            settings: Settings::default(),
            observer: Arc::new(super::Silent),
            stop: CancellationToken::new(),
            drafts: Drafts::default(),
            sender: Sender::default(),
            preparations: Vec::new(),
            high_water: Mutex::new(HighWater::start()),
            lease: Arc::default(),
            cause: Mutex::new(None),
            swept: Mutex::new(None),
        }
    }

    /// Sets what items refer to and must be there before them. It is looked for by name, and made
    /// if it is missing, by the worker that holds the run.
    #[must_use]
    pub fn with_preparations(mut self, preparations: Vec<Preparation>) -> Self {
        self.preparations = preparations;
        self
    }

    /// Sets waits and sizes.
    #[must_use]
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Sets who is told of progress.
    #[must_use]
    pub fn with_observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = observer;
        self
    }

    /// Sets the token that asks the run to stop: nothing more is sent, what is under way is waited
    /// for, and the run can be resumed.
    #[must_use]
    pub fn with_stop(mut self, stop: CancellationToken) -> Self {
        self.stop = stop;
        self
    }

    /// Runs to an end: everything settled, a stop, or a cause that a person must remove.
    ///
    /// # Errors
    /// Only before anything was sent: `LeaseHeld` while another worker holds the run, `Conflict` if
    /// the run belongs to another plan or mapping, and whatever the journal or target answers.
    pub async fn run(self) -> Result<RunEnd> {
        let span = tracing::info_span!("run", run = %self.spec.run);
        self.drive().instrument(span).await
    }

    async fn drive(self) -> Result<RunEnd> {
        let clock = Arc::clone(&self.ports.clock);
        let journal = &self.ports.journal;
        let opened =
            journal.open(&self.spec, &self.worker, clock.now(), self.settings.lease).await?;
        *self.lease.lock().unwrap_or_else(PoisonError::into_inner) = Some(opened.lease.clone());
        self.high_water
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&opened.high_water);
        if let Err(error) = self.make_ready().await {
            journal.close(&opened.lease, Closing::Broken).await?;
            return Err(error);
        }
        let counts = journal.counts(&self.spec.run).await?;
        self.observer.observe(&Progress::Opened { resumed: opened.resumed, counts });

        let limits = Limits::of(
            self.ports.source.capabilities().max_page,
            &self.ports.target.capabilities(),
        );
        let mut machine = Machine::new(self.settings.clone(), limits);
        let mut under_way: FuturesUnordered<BoxFuture<'_, Event>> = FuturesUnordered::new();
        let Lease { until, epoch, .. } = self.lease()?;
        let mut event = Event::Opened { until, epoch, stages: opened.stages };
        let mut shown = None;
        let mut stopped = false;
        loop {
            for effect in machine.step(event, clock.now()) {
                match effect {
                    Effect::Forget { keys } => self.drafts.forget(&keys),
                    Effect::Close { closing } => {
                        // What is under way is dropped: it stays in doubt.
                        drop(under_way);
                        return self.close(closing).await;
                    }
                    effect => under_way.push(self.carry(effect).boxed()),
                }
            }
            if machine.stage() != shown {
                shown = machine.stage();
                if let Some(stage) = shown {
                    self.observer.observe(&Progress::Stage { stage });
                }
            }
            if let Some((doubts, until)) = machine.waiting() {
                let doubts = u64::try_from(doubts).unwrap_or(u64::MAX);
                self.observer.observe(&Progress::Waiting { doubts, until });
            }
            event = self.next(&machine, &mut under_way, &mut stopped).await;
        }
    }

    /// Makes what items refer to, and recognises what an earlier run made.
    async fn make_ready(&self) -> Result<()> {
        for some in self.preparations.chunks(PREPARED_AT_ONCE) {
            // What is prepared is looked for first, so that asking again makes nothing twice.
            self.again(|| {
                let made = self.ports.target.prepare(some);
                made.map(|made| made.into_iter().collect::<Result<Vec<_>>>())
            })
            .await?;
            self.renew().await?;
        }
        let counts = self.ports.journal.counts(&self.spec.run).await?;
        adopt::adopt(&self.ports, &self.lease()?, &counts).await?;
        self.renew().await?;
        Ok(())
    }

    /// Repeats what does no harm when it is repeated, as long as that may help.
    async fn again<T, F>(&self, call: impl FnMut() -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let policy = self.settings.retry();
        drive(&policy, self.ports.clock.as_ref(), self.ports.ids.as_ref(), true, call).await
    }

    async fn renew(&self) -> Result<Lease> {
        let now = self.ports.clock.now();
        let renewed = self.ports.journal.renew(&self.lease()?, now, self.settings.lease).await?;
        *self.lease.lock().unwrap_or_else(PoisonError::into_inner) = Some(renewed.clone());
        Ok(renewed)
    }

    /// Ends the credentials that workers of older epochs may still hold, if one of them may have
    /// sent something. Returns when that was done; `None` if nothing can be fenced.
    async fn fence(&self, doubts: &[Doubt], epoch: u64) -> Result<Option<OffsetDateTime>> {
        let Some(credential) = &self.ports.fence else { return Ok(None) };
        if doubts.iter().all(|doubt| doubt.epoch >= epoch) || mutant::is(Mutant::NoFence) {
            return Ok(None);
        }
        match self.again(|| credential.fence()).await {
            Ok(()) => Ok(Some(self.ports.clock.now())),
            Err(error) if error.kind() == ErrorKind::Unsupported => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The next event: an answer, the machine's wake-up, or a wish to stop.
    async fn next(
        &self,
        machine: &Machine,
        under_way: &mut FuturesUnordered<BoxFuture<'_, Event>>,
        stopped: &mut bool,
    ) -> Event {
        let answer = async {
            match under_way.next().await {
                Some(event) => event,
                None => pending().await,
            }
        };
        let tick = async {
            match machine.wake_at() {
                Some(moment) => self.ports.clock.sleep_until(moment).await,
                None => pending().await,
            }
            Event::Tick
        };
        let heard = *stopped;
        let stop = async {
            if heard {
                pending::<()>().await;
            } else {
                self.stop.cancelled().await;
            }
            Event::Stop
        };
        // The wish to stop comes first, so that a busy run hears it.
        let (answer, tick) = (pin!(answer), pin!(tick));
        let rest = select(answer, tick);
        let event = match select(pin!(stop), rest).await {
            Either::Left((event, _)) => event,
            Either::Right((rest, _)) => rest.factor_first().0,
        };
        *stopped |= event == Event::Stop;
        event
    }

    /// Carries one effect to the ports; a failure becomes an event.
    async fn carry(&self, effect: Effect) -> Event {
        match self.try_carry(effect).await {
            Ok(event) => event,
            Err(error) => {
                let kind = error.kind();
                tracing::warn!(%error, "the run has to stop");
                self.cause.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                Event::Broke(kind)
            }
        }
    }

    async fn try_carry(&self, effect: Effect) -> Result<Event> {
        let ports = &self.ports;
        let lease = self.lease()?;
        match effect {
            Effect::ListDoubts => {
                let mut doubts = locate::list(ports, &lease).await?;
                doubts.retain(|_| !mutant::is(Mutant::DoubtsForgotten));
                if !doubts.is_empty() {
                    let operations = u64::try_from(doubts.len()).unwrap_or(u64::MAX);
                    self.observer.observe(&Progress::Doubtful { operations });
                }
                let fenced_at = self.fence(&doubts, lease.epoch).await?;
                Ok(Event::Doubts { doubts, fenced_at })
            }
            Effect::Pending { stage, after, limit } => {
                Ok(Event::Pending(ports.journal.pending(&lease, stage, after, limit).await?))
            }
            Effect::Load { lanes } => {
                let (loaded, items) = self
                    .drafts
                    .load(ports, &self.catalog, &self.key, &lease.plan, &lanes)
                    .instrument(tracing::debug_span!("load", lanes = lanes.len()))
                    .await?;
                self.observer.observe(&Progress::Read { items });
                Ok(Event::Loaded(loaded))
            }
            Effect::Intend { batch, kind, keys, open } => {
                let wish = Wish { batch, kind, keys, open };
                self.sender.intend(ports, &self.drafts, &lease, wish).await
            }
            Effect::Apply { batch, kind, keys } => {
                let span = tracing::debug_span!("apply", kind = kind.name(), orders = keys.len());
                let may_send = self.may_send();
                let event = self.sender.apply(ports, &self.drafts, batch, kind, keys, &may_send);
                let (event, errors) = event.instrument(span).await;
                self.remember(errors);
                self.sender.record_late(ports, &lease).await?;
                Ok(event)
            }
            Effect::Settle { batch, outcomes } => {
                let settlement = Settlement { outcomes };
                let recorded = ports.journal.settle(&lease, &settlement).await;
                if !mutant::is(Mutant::SettleNotAtomic) {
                    recorded?;
                }
                let outcomes = settlement.outcomes;
                self.drafts.forget(outcomes.iter().map(|outcome| &outcome.key));
                self.report(&outcomes);
                Ok(Event::Settled { batch, outcomes })
            }
            Effect::Locate { keys } => {
                locate::locate(ports, &self.drafts, &self.catalog, &self.key, &lease, keys)
                    .instrument(tracing::debug_span!("locate"))
                    .await
            }
            Effect::Renew => Ok(Event::Renewed { until: self.renew().await?.until }),
            Effect::Sweep if mutant::is(Mutant::SweepSkipped) => Ok(Event::Swept),
            Effect::Sweep => {
                let after = self.high_water.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let span = tracing::debug_span!("sweep");
                let swept = sweep(ports, &self.catalog, &self.key, &lease.run, after)
                    .instrument(span)
                    .await?;
                self.observer.observe(&Progress::Swept {
                    found: swept.found,
                    duplicates: swept.duplicates,
                    repeated: swept.repeated,
                });
                *self.swept.lock().unwrap_or_else(PoisonError::into_inner) = Some(swept);
                Ok(Event::Swept)
            }
            Effect::Forget { .. } | Effect::Close { .. } => {
                Err(Error::new(ErrorKind::Misuse, "an effect that has no answer was carried"))
            }
        }
    }

    /// Asks the clock and the newest lease.
    fn may_send(&self) -> MaySend {
        let (clock, lease) = (Arc::clone(&self.ports.clock), Arc::clone(&self.lease));
        Arc::new(move || {
            let lease = lease.lock().unwrap_or_else(PoisonError::into_inner);
            mutant::is(Mutant::LeaseNotChecked)
                || lease.as_ref().is_some_and(|lease| clock.now() < lease.until)
        })
    }

    fn lease(&self) -> Result<Lease> {
        self.lease
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or_else(|| Error::new(ErrorKind::Misuse, "the run was not opened"))
    }

    /// Keeps the first error that may have to explain why the run stopped.
    fn remember(&self, error: Option<Error>) {
        if let Some(error) = error {
            self.cause.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }

    async fn close(&self, closing: Option<Closing>) -> Result<RunEnd> {
        if let Some(closing) = closing {
            self.ports.journal.close(&self.lease()?, closing).await?;
        }
        self.observer.observe(&Progress::Closed { closing });
        let cause = self.cause.lock().unwrap_or_else(PoisonError::into_inner).take();
        // An error that the run got over explains nothing.
        let cause = cause.filter(|_| matches!(closing, None | Some(Closing::Broken)));
        let sweep = self.swept.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(RunEnd { closing, cause, sweep })
    }

    fn report(&self, outcomes: &[Outcome]) {
        for kind in OperationKind::ALL {
            let count = |state: fn(OutcomeState) -> bool| {
                let of_kind = outcomes.iter().filter(|outcome| outcome.key.kind == kind);
                u64::try_from(of_kind.filter(|outcome| state(outcome.state)).count())
                    .unwrap_or(u64::MAX)
            };
            let settled = Progress::Settled {
                kind,
                done: count(|state| matches!(state, OutcomeState::Done | OutcomeState::Adopted)),
                failed: count(|state| matches!(state, OutcomeState::Failed(_))),
                skipped: count(|state| matches!(state, OutcomeState::Gone | OutcomeState::Skipped)),
                again: count(|state| state == OutcomeState::Again),
            };
            if outcomes.iter().any(|outcome| outcome.key.kind == kind) {
                self.observer.observe(&settled);
            }
        }
    }
}
