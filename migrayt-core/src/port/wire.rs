use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;

use crate::error::Result;

/// The only way to the network. It names no client: production implements it once, and a
/// simulator answers it in process.
#[async_trait]
pub trait Wire: fmt::Debug + Send + Sync + 'static {
    /// Sends one request and returns the answer as soon as its head is there.
    ///
    /// # Contract
    /// It follows no redirect, keeps no cookie and never sends twice. A deadline and a size limit
    /// hold for each call, including the answer's body.
    ///
    /// # Errors
    /// `effect` is `None` only if no byte of the request can have reached the remote (it refused
    /// the connection, say); otherwise `Unknown`.
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<Body>>;
}

/// A body of a request or an answer.
#[derive(Default)]
pub enum Body {
    /// No body.
    #[default]
    Empty,
    /// A body in memory.
    Bytes(Bytes),
    /// A body that is read once, as it comes.
    Stream {
        /// The pieces.
        pieces: BoxStream<'static, Result<Bytes>>,
        /// The length in bytes, where it is known.
        length: Option<u64>,
    },
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Body::Empty",
            Self::Bytes(_) => "Body::Bytes(..)",
            Self::Stream { .. } => "Body::Stream(..)",
        })
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}
