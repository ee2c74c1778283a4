//! Reading bodies: never more than was allowed, never less than was promised.

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt as _};
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use migrayt_core::port::{Body, ByteStream};
use migrayt_core::{Effect, Error, ErrorKind, Result, Retry};

/// The length that an answer promises.
pub(crate) fn promised(headers: &HeaderMap, body: &Body) -> Option<u64> {
    if let Body::Stream { length: Some(length), .. } = body {
        return Some(*length);
    }
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// Reads a whole body into memory.
///
/// # Errors
/// `DataCorrupt` if it is longer than `limit` or shorter than promised; the latter may be asked
/// again.
pub(crate) async fn collect(body: Body, promised: Option<u64>, limit: u64) -> Result<Bytes> {
    if promised.is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    let mut stream = checked(body, promised, limit);
    let Some(first) = stream.next().await.transpose()? else { return Ok(Bytes::new()) };
    let Some(second) = stream.next().await.transpose()? else { return Ok(first) };
    let mut whole = BytesMut::from(&*first);
    whole.extend_from_slice(&second);
    while let Some(piece) = stream.next().await.transpose()? {
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

/// Reads the beginning of a body, as far as it comes.
pub(crate) async fn beginning(body: Body, limit: usize) -> Bytes {
    let mut stream = pieces(body);
    let mut start = BytesMut::new();
    while start.len() < limit
        && let Some(Ok(piece)) = stream.next().await
    {
        start.extend_from_slice(&piece);
    }
    start.truncate(limit);
    start.freeze()
}

/// A body as a stream that fails with `DataCorrupt` if it ends before the promised length or goes
/// on beyond it or `limit`, and ends after any failure.
pub(crate) fn checked(body: Body, promised: Option<u64>, limit: u64) -> ByteStream {
    let state = (pieces(body), 0_u64);
    stream::try_unfold(Some(state), move |state| async move {
        let Some((mut pieces, before)) = state else { return Ok(None) };
        let Some(piece) = pieces.next().await.transpose()? else {
            return match promised {
                Some(length) if before < length => Err(too_short(before, length)),
                _ => Ok(None),
            };
        };
        let after = before.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        match promised {
            Some(length) if after > length => Err(too_long(length)),
            _ if after > limit => Err(too_large(limit)),
            _ => Ok(Some((piece, Some((pieces, after))))),
        }
    })
    .boxed()
}

fn pieces(body: Body) -> ByteStream {
    match body {
        Body::Empty => stream::empty().boxed(),
        Body::Bytes(bytes) if bytes.is_empty() => stream::empty().boxed(),
        Body::Bytes(bytes) => stream::once(async move { Ok(bytes) }).boxed(),
        Body::Stream { pieces, .. } => pieces,
    }
}

fn too_short(length: u64, promised: u64) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the answer ended early")
        .with_retry(Retry::Backoff)
        .with_effect(Effect::Unknown)
        .with("bytes", length)
        .with("promised", promised)
}

fn too_long(promised: u64) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the answer is longer than it promised to be")
        .with_effect(Effect::Unknown)
        .with("promised", promised)
}

fn too_large(limit: u64) -> Error {
    Error::new(ErrorKind::DataCorrupt, TOO_LARGE)
        .with_effect(Effect::Unknown)
        .with("limit_bytes", limit)
}

/// Whether an answer was larger than the limit.
#[cfg(feature = "azure-devops")]
pub(crate) fn is_too_large(error: &Error) -> bool {
    error.message() == TOO_LARGE
}

/// The message of an answer beyond the limit.
const TOO_LARGE: &str = "the answer is larger than the limit";

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream::{self, StreamExt as _};
    use migrayt_core::port::Body;
    use migrayt_core::{ErrorKind, Retry};

    use super::{beginning, checked, collect};

    fn stream_of(pieces: &[&'static str]) -> Body {
        let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from(*piece))).collect();
        Body::Stream { pieces: stream::iter(pieces).boxed(), length: None }
    }

    #[tokio::test]
    async fn a_body_is_neither_longer_nor_shorter_than_promised() {
        let whole = collect(stream_of(&["ab", "c", "de"]), Some(5), 10).await.unwrap();
        assert_eq!(whole, "abcde");
        let short = collect(stream_of(&["ab", "c"]), Some(5), 10).await.unwrap_err();
        assert_eq!((short.kind(), short.retry()), (ErrorKind::DataCorrupt, Retry::Backoff));
        let long = collect(stream_of(&["ab", "cdef"]), Some(5), 10).await.unwrap_err();
        assert_eq!((long.kind(), long.retry()), (ErrorKind::DataCorrupt, Retry::Never));
        let large = collect(stream_of(&["abcdef", "ghijkl"]), None, 10).await.unwrap_err();
        assert_eq!(large.message(), super::TOO_LARGE);
        let announced = collect(Body::Empty, Some(11), 10).await.unwrap_err();
        assert_eq!(announced.message(), super::TOO_LARGE);
    }

    #[tokio::test]
    async fn a_checked_stream_ends_after_its_failure() {
        let mut stream = checked(stream_of(&["ab"]), Some(3), 10);
        assert_eq!(stream.next().await.unwrap().unwrap(), "ab");
        assert!(stream.next().await.unwrap().is_err());
        assert!(stream.next().await.is_none());
    }

    #[tokio::test]
    async fn a_beginning_is_cut() {
        assert_eq!(beginning(stream_of(&["abc", "def"]), 4).await, "abcd");
        assert_eq!(beginning(Body::Empty, 4).await, "");
    }
}
