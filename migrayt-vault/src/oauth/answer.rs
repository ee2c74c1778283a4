use std::time::Duration as Pause;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use futures_util::future::{Either, select};
use http::header::RETRY_AFTER;
use http::{HeaderMap, Request, StatusCode};
use migrayt_core::port::{Body, Clock, Wire};
use migrayt_core::{Effect, Error, ErrorKind, Result, Retry};
use time::Duration;

/// The longest answer of a token endpoint that is read. Tokens of Entra have a few KiB.
const LONGEST: usize = 256 * 1024;

/// How long an answer may take, so that an attempt ends before another may take it up.
pub(super) const DEADLINE: Duration = Duration::seconds(20);

/// A whole answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// Sends a request once and reads its whole answer, within the deadline.
pub(super) async fn ask(
    wire: &dyn Wire,
    clock: &dyn Clock,
    request: Request<Body>,
) -> Result<Answer> {
    let work = Box::pin(async {
        let (head, body) = wire.send(request).await?.into_parts();
        let body = whole(body).await.map_err(|error| error.with_effect(Effect::Unknown))?;
        Ok(Answer { status: head.status, headers: head.headers, body })
    });
    match select(work, clock.sleep_until(clock.now().saturating_add(DEADLINE))).await {
        Either::Left((answer, _)) => answer,
        Either::Right(((), _)) => {
            Err(Error::new(ErrorKind::Timeout, "the authority did not answer in time")
                .with_help("Try again in a minute; nothing is lost.")
                .with_retry(Retry::Backoff)
                .with_effect(Effect::Unknown))
        }
    }
}

async fn whole(body: Body) -> Result<Bytes> {
    let too_long = || Error::new(ErrorKind::DataCorrupt, "the authority's answer is too long");
    match body {
        Body::Empty => Ok(Bytes::new()),
        Body::Bytes(bytes) if bytes.len() <= LONGEST => Ok(bytes),
        Body::Bytes(_) => Err(too_long()),
        Body::Stream { pieces, .. } => {
            let gather = |mut all: Vec<u8>, piece: Bytes| async move {
                if all.len().saturating_add(piece.len()) > LONGEST {
                    return Err(too_long());
                }
                all.extend_from_slice(&piece);
                Ok(all)
            };
            pieces.try_fold(Vec::new(), gather).await.map(Bytes::from)
        }
    }
}

impl Answer {
    /// The pause that the authority asks for, in whole seconds.
    pub(super) fn retry_after(&self) -> Option<Pause> {
        let text = self.headers.get(RETRY_AFTER)?.to_str().ok()?;
        text.trim().parse().ok().map(Pause::from_secs)
    }
}
