use std::path::PathBuf;
use std::time::Duration;

/// Where a server of the program's own keeps its data, and how it is started.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmbeddedSettings {
    /// The folder, made if it is not there. It belongs to the server alone, lies on a local disk,
    /// and its absolute path has at most 89 bytes, since a socket in it must have a name.
    pub folder: PathBuf,
    /// The folder of PostgreSQL's programs `initdb` and `postgres`. Without it they are looked for
    /// where systems put them, the newest first, and on the search path.
    pub programs: Option<PathBuf>,
    /// The most connections of all databases together; 20 by default.
    pub connections: u16,
    /// How long each of these may take: an earlier server's end, the making of the folder, the
    /// start, which after a crash reads the log of changes, and the end; 60 seconds by default.
    pub patience: Duration,
}

impl EmbeddedSettings {
    /// The defaults, for a server in a folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            programs: None,
            connections: 20,
            patience: Duration::from_mins(1),
        }
    }
}
