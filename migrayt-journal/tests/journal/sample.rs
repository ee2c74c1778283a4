use std::time::Duration;

use migrayt_core::digest::{Digest, DigestKey, FieldDigest};
use migrayt_core::id::{
    AttemptId, EndpointId, FieldId, ItemId, PartId, PlanId, RunId, TargetId, TargetKey, TargetRef,
    TypeId, WorkerId,
};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{Backlog, Loss, LossKind, Outline, PlanOperation, PlanRow, Stage};
use migrayt_core::port::{
    HighWater, Intent, Journal, Lease, Outcome, OutcomeState, PlanStore, RunSpec,
};
use time::OffsetDateTime;
use time::macros::datetime;

pub(crate) const TTL: Duration = Duration::from_mins(1);

pub(crate) const FINGERPRINT: &str = "5f1e";

pub(crate) fn at(seconds: u64) -> OffsetDateTime {
    datetime!(2026-03-29 00:59:00.123456789 UTC) + Duration::from_secs(seconds)
}

pub(crate) fn plan_id() -> PlanId {
    PlanId::from_bits(1)
}

pub(crate) fn worker(number: u128) -> WorkerId {
    WorkerId::from_bits(number)
}

pub(crate) fn spec() -> RunSpec {
    RunSpec {
        run: RunId::from_bits(1),
        plan: plan_id(),
        fingerprint: FINGERPRINT.into(),
        source: EndpointId::new("azure-devops:fabrikam/Shop"),
        target: EndpointId::new("jira:example/SHOP"),
        high_water: HighWater("40".into()),
    }
}

pub(crate) fn key(item: &str, kind: OperationKind, part: &str) -> OperationKey {
    OperationKey::part(ItemId::new(item), kind, part)
}

pub(crate) fn create(item: &str) -> OperationKey {
    key(item, OperationKind::Create, "")
}

pub(crate) fn comment(item: &str) -> OperationKey {
    key(item, OperationKind::Comment, "c1")
}

pub(crate) fn outline(item: &str, parent: Option<&str>) -> Outline {
    Outline {
        item: ItemId::new(item),
        revision: 3,
        type_id: TypeId::new("Task"),
        parent: parent.map(ItemId::new),
        level: 0,
        circular: false,
        backlog: Backlog::default(),
    }
}

pub(crate) fn operation(key: OperationKey, stage: Stage) -> PlanOperation {
    PlanOperation {
        key,
        stage,
        other: None,
        digests: Vec::new(),
        losses: Vec::new(),
        refusals: Vec::new(),
    }
}

pub(crate) fn digest(field: &str, value: &str) -> FieldDigest {
    let digest: Digest = DigestKey::new([7; 32]).digest(field, value.as_bytes());
    FieldDigest { field: FieldId::new(field), digest }
}

/// An item that is created, with one comment.
pub(crate) fn row(item: &str, level: u32) -> PlanRow {
    let stage = Stage::level(level);
    let mut create = operation(create(item), stage);
    create.digests.push(digest("summary", item));
    create.losses.push(Loss::in_field(LossKind::Shortened, FieldId::new("System.Title")));
    PlanRow {
        item: ItemId::new(item),
        revision: 3,
        type_id: TypeId::new("Task"),
        target_type: Some(TypeId::new("10001")),
        operations: vec![create, operation(comment(item), stage)],
    }
}

/// A sealed plan of items without parents.
pub(crate) async fn planned<J: PlanStore>(journal: &J, items: &[&str]) {
    let plan = plan_id();
    journal.begin_plan(&plan, FINGERPRINT).await.unwrap();
    let outlines: Vec<_> = items.iter().map(|item| outline(item, None)).collect();
    journal.put_outlines(&plan, &outlines).await.unwrap();
    journal.seal_outline(&plan).await.unwrap();
    let rows: Vec<_> = items.iter().map(|item| row(item, 0)).collect();
    journal.put_plan_rows(&plan, &rows).await.unwrap();
    journal.seal_plan(&plan).await.unwrap();
}

/// A sealed plan and the lease of its run.
pub(crate) async fn opened<J: Journal + PlanStore>(journal: &J, items: &[&str]) -> Lease {
    planned(journal, items).await;
    journal.open(&spec(), &worker(1), at(0), TTL).await.unwrap().lease
}

pub(crate) fn intent(key: &OperationKey, attempt: u128) -> Intent {
    Intent {
        key: key.clone(),
        attempt: AttemptId::from_bits(attempt),
        high_water: (key.kind == OperationKind::Create).then(|| HighWater("41".into())),
        sent_at: at(5),
    }
}

pub(crate) fn went(item: &str) -> TargetRef {
    TargetRef {
        id: TargetId::new(format!("10{item}")),
        key: TargetKey::new(format!("SHOP-{item}")),
    }
}

pub(crate) fn done(key: &OperationKey) -> Outcome {
    let mut outcome = Outcome::of(key.clone(), OutcomeState::Done);
    if key.kind == OperationKind::Create {
        outcome.target = Some(went(key.item.as_str()));
        outcome.revision = Some(3);
    } else {
        outcome.part = Some(PartId::new(format!("p{}", key.part)));
    }
    outcome
}
