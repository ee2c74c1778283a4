use std::fmt::Debug;

use async_trait::async_trait;

use super::ByteStream;
use crate::digest::Digest;
use crate::error::{Error, ErrorKind, Result};

/// A place where a file waits between reading and writing, for targets that need two passes.
#[async_trait]
pub trait AttachmentStage: Debug + Send + Sync + 'static {
    /// Keeps a file of at most `limit` bytes. Nothing is left behind on failure.
    async fn put(&self, bytes: ByteStream, limit: u64) -> Result<Staged>;

    /// Reads a kept file.
    async fn open(&self, staged: &Staged) -> Result<ByteStream>;

    /// Forgets a kept file; forgetting it twice is no error.
    async fn release(&self, staged: &Staged) -> Result<()>;
}

/// A file that waits in a stage, named by its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    /// The digest of its bytes.
    pub digest: Digest,
    /// Its length in bytes.
    pub length: u64,
}

/// The default: nothing is kept, files are streamed from source to target.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoStage;

#[async_trait]
impl AttachmentStage for NoStage {
    async fn put(&self, _bytes: ByteStream, _limit: u64) -> Result<Staged> {
        Err(unsupported())
    }

    async fn open(&self, _staged: &Staged) -> Result<ByteStream> {
        Err(unsupported())
    }

    async fn release(&self, _staged: &Staged) -> Result<()> {
        Ok(())
    }
}

fn unsupported() -> Error {
    Error::new(ErrorKind::Unsupported, "files are streamed; nothing can be staged")
}
