//! Creates whose answer was lost in the gateway and that happen later.

use bytes::Bytes;
use http::{Method, Request};
use time::OffsetDateTime;

use super::options::LateCommit;
use super::state::State;

/// A request that waits for its moment.
#[derive(Debug, Clone)]
pub(super) struct Late {
    /// When it was let in.
    pub(super) asked: OffsetDateTime,
    pub(super) due: OffsetDateTime,
    pub(super) request: Request<Bytes>,
}

impl Late {
    /// Keeps the request for later if it is a create and its turn has come.
    pub(super) fn take(
        plan: LateCommit,
        state: &mut State,
        request: Request<Bytes>,
        now: OffsetDateTime,
    ) -> Option<Request<Bytes>> {
        if !creates(&request) {
            return Some(request);
        }
        state.creates += 1;
        if plan.every == 0 || !state.creates.is_multiple_of(plan.every) {
            return Some(request);
        }
        state.late.push_back(Self { asked: now, due: now + plan.delay, request });
        None
    }
}

fn creates(request: &Request<Bytes>) -> bool {
    let path = request.uri().path();
    request.method() == Method::POST
        && path.starts_with("/rest/api/")
        && ["/issue", "/issue/bulk", "/comment"].iter().any(|end| path.ends_with(end))
}
