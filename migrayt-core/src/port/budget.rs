use std::any::Any;
use std::fmt;
use std::time::Duration;

use async_trait::async_trait;

use crate::error::Result;

/// A share of what a remote allows, already scoped to one credential.
#[async_trait]
pub trait Budget: fmt::Debug + Send + Sync + 'static {
    /// Waits until a request of that class and cost may be sent; the permit is held while it runs.
    async fn acquire(&self, class: MethodClass, cost: u32) -> Result<Permit>;

    /// Learns from the headers of an answer.
    fn observe(&self, facts: &ResponseFacts);
}

/// The class of a request, by which requests are limited and counted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MethodClass {
    /// Reads that describe the endpoint: types, fields, people.
    Discover,
    /// Reads of items.
    Read,
    /// Reads of files.
    Download,
    /// Writes that make one thing or many.
    Write,
    /// Writes of files.
    Upload,
}

/// The right to send one request; given back when it is dropped.
pub struct Permit(#[expect(dead_code, reason = "held for its drop")] Box<dyn Any + Send>);

impl Permit {
    /// Wraps whatever gives the share back when it is dropped.
    pub fn new(guard: impl Any + Send) -> Self {
        Self(Box::new(guard))
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Permit")
    }
}

/// What an answer says about our share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseFacts {
    /// The status code.
    pub status: u16,
    /// The pause that the remote asks for; it may come with a success.
    pub retry_after: Option<Duration>,
    /// What is left of the share, in the remote's unit.
    pub remaining: Option<u64>,
    /// The whole share, in the same unit.
    pub limit: Option<u64>,
    /// How long until the share is whole again.
    pub reset_after: Option<Duration>,
}

impl ResponseFacts {
    /// The facts of an answer without limits.
    pub fn of_status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }
}

/// A budget without limits, for tests and for remotes that have none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

#[async_trait]
impl Budget for Unlimited {
    async fn acquire(&self, _class: MethodClass, _cost: u32) -> Result<Permit> {
        Ok(Permit::new(()))
    }

    fn observe(&self, _facts: &ResponseFacts) {}
}
