//! What the simulated target says: how items stand, and why it does not do what it was asked.

use migrayt_core::digest::DigestKey;
use migrayt_core::id::{LinkTypeId, StateId, TypeId};
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{PartStanding, Standing, StandingLink};
use migrayt_core::{Effect, Error, ErrorKind, Retry};

use crate::port::site::{self, Issue, target_id, target_ref};

/// An item as it stands: two effects of one operation look the same.
pub(super) fn standing(issue: &Issue, links: &[site::Standing], key: &DigestKey) -> Standing {
    let state = StateId::new(issue.status.clone());
    let mut standing = Standing::new(target_ref(issue.number), TypeId::new("Task"), state);
    for part in &issue.parts {
        let digest = key.digest("part", part.key.to_string().as_bytes());
        let shown = PartStanding { id: part.id.clone(), digest };
        match part.key.kind {
            OperationKind::Comment => standing.comments.push(shown),
            OperationKind::Attach => standing.attachments.push(shown),
            OperationKind::Worklog => standing.worklogs.push(shown),
            OperationKind::RemoteLink => standing.remote_links.push(part.key.part.clone()),
            _ => {}
        }
    }
    let place = target_id(issue.number);
    for link in links {
        let (Some((from, to)), Some((kind, _))) = (&link.ends, link.key.part.split_once(':'))
        else {
            continue;
        };
        if *from == place {
            let link_type = LinkTypeId::new(kind);
            standing.links.push(StandingLink { link_type, other: to.clone(), outward: true });
        }
    }
    standing
}

/// Whether it happened is unknown.
pub(super) fn lost() -> Error {
    Error::new(ErrorKind::Timeout, "no answer")
        .with_retry(Retry::Backoff)
        .with_effect(Effect::Unknown)
}

/// A question that nobody answered.
pub(super) fn broken() -> Error {
    Error::new(ErrorKind::Unavailable, "the target is broken").with_retry(Retry::Backoff)
}

pub(super) fn throttled() -> Error {
    Error::new(ErrorKind::RateLimited, "later").with_retry(Retry::Backoff)
}

/// The credential was ended.
pub(super) fn refused() -> Error {
    Error::new(ErrorKind::Unauthenticated, "who are you")
}

/// The same refusal once more, for another order of the same call.
pub(super) fn again(error: &Error) -> Error {
    match error.kind() {
        ErrorKind::Unauthenticated => refused(),
        ErrorKind::RateLimited => throttled(),
        _ => broken(),
    }
}
