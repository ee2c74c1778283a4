use std::path::Path;

use migrayt_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

use crate::constants::Constants;
use crate::level::Level;

/// A seed that is kept: it failed once, or is worth running with every test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SeedFile {
    /// What it runs.
    pub level: Level,
    /// The seed.
    pub seed: u64,
    /// Why it is kept.
    pub reason: String,
    /// What it is run with.
    pub constants: Constants,
}

impl SeedFile {
    /// A seed with its reason.
    pub fn new(level: Level, seed: u64, reason: String, constants: Constants) -> Self {
        Self { level, seed, reason, constants }
    }

    /// Every kept seed of a folder, ascending by file name.
    ///
    /// # Errors
    /// `ConfigInvalid` if the folder or a file cannot be read.
    pub fn all(folder: &Path) -> Result<Vec<Self>> {
        let entries = std::fs::read_dir(folder).map_err(|_| unreadable())?;
        let mut paths: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
            .collect();
        paths.sort();
        paths
            .into_iter()
            .map(|path| {
                let text = std::fs::read_to_string(path).map_err(|_| unreadable())?;
                toml::from_str(&text).map_err(|_| unreadable())
            })
            .collect()
    }

    /// Writes it into a folder, where the tests run it from then on.
    ///
    /// # Errors
    /// `ConfigInvalid` if the folder cannot be written to.
    pub fn keep(&self, folder: &Path) -> Result<()> {
        let text = toml::to_string(self).map_err(|_| unreadable())?;
        let name = format!("{}-{}.toml", self.level.name(), self.seed);
        std::fs::create_dir_all(folder).map_err(|_| unreadable())?;
        std::fs::write(folder.join(name), text).map_err(|_| unreadable())
    }
}

fn unreadable() -> Error {
    Error::new(ErrorKind::ConfigInvalid, "a kept seed cannot be read or written")
}
