//! The memory journal is the model: whatever both are asked, both must answer the same.

use std::fmt::Debug;
use std::ops::Range;
use std::time::Duration;

use migrayt_core::id::{AttemptId, FieldId, ItemId, PartId, PlanId, RunId, TypeId};
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{
    Backlog, Loss, LossKind, Outline, PlanOperation, PlanRow, Refusal, RefusalKind, Stage,
};
use migrayt_core::port::{
    Closing, HighWater, Intent, Journal, Lease, Outcome, OutcomeState, PlanStore, RunSpec,
    Settlement,
};
use migrayt_core::{Error, ErrorKind};

use super::dice::Dice;
use super::sample::{at, digest, key, operation, spec, went, worker};

/// Places in the backlog, few enough for equal ones.
const RANKS: [i64; 5] = [i64::MIN, -3, 0, 1, i64::MAX];

/// Asks both the same thing and gives the answer. The arguments are asked for twice.
macro_rules! both {
    ($pair:expr, $method:ident ( $($argument:expr),* )) => {{
        let (subject, model) = (&$pair.subject, &$pair.model);
        let found = subject.$method($($argument),*).await;
        let expected = model.$method($($argument),*).await;
        same(stringify!($method), found, expected)
    }};
}

/// Asks a journal and its model the same things, at random. `open` opens the journal of a seed, which
/// is empty at first, and again whenever another process goes on with it.
pub(crate) async fn answers_as_its_model<J: Journal + PlanStore>(
    open: impl AsyncFn(u64) -> J,
    seeds: Range<u64>,
) {
    let mut tally = Tally::default();
    let count = u32::try_from(seeds.end - seeds.start).unwrap();
    for seed in seeds {
        let mut pair = Pair::new(open(seed).await, seed);
        for _ in 0..2 {
            pair.plan().await;
        }
        pair.open().await;
        for _ in 0..250 {
            if pair.act(&mut tally).await == Turn::Reopen {
                pair.subject = open(seed).await;
            }
        }
    }
    // An equality of two journals that refuse everything would prove nothing.
    assert!(tally.intended > 12 * count, "{tally:?}");
    assert!(tally.settled > 12 * count, "{tally:?}");
    assert!(tally.refused > 8 * count, "{tally:?}");
}

/// Whether the journal is to be opened again.
#[derive(PartialEq, Eq)]
enum Turn {
    On,
    Reopen,
}

#[derive(Debug, Default)]
struct Tally {
    intended: u32,
    settled: u32,
    refused: u32,
}

#[derive(Debug)]
struct Pair<J> {
    subject: J,
    model: MemoryJournal,
    dice: Dice,
    plans: Vec<PlanId>,
    items: Vec<String>,
    keys: Vec<OperationKey>,
    leases: Vec<Lease>,
    seconds: u64,
    attempts: u128,
}

impl<J: Journal + PlanStore> Pair<J> {
    fn new(subject: J, seed: u64) -> Self {
        Self {
            subject,
            model: MemoryJournal::default(),
            dice: Dice::new(seed),
            plans: Vec::new(),
            items: (0..24).map(|number| format!("{}", 7 * number % 24)).collect(),
            keys: Vec::new(),
            leases: Vec::new(),
            seconds: 0,
            attempts: 0,
        }
    }

    /// Makes a plan, sometimes twice, with wrong turns.
    async fn plan(&mut self) {
        let plan = PlanId::from_bits(self.plans.len() as u128 + 1);
        let in_scope = self.dice.below(self.items.len()) + 1;
        let items = self.items[..in_scope].to_vec();
        both!(self, begin_plan(&plan, "5f1e"));
        let outlines: Vec<_> = items.iter().map(|item| self.outline(item)).collect();
        for page in outlines.chunks(5) {
            both!(self, put_outlines(&plan, page));
        }
        let replaced = self.dice.some(&outlines, 4);
        let replaced: Vec<_> = replaced.iter().map(|one| self.outline(one.item.as_str())).collect();
        both!(self, put_outlines(&plan, &replaced));
        let asked = self.some_items();
        both!(self, outlines(&plan, &asked));
        both!(self, seal_outline(&plan));
        let mut rows: Vec<_> = items.iter().map(|item| self.row(item)).collect();
        if self.dice.one_in(3) {
            rows.push(self.row("stranger"));
        }
        for page in rows.chunks(4) {
            both!(self, put_plan_rows(&plan, page));
        }
        let again: Vec<_> = self.dice.some(&rows, 5);
        both!(self, put_plan_rows(&plan, &again));
        self.keys = rows.into_iter().flat_map(|row| row.operations).map(|one| one.key).collect();
        self.keys.sort();
        self.keys.dedup();
        both!(self, plan_page(&plan, None, 7));
        both!(self, seal_plan(&plan));
        self.plans.push(plan.clone());
        both!(self, newest_plan());
        both!(self, plan_account(&plan));
        let after = Some(self.dice.below(24) as u64);
        both!(self, plan_page(&plan, after, 3));
        both!(self, plan_page(&plan, None, 99));
        both!(self, outline_page(&plan, None, 99));
        both!(self, outline_page(&plan, after, 2));
        let asked = self.some_items();
        both!(self, outlines(&plan, &asked));
        both!(self, put_plan_rows(&plan, &again));
    }

    async fn act(&mut self, tally: &mut Tally) -> Turn {
        self.seconds += self.dice.below(20) as u64;
        match self.dice.below(14) {
            0 | 13 => self.open().await,
            1..4 => tally.intended += u32::from(self.intend(&mut tally.refused).await),
            4..8 => tally.settled += u32::from(self.settle(&mut tally.refused).await),
            8 => self.pending().await,
            // Another process goes on with it.
            9 => return Turn::Reopen,
            10 if self.dice.one_in(4) => self.close().await,
            11 => self.renew().await,
            12 => self.ledger().await,
            _ => self.look().await,
        }
        Turn::On
    }

    async fn open(&mut self) {
        let plan = self.dice.pick(&self.plans).clone();
        let run = RunId::from_bits(self.dice.below(3) as u128);
        let mut spec = RunSpec { run, plan, ..spec() };
        if self.dice.one_in(9) {
            spec.fingerprint = "0000".into();
        }
        let worker = worker(self.dice.below(2) as u128);
        let ttl = Duration::from_millis(self.dice.below(90_000) as u64);
        let now = at(self.seconds);
        if let Some(opened) = both!(self, open(&spec, &worker, now, ttl)) {
            self.leases.push(opened.lease);
        }
    }

    async fn intend(&mut self, refused: &mut u32) -> bool {
        let Some(lease) = self.lease() else { return false };
        let keys = self.some_keys(&lease).await;
        let mut intents = Vec::new();
        for key in keys {
            self.attempts += 1;
            intents.push(Intent {
                key,
                attempt: AttemptId::from_bits(self.attempts),
                high_water: self.dice.one_in(2).then(|| HighWater("41".into())),
                sent_at: at(self.seconds),
            });
        }
        let done = both!(self, intend(&lease, &intents)).is_some();
        *refused += u32::from(!done);
        done && !intents.is_empty()
    }

    async fn settle(&mut self, refused: &mut u32) -> bool {
        let Some(lease) = self.lease() else { return false };
        let keys = if self.dice.one_in(2) {
            let doubts = both!(self, doubts(&lease, None, 5)).unwrap_or_default();
            doubts.into_iter().map(|doubt| doubt.intent.key).collect()
        } else {
            self.some_keys(&lease).await
        };
        let outcomes: Vec<_> = keys.into_iter().map(|key| self.outcome(key)).collect();
        let any = !outcomes.is_empty();
        let settlement = Settlement { outcomes };
        let done = both!(self, settle(&lease, &settlement)).is_some();
        if done {
            // The same again changes nothing.
            both!(self, settle(&lease, &settlement));
        }
        *refused += u32::from(!done);
        done && any
    }

    async fn pending(&mut self) {
        let Some(lease) = self.lease() else { return };
        for stage in
            [Stage::level(0), Stage::level(1), Stage::LINKS, Stage::rank(0, 4), Stage::rank(4, 4)]
        {
            let after = self.dice.one_in(2).then(|| self.dice.below(24) as u64);
            let limit = u32::try_from(self.dice.below(9)).unwrap();
            both!(self, pending(&lease, stage, after, limit));
            both!(self, pending(&lease, stage, None, 99));
        }
    }

    async fn close(&mut self) {
        let Some(lease) = self.lease() else { return };
        let closings =
            [Closing::Completed, Closing::Interrupted, Closing::Broken, Closing::Doubtful];
        let closing = *self.dice.pick(&closings);
        both!(self, close(&lease, closing));
    }

    async fn renew(&mut self) {
        let Some(lease) = self.lease() else { return };
        let now = at(self.seconds);
        if let Some(renewed) = both!(self, renew(&lease, now, Duration::from_mins(1))) {
            self.leases.push(renewed);
        }
    }

    async fn ledger(&mut self) {
        let run = RunId::from_bits(self.dice.below(3) as u128);
        let after = self.dice.one_in(2).then(|| self.dice.pick(&self.keys).clone());
        let limit = u32::try_from(self.dice.below(9)).unwrap();
        both!(self, ledger(&run, after.as_ref(), limit));
        both!(self, ledger(&run, None, 999));
        let asked = self.some_items();
        both!(self, ledger_of(&run, &asked));
    }

    async fn look(&mut self) {
        let run = RunId::from_bits(self.dice.below(3) as u128);
        both!(self, counts(&run));
        let asked = self.some_items();
        both!(self, resolve(&run, &asked));
        let plan = self.dice.pick(&self.plans).clone();
        both!(self, newest_run(&plan));
        let Some(lease) = self.lease() else { return };
        let after = self.dice.one_in(2).then(|| self.dice.pick(&self.keys).clone());
        let limit = u32::try_from(self.dice.below(9)).unwrap();
        both!(self, doubts(&lease, after.as_ref(), limit));
        both!(self, doubts(&lease, None, 999));
    }

    /// Usually the newest lease, sometimes a stale one.
    fn lease(&mut self) -> Option<Lease> {
        if self.dice.one_in(12) {
            return self.leases.first().cloned();
        }
        self.leases.last().cloned()
    }

    /// What is due, or whatever.
    async fn some_keys(&mut self, lease: &Lease) -> Vec<OperationKey> {
        let stage = *self.dice.pick(&[
            Stage::level(0),
            Stage::level(1),
            Stage::LINKS,
            Stage::rank(0, 4),
            Stage::rank(4, 4),
        ]);
        let mut keys: Vec<_> = both!(self, pending(lease, stage, None, 4))
            .unwrap_or_default()
            .into_iter()
            .flat_map(|lane| lane.operations)
            .collect();
        keys = self.dice.some(&keys, 2);
        if self.dice.one_in(4) {
            keys.push(self.dice.pick(&self.keys).clone());
        }
        keys
    }

    fn some_items(&mut self) -> Vec<ItemId> {
        let mut items = self.dice.some(&self.items, 3);
        items.push(self.dice.pick(&self.items).clone());
        items.push("stranger".into());
        items.iter().map(|item| ItemId::new(item.as_str())).collect()
    }

    fn outline(&mut self, item: &str) -> Outline {
        let parent = self.dice.pick(&self.items).clone();
        Outline {
            item: ItemId::new(item),
            revision: self.dice.below(9) as u64,
            type_id: TypeId::new(*self.dice.pick(&["Task", "Bug"])),
            parent: self.dice.one_in(2).then(|| ItemId::new(parent)),
            level: 9,
            circular: true,
            backlog: Backlog::ranked(self.dice.one_in(2).then(|| *self.dice.pick(&RANKS))),
        }
    }

    fn row(&mut self, item: &str) -> PlanRow {
        let stage = Stage::level(u32::try_from(self.dice.below(2)).unwrap());
        let mut operations = Vec::new();
        if !self.dice.one_in(12) {
            let mut create = operation(key(item, OperationKind::Create, ""), stage);
            create.other = self.other(3);
            create.digests = vec![digest("summary", item), digest("caf\u{e9} \"", item)];
            operations.push(create);
        }
        // Few languages sort these as their bytes do.
        for part in ["a", "B", "b\u{e9}", "10", "9"] {
            if self.dice.one_in(3) {
                let kind = *self.dice.pick(&[OperationKind::Comment, OperationKind::Attach]);
                operations.push(operation(key(item, kind, part), stage));
            }
        }
        while self.dice.one_in(2) {
            let other = self.dice.pick(&self.items).clone();
            let (outward, inward) =
                if self.dice.one_in(2) { (item, &*other) } else { (&*other, item) };
            let key = key(outward, OperationKind::Link, &format!("Relates:{inward}"));
            let mut link = operation(key, Stage::LINKS);
            link.other = Some(ItemId::new(other.as_str()));
            operations.push(link);
        }
        if self.dice.one_in(2) {
            let stage = Stage::rank(u32::try_from(self.dice.below(9)).unwrap(), 4);
            let mut rank = operation(key(item, OperationKind::Rank, ""), stage);
            rank.other = self.other(2);
            operations.push(rank);
        }
        for operation in &mut operations {
            self.spoil(operation);
        }
        PlanRow {
            item: ItemId::new(item),
            revision: self.dice.below(9) as u64,
            type_id: TypeId::new("Task"),
            target_type: self.dice.one_in(2).then(|| TypeId::new("10001")),
            operations,
        }
    }

    fn other(&mut self, chances: usize) -> Option<ItemId> {
        let other = self.dice.pick(&self.items).clone();
        self.dice.one_in(chances).then(|| ItemId::new(other))
    }

    /// Adds losses and, rarely, refusals.
    fn spoil(&mut self, operation: &mut PlanOperation) {
        while self.dice.one_in(4) {
            operation.losses.push(self.loss());
        }
        if self.dice.one_in(12) {
            operation.refusals.push(Refusal::of(*self.dice.pick(RefusalKind::ALL)));
            operation.refusals.push(Refusal::too_long(FieldId::new("body"), 9, 8));
        }
    }

    fn loss(&mut self) -> Loss {
        let field = *self.dice.pick(&["System.Title", "caf\u{e9}"]);
        Loss {
            kind: *self.dice.pick(LossKind::ALL),
            field: self.dice.one_in(2).then(|| FieldId::new(field)),
            count: u32::try_from(self.dice.below(5)).unwrap() + 1,
        }
    }

    fn outcome(&mut self, key: OperationKey) -> Outcome {
        let states = [
            OutcomeState::Done,
            OutcomeState::Done,
            OutcomeState::Adopted,
            OutcomeState::Failed(ErrorKind::InputInvalid),
            OutcomeState::Again,
            OutcomeState::Gone,
            OutcomeState::Skipped,
            OutcomeState::Parked,
        ];
        let state = *self.dice.pick(&states);
        let target = (key.kind == OperationKind::Create).then(|| went(key.item.as_str()));
        let losses = if self.dice.one_in(5) { vec![self.loss()] } else { Vec::new() };
        Outcome {
            key,
            state,
            target,
            part: self.dice.one_in(3).then(|| PartId::new("p1")),
            losses,
            revision: self.dice.one_in(3).then_some(3),
        }
    }
}

/// The answer of both, if it is the same.
fn same<T: PartialEq + Debug>(
    method: &str,
    found: Result<T, Error>,
    expected: Result<T, Error>,
) -> Option<T> {
    match (found, expected) {
        (Ok(found), Ok(expected)) => {
            assert_eq!(found, expected, "{method}");
            Some(found)
        }
        (Err(found), Err(expected)) => {
            let essence = |error: &Error| (error.kind(), error.message());
            assert_eq!(essence(&found), essence(&expected), "{method}");
            None
        }
        (found, expected) => panic!("{method}: {found:?} instead of {expected:?}"),
    }
}
