mod operation;
#[cfg(test)]
mod test;

use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, FieldKind, FieldRole};
use migrayt_core::digest::{Digest, FieldDigest};
use migrayt_core::id::{FieldId, ItemId, TargetId, TargetRef};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{PlanOperation, PlanRow};
use migrayt_core::port::{LedgerRow, OutcomeState, Standing};
use migrayt_core::run::Repeat;

use super::bytes::Compared;
use super::difference::{Difference, DifferenceKind};
use super::names::Names;
use super::verification::{Aspect, Findings};

/// A page of the target beside what plan and journal say of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    /// The source's organisation or site, and its project.
    pub(super) origin: (&'a str, &'a str),
    pub(super) catalog: &'a Catalog,
    pub(super) names: &'a Names,
    pub(super) ledger: &'a BTreeMap<ItemId, Vec<LedgerRow>>,
    pub(super) went: &'a BTreeMap<ItemId, TargetRef>,
    pub(super) standing: &'a BTreeMap<TargetId, Standing>,
    pub(super) properties: &'a BTreeMap<TargetId, Vec<FieldDigest>>,
    /// The files whose bytes were compared.
    pub(super) bytes: &'a Compared,
}

/// One item of it: its plan, how it stands, and the differences found so far.
struct Pair<'a> {
    row: &'a PlanRow,
    standing: &'a Standing,
    differences: Vec<Difference>,
}

impl Pair<'_> {
    fn differs(&mut self, kind: DifferenceKind, place: Option<String>) {
        self.differ(kind, place, (None, None));
    }

    /// Notes a difference, with the digests of what was planned and of what was found.
    fn differ(
        &mut self,
        kind: DifferenceKind,
        place: Option<String>,
        (planned, found): (Option<Digest>, Option<Digest>),
    ) {
        let target = Some(self.standing.target.key.clone());
        let of = Difference::of(self.row.item.clone(), target, kind);
        self.differences.push(Difference { place, planned, found, ..of });
    }
}

impl<'a> View<'a> {
    /// Compares one item with its plan.
    pub(super) fn compare(&self, row: &'a PlanRow, found: &mut Findings) {
        found.of.items += 1;
        if row.refused() {
            found.of.refused += 1;
            return;
        }
        let target = self.went.get(&row.item);
        let standing = target.and_then(|target| self.standing.get(&target.id));
        let Some(standing) = standing else {
            self.absent(row, target, found);
            return;
        };
        if row.is_recognised_only() {
            found.of.matched += 1;
            return;
        }
        for repeat in self.repeats(row, standing) {
            found.repeat(repeat, standing.target.key.clone());
        }
        let mut pair = Pair { row, standing, differences: Vec::new() };
        self.compare_identity(&mut pair);
        if self.drifted(row, standing) {
            found.of.drifted += 1;
        } else {
            self.compare_content(&mut pair, found);
            if pair.differences.is_empty() {
                found.of.matched += 1;
            }
        }
        found.of.mismatches += u64::from(!pair.differences.is_empty());
        for difference in pair.differences {
            found.list(difference);
        }
    }

    fn absent(&self, row: &PlanRow, target: Option<&TargetRef>, found: &mut Findings) {
        let create = row.operations.first().and_then(|create| self.account(create));
        if create.and_then(|create| create.state) == Some(OutcomeState::Gone) {
            found.of.gone += 1;
            return;
        }
        found.of.missing += 1;
        found.check(Aspect::Type, row.type_id.as_str(), false);
        let target = target.map(|target| target.key.clone());
        found.list(Difference::of(row.item.clone(), target, DifferenceKind::ItemMissing));
    }

    /// Whether the source moved on between plan and run. An item that an earlier run made was
    /// written at the revision that its marker names.
    fn drifted(&self, row: &PlanRow, standing: &Standing) -> bool {
        let accounts = row.operations.iter().filter_map(|operation| self.account(operation));
        let mut written = accounts.filter_map(|account| account.revision).peekable();
        if written.peek().is_none() {
            let marked = standing.origin.as_ref().map(|origin| origin.revision);
            return marked.is_some_and(|revision| revision != row.revision);
        }
        written.any(|revision| revision != row.revision)
    }

    /// Compares what does not depend on the source's revision.
    fn compare_identity(&self, pair: &mut Pair<'_>) {
        let (row, standing) = (pair.row, pair.standing);
        match &standing.origin {
            None => pair.differs(DifferenceKind::MarkerMissing, None),
            Some(origin) => {
                let (organization, project) = self.origin;
                if origin.item != row.item
                    || origin.organization != organization
                    || origin.project != project
                {
                    pair.differs(DifferenceKind::MarkerDiffers, None);
                }
            }
        }
        if self.went.get(&row.item).is_some_and(|went| went.key != standing.target.key) {
            pair.differs(DifferenceKind::ItemMoved, None);
        }
    }

    fn compare_content(&self, pair: &mut Pair<'a>, found: &mut Findings) {
        let before = pair.differences.len();
        for operation in &pair.row.operations {
            if operation.refusals.is_empty() {
                self.compare_operation(operation, pair, found);
            }
        }
        self.compare_order(pair, found);
        self.compare_unplanned(pair);
        for FieldDigest { field, digest } in &pair.standing.digests {
            if let Some(aspect) = self.names.aspect(field) {
                found.count(aspect, self.names.name(*digest), 0, 1);
            }
        }
        let stands = pair.differences.len() == before;
        found.check(Aspect::Type, pair.row.type_id.as_str(), stands);
    }

    /// Comments must stand in the order in which the plan has them.
    fn compare_order(&self, pair: &mut Pair<'_>, found: &mut Findings) {
        let comments = pair.row.operations.iter().filter(|operation| {
            operation.key.kind == OperationKind::Comment && operation.refusals.is_empty()
        });
        let written = comments.filter_map(|operation| self.account(operation)?.part.as_ref());
        let places: Vec<usize> = written
            .filter_map(|part| pair.standing.comments.iter().position(|it| it.id == *part))
            .collect();
        if places.len() > 1 {
            let ordered = places.is_sorted();
            found.check(Aspect::CommentOrder, "", ordered);
            if !ordered {
                pair.differs(DifferenceKind::CommentOrder, None);
            }
        }
    }

    /// Labels, components and versions, which nothing but people, rules and programs fill, must
    /// not stand where the plan has none. Other fields may have got a value by themselves.
    fn compare_unplanned(&self, pair: &mut Pair<'_>) {
        for field in &self.catalog.fields {
            let filled = matches!(field.kind, FieldKind::Labels | FieldKind::Node)
                && field.role != Some(FieldRole::Sprint);
            let mut operations = pair.row.operations.iter();
            if filled
                && let Some(digest) = standing_digest(pair.standing, &field.id)
                && !operations.any(|it| it.digests.iter().any(|it| it.field == field.id))
            {
                let place = Some(field.id.to_string());
                pair.differ(DifferenceKind::FieldUnplanned, place, (None, Some(digest)));
            }
        }
    }

    /// What stands a second time beside what the journal names.
    fn repeats(&self, row: &PlanRow, standing: &Standing) -> Vec<Repeat> {
        let account = self.ledger.get(&row.item);
        let accounts: Vec<&LedgerRow> = account.into_iter().flatten().collect();
        Repeat::find(&row.item, &accounts, &accounts, standing)
    }

    fn account(&self, operation: &PlanOperation) -> Option<&'a LedgerRow> {
        self.ledger.get(&operation.key.item)?.iter().find(|row| row.key == operation.key)
    }
}

/// The digest of what a field holds, if it holds anything.
fn standing_digest(standing: &Standing, field: &FieldId) -> Option<Digest> {
    standing.digests.iter().find(|it| it.field == *field).map(|it| it.digest)
}
