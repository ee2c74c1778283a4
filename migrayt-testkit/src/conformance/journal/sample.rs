use std::time::Duration;

use migrayt_core::Result;
use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::id::{
    AttemptId, EndpointId, FieldId, ItemId, PartId, PlanId, RunId, TargetId, TargetKey, TargetRef,
    TypeId, WorkerId,
};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{
    Backlog, Loss, Outline, PlanOperation, PlanRow, PlanSummary, Refusal, RefusalKind, Stage,
};
use migrayt_core::port::{
    HighWater, Intent, Journal, Lease, Outcome, OutcomeState, PlanStore, RunSpec, Settlement,
};
use time::OffsetDateTime;

pub(super) const FINGERPRINT: &str = "5f1e";
pub(super) const TTL: Duration = Duration::from_mins(1);

/// An item of a plan, from which outline and row are made.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) outline: Outline,
    pub(super) row: PlanRow,
}

impl Planned {
    /// An item that is created in the stage of its level.
    pub(super) fn new(id: &str, level: u32) -> Self {
        let type_id = TypeId::new("Task");
        let item = ItemId::new(id);
        let mut create = operation(key(id, OperationKind::Create, ""), Stage::level(level));
        create.digests.push(FieldDigest {
            field: FieldId::new("summary"),
            digest: DigestKey::new([7; 32]).digest("summary", id.as_bytes()),
        });
        Self {
            outline: Outline {
                item: item.clone(),
                revision: 3,
                type_id: type_id.clone(),
                parent: None,
                // Both must be ignored when the outline is put.
                level: 77,
                circular: true,
                backlog: Backlog::default(),
            },
            row: PlanRow {
                item,
                revision: 3,
                type_id,
                target_type: Some(TypeId::new("10001")),
                operations: vec![create],
            },
        }
    }

    pub(super) fn below(mut self, parent: &str) -> Self {
        self.outline.parent = Some(ItemId::new(parent));
        self
    }

    /// The mapping makes it a child of another item.
    pub(super) fn made_under(mut self, parent: &str) -> Self {
        if let Some(create) = self.row.operations.first_mut() {
            create.other = Some(ItemId::new(parent));
        }
        self
    }

    /// One more operation at the item's own stage.
    pub(super) fn with(mut self, kind: OperationKind, part: &str) -> Self {
        let stage = self.row.operations.first().map_or(Stage::level(0), |first| first.stage);
        let key = OperationKey { item: self.row.item.clone(), kind, part: part.into() };
        self.row.operations.push(operation(key, stage));
        self
    }

    /// A link that reads outward from this item.
    pub(super) fn linked(self, other: &str) -> Self {
        let outward = self.row.item.as_str().to_owned();
        self.linked_as(&outward, other, other)
    }

    /// A link whose key begins with the end from which it reads outward.
    pub(super) fn linked_as(mut self, outward: &str, inward: &str, other: &str) -> Self {
        let part = format!("Relates:{inward}");
        let mut link = operation(key(outward, OperationKind::Link, &part), Stage::LINKS);
        link.other = Some(ItemId::new(other));
        self.row.operations.push(link);
        self
    }

    /// The source has a place for it in its backlog.
    pub(super) fn ranked(mut self, rank: i64) -> Self {
        self.outline.backlog = Backlog::ranked(Some(rank));
        self
    }

    /// It is placed after another item, in groups of five.
    pub(super) fn placed(self, rank: i64, after: &str) -> Self {
        let position = u32::try_from(rank - 1).unwrap_or_default();
        let mut placed = self.ranked(rank).with(OperationKind::Rank, "");
        if let Some(last) = placed.row.operations.last_mut() {
            last.stage = Stage::rank(position, 5);
            last.other = Some(ItemId::new(after));
        }
        placed
    }

    /// The target refuses to make the item.
    pub(super) fn refused(mut self, kind: RefusalKind) -> Self {
        if let Some(create) = self.row.operations.first_mut() {
            create.refusals.push(Refusal::of(kind));
        }
        self
    }

    /// The newest operation loses something.
    pub(super) fn losing(mut self, loss: Loss) -> Self {
        if let Some(last) = self.row.operations.last_mut() {
            last.losses.push(loss);
        }
        self
    }
}

fn operation(key: OperationKey, stage: Stage) -> PlanOperation {
    let (digests, losses, refusals) = (Vec::new(), Vec::new(), Vec::new());
    PlanOperation { key, stage, other: None, digests, losses, refusals }
}

pub(super) fn key(item: &str, kind: OperationKind, part: &str) -> OperationKey {
    OperationKey::part(ItemId::new(item), kind, part)
}

pub(super) fn create(item: &str) -> OperationKey {
    key(item, OperationKind::Create, "")
}

pub(super) fn comment(item: &str, part: &str) -> OperationKey {
    key(item, OperationKind::Comment, part)
}

pub(super) fn link(item: &str, other: &str) -> OperationKey {
    key(item, OperationKind::Link, &format!("Relates:{other}"))
}

pub(super) fn plan_id(number: u128) -> PlanId {
    PlanId::from_bits(number)
}

pub(super) fn worker(number: u128) -> WorkerId {
    WorkerId::from_bits(number)
}

/// A moment of the cases, in seconds.
pub(super) fn at(seconds: u32) -> OffsetDateTime {
    // 2026-03-29T00:59:00.123456789Z: fractions of a second must survive.
    OffsetDateTime::UNIX_EPOCH
        + Duration::new(1_774_745_940, 123_456_789)
        + Duration::from_secs(seconds.into())
}

/// The items that most cases use: two levels, a link between two of them, one lane with three
/// operations.
pub(super) fn family() -> Vec<Planned> {
    vec![
        Planned::new("1", 0).with(OperationKind::Comment, "c1").with(OperationKind::Comment, "c2"),
        Planned::new("21", 1).below("1").linked("22"),
        Planned::new("22", 1).below("1").linked_as("21", "22", "21"),
        Planned::new("3", 0),
    ]
}

pub(super) async fn put<J: PlanStore>(
    journal: &J,
    plan: &PlanId,
    items: &[Planned],
) -> Result<PlanSummary> {
    journal.begin_plan(plan, FINGERPRINT).await?;
    let outlines: Vec<_> = items.iter().map(|item| item.outline.clone()).collect();
    journal.put_outlines(plan, &outlines).await?;
    journal.seal_outline(plan).await?;
    for page in items.chunks(2) {
        let rows: Vec<_> = page.iter().map(|item| item.row.clone()).collect();
        journal.put_plan_rows(plan, &rows).await?;
    }
    journal.seal_plan(plan).await
}

pub(super) fn spec(run: u128, plan: &PlanId) -> RunSpec {
    RunSpec {
        run: RunId::from_bits(run),
        plan: plan.clone(),
        fingerprint: FINGERPRINT.into(),
        source: EndpointId::new("azure-devops:fabrikam/Shop"),
        target: EndpointId::new("jira:example/SHOP"),
        high_water: HighWater("40".into()),
    }
}

/// A sealed plan and the lease of a run of it.
pub(super) async fn opened<J: Journal + PlanStore>(
    journal: &J,
    items: &[Planned],
) -> Result<Lease> {
    let plan = plan_id(1);
    put(journal, &plan, items).await?;
    Ok(journal.open(&spec(1, &plan), &worker(1), at(0), TTL).await?.lease)
}

pub(super) fn intent(key: &OperationKey, attempt: u128) -> Intent {
    Intent {
        key: key.clone(),
        attempt: AttemptId::from_bits(attempt),
        high_water: (key.kind == OperationKind::Create).then(|| HighWater("41".into())),
        sent_at: at(5),
    }
}

pub(super) fn went(item: &str) -> TargetRef {
    TargetRef {
        id: TargetId::new(format!("10{item}")),
        key: TargetKey::new(format!("SHOP-{item}")),
    }
}

/// The outcome of an operation that happened.
pub(super) fn done(key: &OperationKey) -> Outcome {
    let mut outcome = Outcome::of(key.clone(), OutcomeState::Done);
    if key.kind == OperationKind::Create {
        outcome.target = Some(went(key.item.as_str()));
        outcome.revision = Some(3);
    } else if key.kind != OperationKind::Link {
        outcome.part = Some(PartId::new(format!("p{}", key.part)));
    }
    outcome
}

pub(super) async fn settle<J: Journal>(
    journal: &J,
    lease: &Lease,
    outcomes: Vec<Outcome>,
) -> Result<()> {
    journal.settle(lease, &Settlement { outcomes }).await
}

/// Intends operations and settles them as done.
pub(super) async fn carry_out<J: Journal>(
    journal: &J,
    lease: &Lease,
    keys: &[OperationKey],
) -> Result<()> {
    let intents: Vec<_> = keys.iter().map(|key| intent(key, 1)).collect();
    journal.intend(lease, &intents).await?;
    settle(journal, lease, keys.iter().map(done).collect()).await
}

/// The keys that are due in a stage.
pub(super) async fn due<J: Journal>(
    journal: &J,
    lease: &Lease,
    stage: Stage,
) -> Result<Vec<OperationKey>> {
    let lanes = journal.pending(lease, stage, None, 100).await?;
    Ok(lanes.into_iter().flat_map(|lane| lane.operations).collect())
}
