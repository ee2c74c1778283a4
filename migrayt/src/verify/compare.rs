use std::collections::BTreeMap;

use migrayt_core::digest::FieldDigest;
use migrayt_core::id::{ItemId, LinkTypeId, PartId, TargetId, TargetRef};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{PlanOperation, PlanRow};
use migrayt_core::port::{LedgerRow, OutcomeState, PartStanding, Standing, StandingLink};

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
            _ => {
                for planned in &operation.digests {
                    if !standing.digests.contains(planned) {
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
