//! A wire without a network: requests go straight to a simulator, in virtual time.

mod by_host;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use http::{Request, Response};
use migrayt_core::port::{Body, Clock, Wire};
use migrayt_core::{Effect, Error, ErrorKind, Result, Retry};

pub use self::by_host::ByHost;
use crate::fault::{Cut, Mishap};
use crate::sim::Simulator;

/// A [`Wire`] that a simulator answers in process.
///
/// Answers come in pieces of 16 KiB, so that whoever reads them meets more than one. What a
/// [`Mishap`] says is done as a network would do it: a delay passes on the clock, and one beyond
/// the deadline is a timeout; a cut breaks the answer off.
#[derive(Clone, Debug)]
pub struct InProcess {
    simulator: Arc<dyn Simulator>,
    clock: Arc<dyn Clock>,
    deadline: Duration,
}

/// The size of an answer's pieces in bytes.
const PIECE: usize = 16 << 10;

impl InProcess {
    /// A wire with a deadline of 100 s for an answer's head.
    pub fn new(simulator: Arc<dyn Simulator>, clock: Arc<dyn Clock>) -> Self {
        Self { simulator, clock, deadline: Duration::from_secs(100) }
    }

    /// The same wire with another deadline.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }
}

#[async_trait]
impl Wire for InProcess {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>> {
        let (mut head, body) = request.into_parts();
        // A simulator sees a path and a query, as a server does.
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        head.uri = target
            .parse()
            .map_err(|_| Error::new(ErrorKind::Misuse, "the address cannot be sent to"))?;
        let body = whole(body).await.map_err(|error| error.with_effect(Effect::Unknown))?;
        let mut response = self.simulator.answer(Request::from_parts(head, body), self.clock.now());
        let mishap = response.extensions_mut().remove::<Mishap>().unwrap_or_default();
        if mishap.delay > Duration::ZERO {
            let pause = mishap.delay.min(self.deadline);
            self.clock.sleep_until(self.clock.now() + pause).await;
        }
        if mishap.delay > self.deadline {
            return Err(lost(ErrorKind::Timeout, "the host did not answer in time"));
        }
        let keep = match mishap.cut {
            Some(Cut::NoAnswer) => return Err(broken()),
            Some(Cut::BodyAfter(keep)) => Some(keep),
            None => None,
        };
        Ok(response.map(|bytes| answer(&bytes, keep)))
    }
}

/// The answer's body as a stream, which breaks off after `keep` bytes; the last byte is never
/// among them.
fn answer(bytes: &Bytes, keep: Option<usize>) -> Body {
    let length = u64::try_from(bytes.len()).ok();
    let kept = keep.map_or(bytes.len(), |keep| keep.min(bytes.len().saturating_sub(1)));
    let end = keep.map(|_| Err(broken()));
    let rest = bytes.slice(..kept);
    let pieces = stream::unfold(rest, |mut rest| async move {
        let next = (!rest.is_empty()).then(|| rest.split_to(rest.len().min(PIECE)))?;
        Some((Ok(next), rest))
    });
    Body::Stream { pieces: pieces.chain(stream::iter(end)).boxed(), length }
}

async fn whole(body: Body) -> Result<Bytes> {
    match body {
        Body::Empty => Ok(Bytes::new()),
        Body::Bytes(bytes) => Ok(bytes),
        Body::Stream { pieces, length } => {
            let gather = |mut all: BytesMut, piece: Bytes| async move {
                all.extend_from_slice(&piece);
                Ok(all)
            };
            let all = pieces.try_fold(BytesMut::new(), gather).await?.freeze();
            if length.is_some_and(|length| u64::try_from(all.len()) != Ok(length)) {
                return Err(Error::new(
                    ErrorKind::Misuse,
                    "a request's body is not as long as it promised to be",
                ));
            }
            Ok(all)
        }
    }
}

fn broken() -> Error {
    lost(ErrorKind::Unavailable, "the connection broke before the answer was whole")
}

fn lost(kind: ErrorKind, message: &'static str) -> Error {
    Error::new(kind, message).with_retry(Retry::Backoff).with_effect(Effect::Unknown)
}
