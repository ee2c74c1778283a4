use std::collections::BTreeMap;

use migrayt_core::digest::FieldDigest;
use migrayt_core::id::{ItemId, LinkTypeId, PartId, TargetId, TargetRef};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{PlanOperation, PlanRow};
use migrayt_core::port::{LedgerRow, OutcomeState, PartStanding, Standing, StandingLink};
use migrayt_core::run::Repeat;

use super::difference::{Difference, DifferenceKind, Verification};

/// A page of the target beside what the journal says of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) ledger: &'a BTreeMap<ItemId, Vec<LedgerRow>>,
    pub(super) went: &'a BTreeMap<ItemId, TargetRef>,
    pub(super) standing: &'a BTreeMap<TargetId, Standing>,
}

impl View<'_> {
    /// Compares one item with its plan.
    pub(super) fn compare(&self, row: &PlanRow, found: &mut Verification) {
        found.items += 1;
        if row.refused() {
            found.refused += 1;
            return;
        }
        let target = self.went.get(&row.item);
        let Some(standing) = target.and_then(|target| self.standing.get(&target.id)) else {
            let create = row.operations.first().and_then(|create| self.account(create));
            if create.and_then(|create| create.state) == Some(OutcomeState::Gone) {
                found.gone += 1;
            } else {
                found.missing += 1;
                let target = target.map(|target| target.key.clone());
                let kind = DifferenceKind::ItemMissing;
                found.list(Difference { item: row.item.clone(), target, kind, place: None });
            }
            return;
        };
        let written = row.operations.first().and_then(|create| self.account(create));
        // An adopted item was written by an earlier run, at the revision that its marker names.
        let marked = standing.origin.as_ref().map(|origin| origin.revision);
        let written = written.and_then(|create| create.revision).or(marked);
        if written.is_some_and(|revision| revision != row.revision) {
            found.drifted += 1;
            return;
        }
        for repeat in self.repeats(row, standing) {
            found.repeat(repeat, standing.target.key.clone());
        }
        let mut differences = Vec::new();
        for operation in &row.operations {
            if operation.refusals.is_empty() {
                self.compare_operation(row, operation, standing, &mut differences);
            }
        }
        if differences.is_empty() {
            found.matched += 1;
        } else {
            found.mismatches += 1;
        }
        for (kind, place) in differences {
            let target = Some(standing.target.key.clone());
            found.list(Difference { item: row.item.clone(), target, kind, place });
        }
    }

    fn compare_operation(
        &self,
        row: &PlanRow,
        operation: &PlanOperation,
        standing: &Standing,
        differences: &mut Vec<(DifferenceKind, Option<String>)>,
    ) {
        let part = (!operation.key.part.is_empty()).then(|| operation.key.part.clone());
        let account = self.account(operation);
        match account.and_then(|account| account.state) {
            Some(OutcomeState::Done | OutcomeState::Adopted) => {}
            // It was deleted from the source between plan and run.
            Some(OutcomeState::Gone) => return,
            _ => {
                let kind = match operation.key.kind {
                    OperationKind::Comment => DifferenceKind::CommentMissing,
                    OperationKind::Attach => DifferenceKind::AttachmentMissing,
                    OperationKind::Worklog => DifferenceKind::WorklogMissing,
                    OperationKind::Link => DifferenceKind::LinkMissing,
                    OperationKind::RemoteLink => DifferenceKind::RemoteLinkMissing,
                    _ => DifferenceKind::OperationMissing,
                };
                differences.push((kind, part));
                return;
            }
        }
        let written = account.and_then(|account| account.part.as_ref());
        match operation.key.kind {
            OperationKind::Comment => differences.extend(
                part_difference(written, &standing.comments, &operation.digests)
                    .map(|missing| {
                        if missing {
                            DifferenceKind::CommentMissing
                        } else {
                            DifferenceKind::CommentDiffers
                        }
                    })
                    .map(|kind| (kind, part)),
            ),
            OperationKind::Attach => differences.extend(
                part_difference(written, &standing.attachments, &operation.digests)
                    .map(|missing| {
                        if missing {
                            DifferenceKind::AttachmentMissing
                        } else {
                            DifferenceKind::AttachmentDiffers
                        }
                    })
                    .map(|kind| (kind, part)),
            ),
            OperationKind::Link => {
                if !self.linked(row, operation, standing) {
                    differences.push((DifferenceKind::LinkMissing, part));
                }
            }
            OperationKind::RemoteLink => {
                let there = written
                    .is_some_and(|id| standing.remote_links.iter().any(|link| link == id.as_str()));
                if !there {
                    differences.push((DifferenceKind::RemoteLinkMissing, part));
                }
            }
            OperationKind::Worklog => differences.extend(
                part_difference(written, &standing.worklogs, &operation.digests)
                    .map(|missing| {
                        if missing {
                            DifferenceKind::WorklogMissing
                        } else {
                            DifferenceKind::WorklogDiffers
                        }
                    })
                    .map(|kind| (kind, part)),
            ),
            _ => {
                for planned in &operation.digests {
                    if !rewritten(row, operation, planned) && !standing.digests.contains(planned) {
                        differences
                            .push((DifferenceKind::FieldDiffers, Some(planned.field.to_string())));
                    }
                }
                if operation.key.kind == OperationKind::Create {
                    let parent = operation.other.as_ref().and_then(|item| self.went.get(item));
                    if standing.parent.as_ref() != parent.map(|parent| &parent.id) {
                        differences.push((DifferenceKind::ParentDiffers, None));
                    }
                }
            }
        }
    }

    /// What stands a second time beside what the journal names.
    fn repeats(&self, row: &PlanRow, standing: &Standing) -> Vec<Repeat> {
        let account = self.ledger.get(&row.item);
        let accounts: Vec<&LedgerRow> = account.into_iter().flatten().collect();
        Repeat::find(&row.item, &accounts, &accounts, standing)
    }

    /// Whether a link stands at the item in whose lane it was planned.
    fn linked(&self, row: &PlanRow, operation: &PlanOperation, standing: &Standing) -> bool {
        let (Some(other), Some((link_type, _))) =
            (&operation.other, operation.key.part.split_once(':'))
        else {
            return false;
        };
        let Some(other) = self.went.get(other) else { return false };
        standing.links.contains(&StandingLink {
            link_type: LinkTypeId::new(link_type),
            other: other.id.clone(),
            outward: operation.key.item == row.item,
        })
    }

    fn account(&self, operation: &PlanOperation) -> Option<&LedgerRow> {
        self.ledger.get(&operation.key.item)?.iter().find(|row| row.key == operation.key)
    }
}

/// Whether a later operation of the item writes the same field again; then it is compared there.
fn rewritten(row: &PlanRow, operation: &PlanOperation, planned: &FieldDigest) -> bool {
    // Watchers stand side by side.
    let writes = |kind| !matches!(kind, OperationKind::Watch | OperationKind::Worklog);
    let after = row.operations.iter().skip_while(|it| it.key != operation.key).skip(1);
    writes(operation.key.kind)
        && after
            .filter(|later| writes(later.key.kind) && later.refusals.is_empty())
            .any(|later| later.digests.iter().any(|digest| digest.field == planned.field))
}

/// Whether a part is missing (`Some(true)`) or differs (`Some(false)`).
fn part_difference(
    written: Option<&PartId>,
    standing: &[PartStanding],
    planned: &[FieldDigest],
) -> Option<bool> {
    let Some(part) = standing.iter().find(|part| Some(&part.id) == written) else {
        return Some(true);
    };
    planned.iter().any(|planned| planned.digest != part.digest).then_some(false)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use migrayt_core::digest::{DigestKey, FieldDigest};
    use migrayt_core::id::{
        FieldId, ItemId, PartId, StateId, TargetId, TargetKey, TargetRef, TypeId,
    };
    use migrayt_core::operation::{OperationKey, OperationKind};
    use migrayt_core::plan::{PlanOperation, PlanRow, Stage};
    use migrayt_core::port::{LedgerRow, OutcomeState, PartStanding, Standing};

    use super::View;
    use crate::verify::difference::{DifferenceKind, Verification};

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

    /// Compares an item that was created and changed since with what stands.
    fn compare(standing: impl FnOnce(&mut Standing)) -> Vec<DifferenceKind> {
        let operations = vec![
            operation(
                OperationKind::Create,
                "",
                vec![digest("title", "first"), digest("words", "first")],
            ),
            operation(OperationKind::Update, "", vec![digest("title", "last")]),
            operation(OperationKind::Worklog, "w1", vec![digest("worklog", "an hour")]),
            operation(OperationKind::Watch, "a", vec![digest("watches", "a")]),
            operation(OperationKind::Watch, "b", vec![digest("watches", "b")]),
        ];
        let row = |operation: &PlanOperation| LedgerRow {
            key: operation.key.clone(),
            state: Some(OutcomeState::Done),
            in_doubt: false,
            target: None,
            part: (operation.key.kind == OperationKind::Worklog).then(|| PartId::new("7")),
            losses: Vec::new(),
            revision: Some(3),
            attempts: 1,
        };
        let ledger = BTreeMap::from([(ItemId::new("1"), operations.iter().map(row).collect())]);
        let target = TargetRef { id: TargetId::new("10"), key: TargetKey::new("S-1") };
        let went = BTreeMap::from([(ItemId::new("1"), target.clone())]);
        let type_id = TypeId::new("Story");
        let mut stands = Standing::new(target, type_id.clone(), StateId::new("Open"));
        stands.digests = vec![
            digest("title", "last"),
            digest("words", "first"),
            digest("watches", "a"),
            digest("watches", "b"),
        ];
        let worklog = digest("worklog", "an hour").digest;
        stands.worklogs = vec![PartStanding { id: PartId::new("7"), digest: worklog }];
        standing(&mut stands);
        let there = BTreeMap::from([(TargetId::new("10"), stands)]);
        let view = View { ledger: &ledger, went: &went, standing: &there };
        let row = PlanRow {
            item: ItemId::new("1"),
            revision: 3,
            type_id: type_id.clone(),
            target_type: Some(type_id),
            operations,
        };
        let mut found = Verification::default();
        view.compare(&row, &mut found);
        found.differences.iter().map(|difference| difference.kind).collect()
    }

    #[test]
    fn a_field_is_compared_with_what_was_written_last() {
        assert_eq!(compare(|_| {}), []);
        let first = |standing: &mut Standing| standing.digests[0] = digest("title", "first");
        assert_eq!(compare(first), [DifferenceKind::FieldDiffers]);
        let other = |standing: &mut Standing| standing.digests[1] = digest("words", "last");
        assert_eq!(compare(other), [DifferenceKind::FieldDiffers]);
    }

    #[test]
    fn watchers_and_work_logs_are_compared_each_by_itself() {
        let one = |standing: &mut Standing| drop(standing.digests.remove(2));
        assert_eq!(compare(one), [DifferenceKind::FieldDiffers]);
        let none = |standing: &mut Standing| standing.worklogs.clear();
        assert_eq!(compare(none), [DifferenceKind::WorklogMissing]);
        let other = |standing: &mut Standing| {
            standing.worklogs[0].digest = digest("worklog", "a day").digest;
        };
        assert_eq!(compare(other), [DifferenceKind::WorklogDiffers]);
    }
}
