use migrayt_core::Result;
use serde::{Deserialize, Serialize};

use crate::constants::Constants;
use crate::verdict::Verdict;
use crate::{port, wire};

/// How much of the product a seed runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Level {
    /// The engine between simulated ports.
    Port,
    /// The engine with the real connectors and a real mapping, between simulated trackers.
    Wire,
}

impl Level {
    /// Runs a seed; with its calls in words, if they are to be kept.
    ///
    /// # Errors
    /// Only if the seed's world cannot be set up.
    pub fn run(self, seed: u64, constants: &Constants, kept: bool) -> Result<Verdict> {
        match self {
            Self::Port => port::run(seed, constants, kept),
            Self::Wire => wire::run(seed, constants, kept),
        }
    }

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Port => "port",
            Self::Wire => "wire",
        }
    }
}
