use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use time::OffsetDateTime;

use super::Contract;
use crate::sim::Simulator;

/// Whether those who ask promise to ask as the documents say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// They do, so that their requests are held against the documents too.
    Rightly,
    /// They may ask what is wrong on purpose.
    Anyhow,
}

/// A simulator whose requests and answers are held against its tracker's documents.
///
/// It belongs inside of a layer that makes faults: what such a layer answers is no tracker's.
#[derive(Debug)]
pub struct Witness<S> {
    inner: S,
    contract: Arc<Contract>,
    asked: Asked,
}

impl<S> Witness<S> {
    /// Watches a simulator.
    pub fn new(inner: S, contract: Arc<Contract>, asked: Asked) -> Self {
        Self { inner, contract, asked }
    }

    /// The simulator inside.
    pub fn inner(&self) -> &S {
        &self.inner
    }
}

#[deny(clippy::missing_trait_methods, reason = "a wrapper must pass everything on")]
impl<S: Simulator> Simulator for Witness<S> {
    fn answer(&self, request: Request<Bytes>, now: OffsetDateTime) -> Response<Bytes> {
        let seen = request.clone();
        let response = self.inner.answer(request, now);
        self.contract.hold(&seen, &response, self.asked);
        response
    }
}
