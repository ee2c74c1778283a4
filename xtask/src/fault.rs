use std::fmt;
use std::path::PathBuf;

/// A result with xtask's error.
pub(crate) type Result<T> = std::result::Result<T, Fault>;

/// Why a check could not be made at all, which is not the same as a rule that is broken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// A file that a check needs cannot be read.
    #[error("{} cannot be read: {cause}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A file that a check needs does not have the shape it should have.
    #[error("{place}: {reason}")]
    Shape {
        /// The file, with a line where it is known.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A command cannot be started or ended badly.
    #[error("`{command}` failed: {reason}")]
    Command {
        /// The command line.
        command: String,
        /// Why.
        reason: String,
    },
}

impl Fault {
    pub(crate) fn shape(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Shape { place: place.into(), reason: reason.into() }
    }

    pub(crate) fn command(command: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self::Command { command: command.into(), reason: format!("{reason}") }
    }
}
