use migrayt_core::digest::FieldDigest;
use migrayt_core::id::{LinkTypeId, PartId};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{LossKind, PlanOperation, PlanRow};
use migrayt_core::port::{OutcomeState, PartStanding, StandingLink};

use super::{Pair, View, standing_digest};
use crate::verify::bytes::Bytes;
use crate::verify::difference::DifferenceKind;
use crate::verify::verification::{Aspect, Findings};

impl<'a> View<'a> {
    /// Compares what one operation wrote with what stands.
    pub(super) fn compare_operation(
        &self,
        operation: &'a PlanOperation,
        pair: &mut Pair<'a>,
        found: &mut Findings,
    ) {
        let kind = operation.key.kind;
        let account = self.account(operation);
        match account.and_then(|account| account.state) {
            Some(OutcomeState::Done | OutcomeState::Adopted) => {}
            // It was deleted from the source between plan and run.
            Some(OutcomeState::Gone) => return,
            _ => {
                if let Some(aspect) = aspect_of(kind) {
                    found.check(aspect, "", false);
                }
                let kind = match DifferenceKind::missing(kind) {
                    DifferenceKind::FieldMissing => DifferenceKind::OperationMissing,
                    kind => kind,
                };
                pair.differs(kind, place(operation));
                return;
            }
        }
        let written = account.and_then(|account| account.part.as_ref());
        let standing = pair.standing;
        match kind {
            OperationKind::Comment => {
                pair.compare_part(operation, written, &standing.comments, found);
            }
            OperationKind::Worklog => {
                pair.compare_part(operation, written, &standing.worklogs, found);
            }
            OperationKind::Attach => {
                let same = pair.compare_part(operation, written, &standing.attachments, found);
                let files = standing.attachments.iter().zip(&standing.sizes);
                let size = files.filter(|(file, _)| Some(&file.id) == written).map(|it| *it.1);
                found.of.attachment_bytes += size.sum::<u64>();
                if same {
                    self.compare_bytes(operation, pair, found);
                }
            }
            OperationKind::RemoteLink => {
                let links = &standing.remote_links;
                let there = written.is_some_and(|id| links.iter().any(|it| it == id.as_str()));
                let there = there.then_some(standing.digests.as_slice());
                pair.compare_set(operation, there, found);
            }
            OperationKind::Watch => {
                pair.compare_set(operation, Some(&standing.digests), found);
            }
            OperationKind::Property => {
                let all = self.properties.get(&standing.target.id);
                let field = operation.digests.first().map(|planned| &planned.field);
                let there = all.filter(|all| all.iter().any(|it| Some(&it.field) == field));
                pair.compare_set(operation, there.map(Vec::as_slice), found);
            }
            OperationKind::Link => {
                let linked = self.linked(pair, operation);
                found.check(Aspect::Link, "", linked);
                if !linked {
                    pair.differs(DifferenceKind::LinkMissing, place(operation));
                }
            }
            OperationKind::Rank => self.compare_rank(operation, pair, found),
            _ => self.compare_fields(operation, pair, found),
        }
    }

    fn compare_bytes(&self, operation: &PlanOperation, pair: &mut Pair<'_>, found: &mut Findings) {
        let at = (pair.row.item.clone(), PartId::new(operation.key.part.as_str()));
        match self.bytes.get(&at) {
            None => {}
            Some(Bytes::Gone) => found.of.files_gone += 1,
            Some(Bytes::Read { source, target }) => {
                let same = Some(*source) == *target;
                found.check(Aspect::AttachmentBytes, "", same);
                if !same {
                    let kind = DifferenceKind::AttachmentBytesDiffer;
                    pair.differ(kind, place(operation), (Some(*source), *target));
                }
            }
        }
    }

    fn compare_fields(&self, operation: &PlanOperation, pair: &mut Pair<'_>, found: &mut Findings) {
        for planned in &operation.digests {
            if rewritten(pair.row, operation, planned) || self.refused(operation, planned) {
                continue;
            }
            let stands = standing_digest(pair.standing, &planned.field);
            let same = pair.standing.digests.contains(planned);
            match self.names.aspect(&planned.field) {
                Some(aspect) => found.count(aspect, self.names.name(planned.digest), 1, 0),
                None => found.check(Aspect::Field, planned.field.as_str(), same),
            }
            if !same {
                let kind = match stands {
                    Some(_) => DifferenceKind::differs(operation.key.kind),
                    None => DifferenceKind::FieldMissing,
                };
                let place = Some(planned.field.to_string());
                pair.differ(kind, place, (Some(planned.digest), stands));
            }
        }
        if operation.key.kind == OperationKind::Create {
            let parent = operation.other.as_ref().and_then(|item| self.went.get(item));
            let same = pair.standing.parent.as_ref() == parent.map(|parent| &parent.id);
            if parent.is_some() {
                found.check(Aspect::Parent, "", same);
            }
            if !same {
                pair.differs(DifferenceKind::ParentDiffers, None);
            }
        }
    }

    /// Whether the target refused the person of a field during the run: then it was not written,
    /// which the ledger names as a loss.
    fn refused(&self, operation: &PlanOperation, planned: &FieldDigest) -> bool {
        let losses = self.account(operation).map(|account| account.losses.as_slice());
        losses.into_iter().flatten().any(|loss| {
            loss.kind == LossKind::PersonRefused && loss.field.as_ref() == Some(&planned.field)
        })
    }

    /// A place holds as long as the item stands somewhere after the other one. Of an item that is
    /// gone nothing can be said.
    fn compare_rank(&self, operation: &PlanOperation, pair: &mut Pair<'_>, found: &mut Findings) {
        let other = operation.other.as_ref().and_then(|other| self.went.get(other));
        let other = other.and_then(|other| self.standing.get(&other.id)?.rank.as_ref());
        let (Some(own), Some(other)) = (pair.standing.rank.as_ref(), other) else { return };
        let behind = own > other;
        found.check(Aspect::Rank, "", behind);
        if !behind {
            let place = operation.other.as_ref().map(ToString::to_string);
            pair.differs(DifferenceKind::RankDiffers, place);
        }
    }

    /// Whether a link stands at the item in whose lane it was planned.
    fn linked(&self, pair: &Pair<'_>, operation: &PlanOperation) -> bool {
        let (Some(other), Some((link_type, _))) =
            (&operation.other, operation.key.part.split_once(':'))
        else {
            return false;
        };
        let Some(other) = self.went.get(other) else { return false };
        pair.standing.links.contains(&StandingLink {
            link_type: LinkTypeId::new(link_type),
            other: other.id.clone(),
            outward: operation.key.item == pair.row.item,
        })
    }
}

impl Pair<'_> {
    /// Compares a comment, file or work log entry; whether it stands as planned.
    fn compare_part(
        &mut self,
        operation: &PlanOperation,
        written: Option<&PartId>,
        standing: &[PartStanding],
        found: &mut Findings,
    ) -> bool {
        let planned = operation.digests.first().map(|planned| planned.digest);
        let stands = standing.iter().find(|part| Some(&part.id) == written);
        let same = stands.is_some_and(|part| planned.is_none_or(|it| it == part.digest));
        if let Some(aspect) = aspect_of(operation.key.kind) {
            found.check(aspect, "", same);
        }
        if !same {
            let kind = match stands {
                Some(_) => DifferenceKind::differs(operation.key.kind),
                None => DifferenceKind::missing(operation.key.kind),
            };
            self.differ(kind, place(operation), (planned, stands.map(|part| part.digest)));
        }
        same
    }

    /// Compares something of which several stand side by side, with those that there are; none if
    /// it is certainly not there.
    fn compare_set(
        &mut self,
        operation: &PlanOperation,
        standing: Option<&[FieldDigest]>,
        found: &mut Findings,
    ) {
        // A plan of an earlier version has no digests of some kinds.
        let planned = operation.digests.first();
        let same = standing.is_some_and(|all| planned.is_none_or(|planned| all.contains(planned)));
        if let Some(aspect) = aspect_of(operation.key.kind) {
            found.check(aspect, "", same);
        }
        if !same {
            let kind = match standing {
                Some(_) => DifferenceKind::differs(operation.key.kind),
                None => DifferenceKind::missing(operation.key.kind),
            };
            self.differ(kind, place(operation), (planned.map(|planned| planned.digest), None));
        }
    }
}

/// The part of an item that an operation is about.
fn place(operation: &PlanOperation) -> Option<String> {
    (!operation.key.part.is_empty()).then(|| operation.key.part.clone())
}

/// What operations of a kind are counted as; those that write fields are counted by field.
fn aspect_of(kind: OperationKind) -> Option<Aspect> {
    Some(match kind {
        OperationKind::Comment => Aspect::Comment,
        OperationKind::Attach => Aspect::Attachment,
        OperationKind::Worklog => Aspect::Worklog,
        OperationKind::Link => Aspect::Link,
        OperationKind::RemoteLink => Aspect::RemoteLink,
        OperationKind::Watch => Aspect::Watcher,
        OperationKind::Property => Aspect::Property,
        OperationKind::Rank => Aspect::Rank,
        _ => return None,
    })
}

/// Whether a later operation of the item writes the same field again; then it is compared there.
fn rewritten(row: &PlanRow, operation: &PlanOperation, planned: &FieldDigest) -> bool {
    let after = row.operations.iter().skip_while(|it| it.key != operation.key).skip(1);
    after
        .filter(|later| aspect_of(later.key.kind).is_none() && later.refusals.is_empty())
        .any(|later| later.digests.iter().any(|digest| digest.field == planned.field))
}
