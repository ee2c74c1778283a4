//! What rests in a row, as JSON. None of it is content.

mod plan;
mod planned;
mod run;

pub(super) use self::plan::{
    EntryRow, LaneOperation, LaneRow, MendedRow, NewestRow, OutlineRow, PlaceRow, PlanRow, Sealed,
    Sealing,
};
pub(super) use self::run::{DueRow, LeaseRow, RunRow, StandingRow, UntilRow, is_unmade};
