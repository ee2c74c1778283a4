use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use time::OffsetDateTime;

use super::Authority;
use crate::sim::Simulator;

/// An authority and the tracker that takes its tokens under one origin, as `auth.atlassian.com`,
/// `api.atlassian.com` and a site would be under three. Whatever is not the authority's goes to the
/// tracker.
#[derive(Debug)]
pub struct Front<T> {
    authority: Arc<Authority>,
    tracker: T,
}

impl<T> Front<T> {
    /// Puts an authority before a tracker.
    pub fn new(authority: Arc<Authority>, tracker: T) -> Self {
        Self { authority, tracker }
    }

    /// The authority.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// The tracker.
    pub fn tracker(&self) -> &T {
        &self.tracker
    }
}

#[deny(clippy::missing_trait_methods, reason = "a wrapper must pass everything on")]
impl<T: Simulator> Simulator for Front<T> {
    fn answer(&self, request: Request<Bytes>, now: OffsetDateTime) -> Response<Bytes> {
        if self.authority.serves(request.uri().path()) {
            self.authority.answer(request, now)
        } else {
            self.tracker.answer(request, now)
        }
    }
}
