use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{RunId, WorkerId};
use migrayt_core::port::{Closing, HighWater, Lease, RunSpec};
use time::OffsetDateTime;

use super::plan::Plan;
use super::{Columns, code};

/// One execution of a plan, as it stands.
#[derive(Debug)]
pub(crate) struct Run {
    /// What stands for it in keys.
    pub(crate) number: i64,
    /// What stands for its plan.
    pub(crate) plan: i64,
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) high_water: HighWater,
    pub(crate) worker: String,
    pub(crate) epoch: u64,
    pub(crate) until: OffsetDateTime,
    pub(crate) closing: Option<Closing>,
}

impl Run {
    pub(crate) fn read(columns: &impl Columns) -> Result<Self> {
        Ok(Self {
            number: columns.integer("run")?,
            plan: columns.integer("plan")?,
            source: columns.text("source")?,
            target: columns.text("target")?,
            high_water: HighWater(columns.text("high_water")?),
            worker: columns.text("worker")?,
            epoch: columns.number("epoch")?,
            until: columns.moment("until")?,
            closing: columns.integer_if_any("closing")?.map(code::to_closing).transpose()?,
        })
    }

    /// Refuses what is not this run, and a worker who comes too early. The plan tells whether the
    /// mapping is the same.
    pub(crate) fn admit(
        &self,
        spec: &RunSpec,
        plan: &Plan,
        worker: &WorkerId,
        now: OffsetDateTime,
    ) -> Result<()> {
        if self.plan != plan.number
            || self.source != spec.source.as_str()
            || self.target != spec.target.as_str()
        {
            return Err(Error::new(
                ErrorKind::Conflict,
                "the run exists with another plan, mapping or endpoint",
            )
            .with("run", &spec.run)
            .with_help("go on with the plan, mapping and endpoints that the run began with"));
        }
        if self.closing.is_none() && self.worker != worker.as_str() && now < self.until {
            let until_ms = self.until.unix_timestamp_nanos() / 1_000_000;
            return Err(Error::new(ErrorKind::LeaseHeld, "another worker holds the run's lease")
                .with("run", &spec.run)
                .with("until_ms", u64::try_from(until_ms).unwrap_or(0))
                .with_help("wait until the other worker is done or its lease has ended"));
        }
        Ok(())
    }

    /// Refuses a lease that was taken over or given back.
    pub(crate) fn check(&self, lease: &Lease) -> Result<()> {
        if self.epoch == lease.epoch && self.closing.is_none() {
            return Ok(());
        }
        Err(lost(lease))
    }

    /// Whether a lease was given back in this way.
    pub(crate) fn was_closed(&self, lease: &Lease, closing: Closing) -> bool {
        self.epoch == lease.epoch && self.closing == Some(closing)
    }
}

/// The newest run of a plan, from `id` and `closing`.
pub(crate) fn newest(columns: &impl Columns) -> Result<(RunId, Option<Closing>)> {
    let closing = columns.integer_if_any("closing")?.map(code::to_closing).transpose()?;
    Ok((RunId::new(columns.text("id")?), closing))
}

pub(crate) fn lost(lease: &Lease) -> Error {
    Error::new(ErrorKind::LeaseLost, "the run's lease was taken over or given back")
        .with("run", &lease.run)
        .with("epoch", lease.epoch)
}

pub(crate) fn no_run(id: &RunId) -> Error {
    Error::new(ErrorKind::NotFound, "the run does not exist").with("run", id)
}
