//! Where the bytes of attachments rest: in a temporary folder, never in memory.

use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use tempfile::TempDir;

use super::file::made;

/// What a simulator keeps of an attachment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attachments {
    /// Its bytes, in a temporary folder that goes with the simulator.
    #[default]
    Bytes,
    /// Its size and digest only, for runs that measure memory or speed; a download answers 404.
    Digest,
}

/// Takes bytes in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    keep: Attachments,
    folder: Option<Arc<TempDir>>,
    last: u64,
}

/// The bytes of one file.
#[derive(Clone)]
pub(crate) enum Content {
    /// Made anew for each download, so that a large project's attachments need no room.
    Made {
        seed: [u8; 32],
        size: usize,
    },
    Shelved {
        path: Arc<Path>,
        size: usize,
    },
    /// Nobody has them any longer.
    Gone {
        size: usize,
    },
}

impl Shelf {
    pub(crate) fn new(keep: Attachments) -> Self {
        Self { keep, ..Self::default() }
    }

    /// Another choice for what comes in from here on.
    pub(crate) fn keep(&mut self, keep: Attachments) {
        self.keep = keep;
    }

    /// Puts bytes into a file, if they are to be kept.
    pub(crate) fn put(&mut self, bytes: &Bytes) -> io::Result<Content> {
        let size = bytes.len();
        if self.keep == Attachments::Digest {
            return Ok(Content::Gone { size });
        }
        let folder = match &self.folder {
            Some(folder) => Arc::clone(folder),
            None => Arc::clone(self.folder.insert(Arc::new(TempDir::new()?))),
        };
        self.last += 1;
        let path = folder.path().join(self.last.to_string());
        std::fs::write(&path, bytes)?;
        Ok(Content::Shelved { path: path.into(), size })
    }
}

impl Content {
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Made { size, .. } | Self::Shelved { size, .. } | Self::Gone { size } => *size,
        }
    }

    /// The bytes; none where only their size and digest are known.
    pub(crate) fn read(&self) -> Option<Bytes> {
        match self {
            Self::Made { seed, size } => Some(made(*seed, *size)),
            Self::Shelved { path, .. } => std::fs::read(path).ok().map(Bytes::from),
            Self::Gone { .. } => None,
        }
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Content").field("size", &self.size()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{Attachments, Content, Shelf};

    #[test]
    fn bytes_rest_in_a_folder_that_goes_with_its_shelf() {
        let mut shelf = Shelf::new(Attachments::Bytes);
        let (one, two) = (Bytes::from_static(b"one"), Bytes::from_static(b"second"));
        let (first, second) = (shelf.put(&one).unwrap(), shelf.put(&two).unwrap());
        assert_eq!((first.read(), second.read()), (Some(one), Some(two)));
        let Content::Shelved { path, .. } = &first else { panic!("{first:?}") };
        assert!(path.is_file());
        drop(shelf);
        assert!(!path.exists());
    }

    #[test]
    fn a_digest_needs_no_bytes() {
        let gone = Shelf::new(Attachments::Digest).put(&Bytes::from_static(b"one")).unwrap();
        assert_eq!((gone.size(), gone.read()), (3, None));
    }
}
