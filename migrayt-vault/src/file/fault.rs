use std::io;

use migrayt_core::{Error, ErrorKind};

use crate::SecretName;

/// A file of the vault that could not be read.
pub(super) fn unreadable(source: io::Error) -> Error {
    Error::new(ErrorKind::Unavailable, "the vault's files cannot be read")
        .with_help("Check that this account owns the vault's folder and everything in it.")
        .with_source(source)
}

/// A file of the vault that could not be written.
pub(super) fn unwritable(source: io::Error) -> Error {
    Error::new(ErrorKind::Unavailable, "the vault's files cannot be written")
        .with_help("Check the space on the disk, and that this account owns the vault's folder.")
        .with_source(source)
}

/// A secret whose file does not hold together.
///
/// What exactly is wrong with it is not said: it is the same to whoever mends it, and tells nothing
/// to whoever tries changes.
pub(super) fn damaged(name: &SecretName) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the secret's file was changed or is another's")
        .with_help("Restore the folder from a backup, or destroy the secret and put it again.")
        .with("secret", name)
}

/// A secret whose file was written by a later version.
pub(super) fn later(name: &SecretName) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the secret's file has a format that is not known here")
        .with_help("Use the version that wrote it, or destroy the secret and put it again.")
        .with("secret", name)
}

/// A vault whose header does not hold together.
pub(super) fn damaged_header() -> Error {
    Error::new(ErrorKind::DataCorrupt, "the vault's header was changed")
        .with_help("Restore the folder from a backup; without its header no secret can be read.")
}
