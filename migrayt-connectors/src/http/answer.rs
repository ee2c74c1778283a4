use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use migrayt_core::{Effect, Error, ErrorKind, Result, Retry};
use serde::de::DeserializeOwned;

/// An answer that was read whole.
#[derive(Clone)]
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Whether the call that it answers may have changed something.
    pub(crate) effect: Effect,
}

impl Answer {
    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// `DataCorrupt` with the line and column and nothing of the body. It may be asked again if
    /// the body ended early. Its effect is unknown if the call was a write.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let early = error.is_eof();
            let message = if early {
                "the answer ended early"
            } else {
                "the answer is not the JSON that was expected"
            };
            Error::new(ErrorKind::DataCorrupt, message)
                .with_retry(if early { Retry::Backoff } else { Retry::Never })
                .with_effect(self.effect)
                .with("line", error.line())
                .with("column", error.column())
        })
    }
}

impl std::fmt::Debug for Answer {
    /// Shows the status and the body's length.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("length", &self.body.len())
            .finish_non_exhaustive()
    }
}
