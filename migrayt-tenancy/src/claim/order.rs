use migrayt_core::id::{JobId, RunId};
use time::OffsetDateTime;

use crate::Rights;

/// What a claim is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobOrder {
    /// The job.
    pub job: JobId,
    /// The run that it is about, if there is one already.
    pub run: Option<RunId>,
    /// What it may do: as little as it needs.
    pub rights: Rights,
    /// Which attempt at the job this is; grows by one whenever the job is given out again.
    pub epoch: u64,
    /// The moment from which the claim is not accepted any more, in whole seconds; a fraction is
    /// cut off.
    pub expires_at: OffsetDateTime,
}
