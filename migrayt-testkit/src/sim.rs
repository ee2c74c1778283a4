//! Stateful tracker simulators that answer real HTTP.

pub mod azure_devops;
mod file;
pub mod jira;
pub mod oauth;
pub mod profile;
pub mod server;
mod shelf;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use time::OffsetDateTime;

/// A tracker in memory: a pure function from its state and a request to an answer, so that the
/// same simulator serves a socket and an in-process wire in virtual time.
///
/// # Contract
/// One request is answered at a time; `now` never decreases; the same requests in the same order
/// with the same `now` give the same answers. An answer may carry a [`crate::fault::Mishap`] among
/// its extensions; whoever delivers it then delays it, cuts it or keeps it back as told.
pub trait Simulator: fmt::Debug + Send + Sync + 'static {
    /// Answers one request. `request.uri()` has a path and perhaps a query, no authority.
    fn answer(&self, request: http::Request<Bytes>, now: OffsetDateTime) -> http::Response<Bytes>;
}

/// A shared simulator answers like the one it shares, so that a test keeps a hand on the state
/// behind a server or a layer.
#[deny(clippy::missing_trait_methods, reason = "a wrapper must pass everything on")]
impl<S: Simulator + ?Sized> Simulator for Arc<S> {
    fn answer(&self, request: http::Request<Bytes>, now: OffsetDateTime) -> http::Response<Bytes> {
        S::answer(self, request, now)
    }
}
