use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{ItemId, PlanId, TypeId};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{
    Backlog, Loss, LossKind, Outline, OutlineSummary, PlanOperation, PlanRow as Lane, PlanSummary,
};
use serde::{Deserialize, Serialize};

/// A plan without its outlines and rows. It changes with each call that adds some, so that whoever
/// checks it knows that nobody else did.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PlanRow {
    /// What its rows begin with.
    pub(crate) number: u64,
    pub(crate) fingerprint: String,
    /// How many outlines and rows were put so far.
    pub(crate) outlines: u64,
    pub(crate) rows: u64,
    /// Set when the outline is sealed.
    pub(crate) outline: Option<OutlineSummary>,
    /// Set when it is sealed.
    pub(crate) sealed: Option<Sealed>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sealed {
    pub(crate) summary: PlanSummary,
    /// How many operations of each kind a run carries out.
    pub(crate) carried: Vec<(OperationKind, u64)>,
}

/// The plan that was sealed last.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct NewestRow {
    pub(crate) plan: PlanId,
    pub(crate) fingerprint: String,
    pub(crate) summary: PlanSummary,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OutlineRow {
    /// The how-manieth it was put as.
    pub(crate) put: u64,
    /// Its place, of which nothing counts before the outline is sealed.
    pub(crate) place: Option<u64>,
    pub(crate) outline: Outline,
}

/// Whom an item of the backlog comes after once those are taken out that are not made.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MendedRow {
    pub(crate) after: Option<ItemId>,
}

/// Who stands at a place.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PlaceRow {
    pub(crate) item: ItemId,
    /// Its position in the backlog.
    pub(crate) position: Option<u32>,
    /// Whether it would be made; `None` as long as it has no lane.
    pub(crate) made: Option<bool>,
}

/// An item's row of the plan, with what sealing works out. That counts once the plan is sealed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LaneRow {
    pub(crate) item: ItemId,
    pub(crate) place: u64,
    pub(crate) parent: Option<ItemId>,
    pub(crate) revision: u64,
    #[serde(rename = "type")]
    pub(crate) type_id: TypeId,
    pub(crate) target_type: Option<TypeId>,
    pub(crate) refused: bool,
    pub(crate) operations: Vec<LaneOperation>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LaneOperation {
    #[serde(flatten, with = "super::planned")]
    pub(crate) planned: PlanOperation,
    #[serde(default, skip_serializing_if = "Sealing::is_none")]
    pub(crate) sealing: Sealing,
}

/// What sealing a plan does to an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sealing {
    pub(crate) dropped: bool,
    /// The item that it refers to from now on.
    pub(crate) other: Option<ItemId>,
    /// A loss that it has besides those of the mapping.
    pub(crate) loss: Option<LossKind>,
}

/// An operation in the order of keys, with what a run needs to know of it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EntryRow {
    /// The item in whose lane it is.
    pub(crate) lane: ItemId,
    /// Whether a run carries it out.
    pub(crate) carried: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) losses: Vec<Loss>,
}

impl PlanRow {
    pub(crate) fn begin(number: u64, fingerprint: &str) -> Self {
        let fingerprint = fingerprint.to_owned();
        Self { number, fingerprint, outlines: 0, rows: 0, outline: None, sealed: None }
    }

    /// Refuses a plan that is sealed.
    pub(crate) fn unsealed(&self) -> Result<()> {
        if self.sealed.is_some() {
            return Err(Error::new(ErrorKind::Conflict, "the plan is sealed and never changes"));
        }
        Ok(())
    }
}

impl OutlineRow {
    /// An outline as it is put: what sealing sets is ignored.
    pub(crate) fn fresh(put: u64, outline: &Outline) -> Self {
        let backlog = Backlog::ranked(outline.backlog.rank);
        let outline = Outline { level: 0, circular: false, backlog, ..outline.clone() };
        Self { put, place: None, outline }
    }

    /// The outline as far as the plan is sealed.
    pub(crate) fn outline(self, plan: &PlanRow, mended: Option<MendedRow>) -> Outline {
        if plan.outline.is_none() {
            return Self::fresh(self.put, &self.outline).outline;
        }
        let mut outline = self.outline;
        if let Some(mended) = mended.filter(|_| plan.sealed.is_some()) {
            outline.backlog.after = mended.after;
        }
        outline
    }
}

impl LaneRow {
    /// A lane without operations. One that is there already keeps its type and revision.
    pub(crate) fn begin(row: &Lane, place: u64, parent: Option<ItemId>) -> Self {
        Self {
            item: row.item.clone(),
            place,
            parent,
            revision: row.revision,
            type_id: row.type_id.clone(),
            target_type: row.target_type.clone(),
            refused: row.refused(),
            operations: Vec::new(),
        }
    }

    /// The row of the plan, without what was dropped.
    pub(crate) fn row(self, plan: &PlanRow) -> Lane {
        let sealed = plan.sealed.is_some();
        let operations = self.operations.into_iter();
        Lane {
            item: self.item,
            revision: self.revision,
            type_id: self.type_id,
            target_type: self.target_type,
            operations: operations
                .filter(|one| !(sealed && one.sealing.dropped))
                .map(|one| if sealed { one.whole() } else { one.planned })
                .collect(),
        }
    }
}

impl LaneOperation {
    /// The operation with what sealing does to it.
    pub(crate) fn whole(&self) -> PlanOperation {
        let mut whole = self.planned.clone();
        whole.losses.extend(self.sealing.loss.map(Loss::of));
        if let Some(other) = &self.sealing.other {
            whole.other = Some(other.clone());
        }
        whole
    }

    /// Whether a run carries it out.
    pub(crate) fn is_carried(&self, lane_refused: bool) -> bool {
        !lane_refused && !self.sealing.dropped && self.planned.refusals.is_empty()
    }

    pub(crate) fn entry(&self, lane: &ItemId, lane_refused: bool) -> EntryRow {
        EntryRow {
            lane: lane.clone(),
            carried: self.is_carried(lane_refused),
            losses: self.whole().losses,
        }
    }
}

impl Sealing {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}
