use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use migrayt_core::error::Fact;
use migrayt_core::{Error, ErrorKind, Result};

use super::folder::Folder;

const ROOT: u32 = 0;

/// Whose processes a server's are: the owner of its folder, who is never root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// That of this process.
    Own,
    /// Another, to which root may change.
    Other { user: u32, group: u32 },
}

impl Account {
    /// Whose a folder is, seen from this process, which has just made a file in it.
    ///
    /// # Errors
    /// `ConfigInvalid` if it is root's: PostgreSQL refuses to run as root.
    pub(super) fn of(folder: &Folder, made: &File) -> Result<Self> {
        let unreadable = |source| {
            Error::new(ErrorKind::Unavailable, "the database's folder cannot be read")
                .with_source(source)
        };
        let owner = fs::metadata(folder.path()).map_err(unreadable)?;
        let process = made.metadata().map_err(unreadable)?.uid();
        let error = match (process, owner.uid()) {
            (_, ROOT) => Error::new(ErrorKind::ConfigInvalid, "PostgreSQL does not run as root")
                .with_help("Run the program as another account, or give the folder to one (chown): the server runs as its owner then."),
            (process, owner) if process == owner => return Ok(Self::Own),
            (ROOT, user) => return Ok(Self::Other { user, group: owner.gid() }),
            _ => Error::new(ErrorKind::ConfigInvalid, "the database's folder is another account's")
                .with_help("Run the program as the folder's owner, or name another folder."),
        };
        Err(error.with("folder", Fact::name(folder.path().display().to_string())))
    }

    /// Makes a command run as this account.
    pub(super) fn take(self, command: &mut Command) {
        if let Self::Other { user, group } = self {
            command.uid(user).gid(group);
        }
    }
}
