use std::sync::Arc;

use crate::port::{Clock, Credential, Ids, Journal, Mapper, PlanStore, Source, Target};

/// Everything that a run works with.
#[derive(Clone, Debug)]
pub struct Ports {
    /// Where items are read.
    pub source: Arc<dyn Source>,
    /// Where items are written.
    pub target: Arc<dyn Target>,
    /// The target's credential, if it can be rotated: a fence against workers that are thought
    /// dead.
    pub fence: Option<Arc<dyn Credential>>,
    /// How items become commands.
    pub mapper: Arc<dyn Mapper>,
    /// What was sent and what became of it.
    pub journal: Arc<dyn Journal>,
    /// What was planned.
    pub plans: Arc<dyn PlanStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub ids: Arc<dyn Ids>,
}
