use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use super::connection::HangUp;

/// A body on its way out, whole or cut.
pub(super) struct Outgoing {
    rest: Bytes,
    announced: u64,
    then: Then,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    End,
    // One empty turn before the failure lets the HTTP machine flush what it holds, so that the
    // peer really receives the first part.
    Flush,
    Fail,
}

impl Outgoing {
    pub(super) fn whole(bytes: Bytes) -> Self {
        Self { announced: length(&bytes), rest: bytes, then: Then::End }
    }

    /// Announces all of `bytes`, sends the first `keep` of them and closes the connection. The
    /// last byte is never sent.
    pub(super) fn cut(bytes: &Bytes, keep: usize) -> Self {
        let kept = keep.min(bytes.len().saturating_sub(1));
        Self { announced: length(bytes), rest: bytes.slice(..kept), then: Then::Flush }
    }
}

fn length(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = HangUp;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HangUp>>> {
        if !self.rest.is_empty() {
            let bytes = std::mem::take(&mut self.rest);
            self.announced = self.announced.saturating_sub(length(&bytes));
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.then {
            Then::End => Poll::Ready(None),
            Then::Flush => {
                self.then = Then::Fail;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Then::Fail => Poll::Ready(Some(Err(HangUp))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.then == Then::End
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
