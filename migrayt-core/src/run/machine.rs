mod taking;

use std::collections::{BTreeMap, VecDeque};

use time::OffsetDateTime;

use super::Settings;
use super::doubts::{Doubts, time_span};
use super::effect::{BatchId, Effect};
use super::event::Event;
use super::mutant::{self, Mutant};
use super::window::Window;
use crate::error::ErrorKind;
use crate::id::ItemId;
use crate::operation::{OperationKey, OperationKind};
use crate::plan::Stage;
use crate::port::{Closing, Doubt, LocateTrust, Outcome, OutcomeState, TargetCapabilities};

/// How many doubts are looked for at once.
const LOCATE_BATCH: usize = 50;

/// What source and target allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many orders one `apply` takes.
    pub max_batch: usize,
    /// How many batches may be under way.
    pub width: usize,
    /// How many lanes are read at once.
    pub max_page: usize,
    /// Whether the target can look for doubts at all.
    pub locates: bool,
    /// Whether the target recognises what it holds by markers.
    pub sweeps: bool,
}

impl Limits {
    /// The limits that the ports declare.
    pub fn of(source_page: u32, target: &TargetCapabilities) -> Self {
        let size = |number: u32| usize::try_from(number.max(1)).unwrap_or(1);
        Self {
            max_batch: size(target.max_batch),
            width: size(target.concurrency),
            max_page: size(source_page),
            locates: target.locate != LocateTrust::None,
            sweeps: target.locate != LocateTrust::None,
        }
    }
}

/// Whether an error says something about the endpoint rather than about one operation.
fn concerns_all(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Unauthenticated
            | ErrorKind::NeedsConsent
            | ErrorKind::RateLimited
            | ErrorKind::Timeout
            | ErrorKind::Unavailable
            | ErrorKind::Cancelled
    )
}

/// The run as a pure state machine: `step(event, now) -> effects`.
///
/// # Contract
/// The first event is `Opened`. Each effect but `Forget` and `Close` is answered by exactly one
/// event. Between two events nothing happens but `Tick` at [`Machine::wake_at`] and `Stop`. After
/// `Close` no event is taken. The same events at the same moments give the same effects.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Machine {
    settings: Settings,
    limits: Limits,
    lease_until: OffsetDateTime,
    epoch: u64,
    renewing: bool,
    /// All stages that have operations, ascending.
    all_stages: Vec<Stage>,
    /// Those that are still to come in this round, the one under way first.
    stages: VecDeque<Stage>,
    /// The place after which the next lanes of the first stage are fetched.
    after: Option<u64>,
    fetch: Fetch,
    /// Whether something of the stage is due again.
    dirty: bool,
    /// Whether a doubt was resolved in this round, so that what waited for it may be due.
    resolved: bool,
    phase: Phase,
    window: Window,
    doubts: Doubts,
    batches: BTreeMap<BatchId, Batch>,
    next_batch: u64,
    under_way: usize,
    tries: BTreeMap<OperationKey, u32>,
    failures_in_row: u32,
    stopping: Option<Stopping>,
    closed: bool,
}

/// Whether lanes are run or doubts are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// It is not known yet what is in doubt: no lane may be fetched, since the rest of a lane
    /// whose item is in doubt would look as if it could never be sent.
    Listing,
    Lanes,
    Looking,
    /// No doubt can be known yet.
    Waiting,
    /// Everything is done; the target is looked through before the run is closed.
    Sweeping(Closing),
}

/// How the fetching of a stage's lanes stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fetch {
    Idle,
    UnderWay,
    Exhausted,
}

#[derive(Debug)]
struct Batch {
    kind: OperationKind,
    lanes: BTreeMap<OperationKey, ItemId>,
}

#[derive(Clone, Copy, Debug)]
struct Stopping {
    closing: Option<Closing>,
    deadline: OffsetDateTime,
}

impl Machine {
    /// A machine that waits for `Opened`.
    pub fn new(settings: Settings, limits: Limits) -> Self {
        Self {
            settings,
            limits,
            lease_until: OffsetDateTime::UNIX_EPOCH,
            epoch: 0,
            renewing: false,
            all_stages: Vec::new(),
            stages: VecDeque::new(),
            after: None,
            fetch: Fetch::Idle,
            dirty: false,
            resolved: false,
            phase: Phase::Listing,
            window: Window::default(),
            doubts: Doubts::default(),
            batches: BTreeMap::new(),
            next_batch: 0,
            under_way: 0,
            tries: BTreeMap::new(),
            failures_in_row: 0,
            stopping: None,
            closed: false,
        }
    }

    /// When the machine wants a `Tick`, if nothing else happens.
    pub fn wake_at(&self) -> Option<OffsetDateTime> {
        if self.closed {
            return None;
        }
        // A run that stops does not renew: its lease must outlive the grace only.
        let renewable = !self.renewing && self.stopping.is_none();
        let renew = renewable.then(|| self.renew_at());
        let look = (self.phase == Phase::Waiting).then(|| self.doubts.ready_at()).flatten();
        let stop = self.stopping.map(|stopping| stopping.deadline);
        [renew, look, stop].into_iter().flatten().min()
    }

    /// The doubts that are waited for and until when, while the machine does nothing else.
    pub fn waiting(&self) -> Option<(usize, OffsetDateTime)> {
        (self.phase == Phase::Waiting)
            .then(|| self.doubts.ready_at().map(|until| (self.doubts.open(), until)))?
    }

    /// The stage whose lanes are run.
    pub fn stage(&self) -> Option<Stage> {
        self.stages.front().copied()
    }

    /// Takes an event and says what is to be done.
    pub fn step(&mut self, event: Event, now: OffsetDateTime) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.closed {
            return effects;
        }
        if !matches!(event, Event::Opened { .. } | Event::Tick | Event::Stop | Event::Closed(_)) {
            self.under_way = self.under_way.saturating_sub(1);
        }
        match event {
            Event::Opened { until, epoch, stages } => {
                self.lease_until = until;
                self.epoch = epoch;
                self.stages = stages.iter().copied().collect();
                self.all_stages = stages;
                effects.push(Effect::ListDoubts);
            }
            Event::Doubts { doubts, fenced_at } => {
                let (repeatable, doubts): (Vec<_>, Vec<_>) =
                    doubts.into_iter().partition(|doubt| doubt.intent.key.kind.is_repeatable());
                self.doubts.list(&doubts, self.epoch, fenced_at, now, &self.settings);
                if repeatable.is_empty() {
                    self.phase = Phase::Lanes;
                } else {
                    // Due again before anything that builds on them is fetched.
                    effects.push(settle_all(&repeatable, OutcomeState::Again));
                }
                if self.doubts.open() > 0 && !self.limits.locates {
                    effects.push(settle_all(&doubts, OutcomeState::Parked));
                }
            }
            Event::Pending(lanes) => self.take_pending(lanes, &mut effects),
            Event::Loaded(lanes) => self.take_loaded(lanes, &mut effects),
            Event::Intended { batch, skipped, blocked } => {
                self.take_intended(batch, skipped, &blocked, now, &mut effects);
            }
            Event::Applied { batch, answers } => {
                self.take_applied(batch, answers, now, &mut effects);
            }
            Event::Settled { batch, outcomes } => {
                self.take_settled(batch, &outcomes);
                if self.phase == Phase::Listing {
                    self.phase = Phase::Lanes;
                }
            }
            Event::Located(answers) => self.take_located(answers, now, &mut effects),
            Event::Renewed { until } => {
                self.renewing = false;
                self.lease_until = until;
            }
            Event::Swept => {
                if let Phase::Sweeping(closing) = self.phase {
                    self.closed = true;
                    effects.push(Effect::Close { closing: Some(closing) });
                    return effects;
                }
            }
            Event::Broke(kind) => {
                self.renewing = false;
                self.fetch = Fetch::Idle;
                self.halt(kind, now);
            }
            Event::Tick => {}
            Event::Stop => self.stop(Some(Closing::Interrupted), now),
            Event::Closed(_) => self.closed = true,
        }
        self.go_on(now, &mut effects);
        self.under_way += effects.iter().filter(|effect| effect.is_answered()).count();
        effects
    }

    fn go_on(&mut self, now: OffsetDateTime, effects: &mut Vec<Effect>) {
        if self.stopping.is_some() {
            self.end_if_still(now, effects);
            return;
        }
        if now >= self.lease_until && !mutant::is(Mutant::LeaseNotChecked) {
            self.halt(ErrorKind::LeaseLost, now);
            self.end_if_still(now, effects);
            return;
        }
        if !self.renewing && now >= self.renew_at() {
            self.renewing = true;
            effects.push(Effect::Renew);
        }
        // What is under way must come back before the next decision of a phase.
        let busy = self.under_way + effects.iter().filter(|effect| effect.is_answered()).count();
        let renewals = usize::from(self.renewing);
        match self.phase {
            Phase::Listing | Phase::Sweeping(_) => {}
            Phase::Lanes => {
                self.fill(effects);
                self.dispatch(effects);
                if self.still(effects, renewals) {
                    self.end_pass(now, effects);
                }
            }
            Phase::Looking | Phase::Waiting => self.look(now, busy > renewals, effects),
        }
    }

    /// Looks for doubts: waits until they can be known, asks, and goes back to the lanes once none
    /// is open, in a new round over all stages.
    fn look(&mut self, now: OffsetDateTime, busy: bool, effects: &mut Vec<Effect>) {
        self.phase = Phase::Looking;
        if busy {
            return;
        }
        if self.doubts.open() == 0 {
            self.phase = Phase::Lanes;
            self.rewind();
            self.doubts.unblock();
            if std::mem::take(&mut self.resolved) {
                self.stages = self.all_stages.iter().copied().collect();
            }
            self.go_on(now, effects);
            return;
        }
        let keys = self.doubts.due(now, LOCATE_BATCH);
        if keys.is_empty() {
            self.phase = Phase::Waiting;
        } else {
            effects.push(Effect::Locate { keys });
        }
    }

    fn fill(&mut self, effects: &mut Vec<Effect>) {
        let room = self.settings.window.saturating_sub(self.window.len());
        let Some(stage) = self.stage() else { return };
        if self.fetch != Fetch::Idle || (room * 2 < self.settings.window && !stage.is_rank()) {
            return;
        }
        // A group of places is sent whole, however small the window.
        let room = if stage.is_rank() { self.limits.max_batch } else { room };
        self.fetch = Fetch::UnderWay;
        let limit = u32::try_from(room.min(self.limits.max_page)).unwrap_or(u32::MAX);
        effects.push(Effect::Pending { stage, after: self.after, limit });
    }

    fn dispatch(&mut self, effects: &mut Vec<Effect>) {
        while self.batches.len() < self.limits.width {
            let coming = self.fetch == Fetch::UnderWay || self.window.loading();
            let slots = self.limits.width - self.batches.len();
            let tries = &self.tries;
            let suspect = |key: &OperationKey| tries.get(key).is_some_and(|tries| *tries > 1);
            let Some((kind, chosen)) =
                self.window.choose(self.limits.max_batch, slots, coming, suspect)
            else {
                return;
            };
            let batch = BatchId(self.next_batch);
            self.next_batch += 1;
            let keys = chosen.iter().map(|(_, key)| key.clone()).collect();
            let lanes = chosen.into_iter().map(|(lane, key)| (key, lane)).collect();
            self.batches.insert(batch, Batch { kind, lanes });
            effects.push(Effect::Intend { batch, kind, keys, open: self.doubts.open_items() });
        }
    }

    fn still(&self, effects: &[Effect], renewals: usize) -> bool {
        let begun = effects.iter().filter(|effect| effect.is_answered()).count();
        self.under_way + begun <= renewals
            && self.window.is_empty()
            && self.fetch != Fetch::UnderWay
    }

    /// A pass over the stage is over: what is due again gets another pass, or the next stage
    /// begins. Doubts wait until nothing else can be done, and then a round over all stages
    /// follows with what waited for them.
    fn end_pass(&mut self, now: OffsetDateTime, effects: &mut Vec<Effect>) {
        if self.stage().is_some() && self.fetch != Fetch::Exhausted {
            return;
        }
        if self.dirty || (self.stages.pop_front().is_some() && !self.stages.is_empty()) {
            self.rewind();
            // Places build on each other: none may be left out for a doubt and come later.
            if self.stage().is_some_and(Stage::is_rank) && self.doubts.open() > 0 {
                self.phase = Phase::Looking;
            }
        } else if self.doubts.open() > 0 {
            self.phase = Phase::Looking;
        } else {
            let closing =
                if self.doubts.any_parked() { Closing::Doubtful } else { Closing::Completed };
            self.end(closing, effects);
            return;
        }
        self.go_on(now, effects);
    }

    fn end(&mut self, closing: Closing, effects: &mut Vec<Effect>) {
        if self.settings.sweep && self.limits.sweeps {
            self.phase = Phase::Sweeping(closing);
            effects.push(Effect::Sweep);
        } else {
            self.closed = true;
            effects.push(Effect::Close { closing: Some(closing) });
        }
    }

    fn rewind(&mut self) {
        self.after = None;
        self.fetch = Fetch::Idle;
        self.dirty = false;
    }

    fn renew_at(&self) -> OffsetDateTime {
        let left = time_span(self.settings.lease) * 2 / 3;
        self.lease_until.checked_sub(left).unwrap_or(self.lease_until)
    }

    fn halt(&mut self, kind: ErrorKind, now: OffsetDateTime) {
        let closing = (kind != ErrorKind::LeaseLost).then_some(Closing::Broken);
        self.stop(closing, now);
        if closing.is_none() {
            // Nothing may be written any more, whatever was meant before, and nothing is waited
            // for: whoever took over looks for what is under way from now on.
            self.stopping = Some(Stopping { closing: None, deadline: now });
        }
    }

    fn stop(&mut self, closing: Option<Closing>, now: OffsetDateTime) {
        if self.stopping.is_none() {
            let deadline = now.checked_add(time_span(self.settings.stop_grace)).unwrap_or(now);
            self.stopping = Some(Stopping { closing, deadline });
            self.phase = Phase::Lanes;
        }
    }

    fn end_if_still(&mut self, now: OffsetDateTime, effects: &mut Vec<Effect>) {
        let Some(stopping) = self.stopping else { return };
        let begun = effects.iter().filter(|effect| effect.is_answered()).count();
        if self.under_way + begun == 0 || now >= stopping.deadline {
            self.closed = true;
            let keys = self.window.clear();
            if !keys.is_empty() {
                effects.push(Effect::Forget { keys });
            }
            effects.push(Effect::Close { closing: stopping.closing });
        }
    }
}

fn settle_all(doubts: &[Doubt], state: OutcomeState) -> Effect {
    let outcome = |doubt: &Doubt| Outcome::of(doubt.intent.key.clone(), state);
    let outcomes = doubts.iter().map(outcome).collect();
    Effect::Settle { batch: None, outcomes }
}

#[cfg(test)]
mod tests;
