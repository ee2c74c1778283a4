use std::collections::BTreeMap;

use migrayt_core::catalog::Catalog;
use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::id::{
    EndpointId, FieldId, ItemId, PartId, StateId, TargetId, TargetKey, TargetRef, TypeId,
};
use migrayt_core::marker::Origin;
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{PlanOperation, PlanRow, Stage};
use migrayt_core::port::{LedgerRow, OutcomeState, PartStanding, Standing};

use super::View;
use crate::verify::bytes::Compared;
use crate::verify::difference::DifferenceKind;
use crate::verify::names::Names;
use crate::verify::verification::{Findings, Verification};

fn digest(field: &str, value: &str) -> FieldDigest {
    let digest = DigestKey::new([1; 32]).digest(field, value.as_bytes());
    FieldDigest { field: FieldId::new(field), digest }
}

fn operation(kind: OperationKind, part: &str, digests: Vec<FieldDigest>) -> PlanOperation {
    PlanOperation {
        key: OperationKey::part(ItemId::new("1"), kind, part),
        stage: Stage::level(0),
        other: None,
        digests,
        losses: Vec::new(),
        refusals: Vec::new(),
    }
}

fn operations() -> Vec<PlanOperation> {
    vec![
        operation(
            OperationKind::Create,
            "",
            vec![digest("title", "first"), digest("words", "first")],
        ),
        operation(OperationKind::Update, "", vec![digest("title", "last")]),
        operation(OperationKind::Worklog, "w1", vec![digest("worklog", "an hour")]),
        operation(OperationKind::Watch, "a", vec![digest("watches", "a")]),
        operation(OperationKind::Watch, "b", vec![digest("watches", "b")]),
    ]
}

fn account(operation: &PlanOperation) -> LedgerRow {
    LedgerRow {
        key: operation.key.clone(),
        state: Some(OutcomeState::Done),
        in_doubt: false,
        target: None,
        part: (operation.key.kind == OperationKind::Worklog).then(|| PartId::new("7")),
        losses: Vec::new(),
        revision: Some(3),
        attempts: 1,
    }
}

/// Compares an item that was created and changed since with what stands, after both were altered.
fn compare(alter: impl FnOnce(&mut Vec<LedgerRow>, &mut Standing)) -> Verification {
    let operations = operations();
    let mut accounts: Vec<LedgerRow> = operations.iter().map(account).collect();
    let target = TargetRef { id: TargetId::new("10"), key: TargetKey::new("S-1") };
    let went = BTreeMap::from([(ItemId::new("1"), target.clone())]);
    let type_id = TypeId::new("Story");
    let mut stands = Standing::new(target, type_id.clone(), StateId::new("Open"));
    stands.origin = Some(Origin {
        organization: "fabrikam".into(),
        project: "Shop".into(),
        item: ItemId::new("1"),
        revision: 3,
    });
    stands.digests = vec![
        digest("title", "last"),
        digest("words", "first"),
        digest("watches", "a"),
        digest("watches", "b"),
    ];
    let worklog = digest("worklog", "an hour").digest;
    stands.worklogs = vec![PartStanding { id: PartId::new("7"), digest: worklog }];
    alter(&mut accounts, &mut stands);
    let ledger = BTreeMap::from([(ItemId::new("1"), accounts)]);
    let there = BTreeMap::from([(TargetId::new("10"), stands)]);
    let view = View {
        origin: ("fabrikam", "Shop"),
        catalog: &Catalog::new(EndpointId::new("jira:example/S")),
        names: &Names::default(),
        ledger: &ledger,
        went: &went,
        standing: &there,
        properties: &BTreeMap::new(),
        bytes: &Compared::new(),
    };
    let row = PlanRow {
        item: ItemId::new("1"),
        revision: 3,
        type_id: type_id.clone(),
        target_type: Some(type_id),
        operations,
    };
    let mut found = Findings::default();
    view.compare(&row, &mut found);
    found.finish()
}

fn kinds(alter: impl FnOnce(&mut Standing)) -> Vec<DifferenceKind> {
    let found = compare(|_, standing| alter(standing));
    assert_eq!(found.drifted, 0);
    assert_eq!(found.matched, u64::from(found.differences.is_empty()));
    found.differences.iter().map(|difference| difference.kind).collect()
}

#[test]
fn a_field_is_compared_with_what_was_written_last() {
    assert_eq!(kinds(|_| {}), []);
    let first = |standing: &mut Standing| standing.digests[0] = digest("title", "first");
    assert_eq!(kinds(first), [DifferenceKind::FieldDiffers]);
    let other = |standing: &mut Standing| standing.digests[1] = digest("words", "last");
    assert_eq!(kinds(other), [DifferenceKind::FieldDiffers]);
    let none = |standing: &mut Standing| drop(standing.digests.remove(1));
    assert_eq!(kinds(none), [DifferenceKind::FieldMissing]);
}

#[test]
fn watchers_and_work_logs_are_compared_each_by_itself() {
    let one = |standing: &mut Standing| drop(standing.digests.remove(2));
    assert_eq!(kinds(one), [DifferenceKind::WatcherMissing]);
    let none = |standing: &mut Standing| standing.worklogs.clear();
    assert_eq!(kinds(none), [DifferenceKind::WorklogMissing]);
    let other = |standing: &mut Standing| {
        standing.worklogs[0].digest = digest("worklog", "a day").digest;
    };
    assert_eq!(kinds(other), [DifferenceKind::WorklogDiffers]);
}

#[test]
fn an_item_is_known_by_its_key_and_its_marker() {
    let moved = |standing: &mut Standing| standing.target.key = TargetKey::new("OTHER-9");
    assert_eq!(kinds(moved), [DifferenceKind::ItemMoved]);
    let elsewhere =
        |standing: &mut Standing| standing.origin.as_mut().unwrap().project = "Web".into();
    assert_eq!(kinds(elsewhere), [DifferenceKind::MarkerDiffers]);
}

#[test]
fn what_was_written_at_another_revision_has_drifted_and_is_not_wrong() {
    // The comment's account tells it as well as the creation's.
    for place in [0, 2] {
        let found = compare(|accounts, standing| {
            accounts[place].revision = Some(4);
            standing.digests.clear();
        });
        assert_eq!((found.drifted, found.matched, found.mismatches), (1, 0, 0), "{place}");
        assert!(found.is_clean() && found.differences.is_empty());
    }
    // That it is there and carries its marker is looked at all the same.
    let found = compare(|accounts, standing| {
        accounts[0].revision = Some(4);
        standing.origin = None;
    });
    assert_eq!((found.drifted, found.mismatches), (1, 1));
    assert_eq!(found.differences[0].kind, DifferenceKind::MarkerMissing);
}

#[test]
fn an_item_that_an_earlier_run_made_was_written_at_the_revision_of_its_marker() {
    let found = compare(|accounts, standing| {
        for account in accounts.iter_mut() {
            account.revision = None;
        }
        standing.origin.as_mut().unwrap().revision = 2;
    });
    assert_eq!((found.drifted, found.mismatches), (1, 0));
}
