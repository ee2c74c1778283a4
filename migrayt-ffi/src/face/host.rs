//! The ports that a host can implement in its own language. Each method is one question.

pub mod directory;
pub mod fault;
mod file;
pub mod journal;
mod model;
pub mod prompt;
mod secret;
mod source;
mod target;
pub mod vault;

pub use self::directory::HostDirectory;
pub use self::journal::HostJournal;
pub use self::prompt::HostPrompt;
pub use self::source::HostSource;
pub use self::target::HostTarget;
pub use self::vault::HostVault;
