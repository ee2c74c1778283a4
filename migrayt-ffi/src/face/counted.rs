use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use migrayt::connectors::http::Counts;
use migrayt::project::Project;
use migrayt_core::id::RunId;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::RunCounts;
use serde::{Serialize, Serializer};

/// What an engine has done since it was made: counts only.
#[derive(Debug, Default)]
pub(crate) struct Counted(Mutex<Standing>);

/// The counts at one moment.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Standing {
    /// Jobs.
    jobs: Jobs,
    /// Requests to both trackers, retries included.
    requests: Requests,
    /// Items.
    items: Items,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Jobs {
    /// Begun and not ended.
    going_on: u64,
    /// Ended with a result.
    done: u64,
    /// Ended with an error.
    failed: u64,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Requests {
    /// By class of request.
    source: Counts,
    /// By class of request.
    target: Counts,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Items {
    /// Looked at by plans.
    planned: u64,
    /// Created by runs, as their journals count them.
    #[serde(serialize_with = "sum")]
    created: BTreeMap<RunId, u64>,
}

fn sum<S: Serializer>(created: &BTreeMap<RunId, u64>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64(created.values().sum())
}

impl Counted {
    pub(crate) fn begin(&self) {
        self.counts().jobs.going_on += 1;
    }

    pub(crate) fn end(&self, well: bool) {
        let jobs = &mut self.counts().jobs;
        jobs.going_on = jobs.going_on.saturating_sub(1);
        let ended = if well { &mut jobs.done } else { &mut jobs.failed };
        *ended += 1;
    }

    /// The requests that a job sent.
    pub(crate) fn requests(&self, project: &Project) {
        let (source, target) = project.requests_by_class();
        let requests = &mut self.counts().requests;
        requests.source += source;
        requests.target += target;
    }

    pub(crate) fn planned(&self, items: u64) {
        self.counts().items.planned += items;
    }

    /// How a run stands, which may have been counted before it was gone on with.
    pub(crate) fn carried(&self, run: &RunId, counts: &RunCounts) {
        let created = counts.kinds.iter().filter(|(kind, _)| *kind == OperationKind::Create);
        let created = created.map(|(_, counts)| counts.done).sum();
        self.counts().items.created.insert(run.clone(), created);
    }

    pub(crate) fn standing(&self) -> Standing {
        self.counts().clone()
    }

    fn counts(&self) -> MutexGuard<'_, Standing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
