use std::path::PathBuf;
use std::time::Duration;

use migrayt_core::run::Settings;
use serde::{Deserialize, Serialize};

use crate::point::Point;

/// What every wait for the target is divided by.
pub(crate) const SCALE: u32 = 300;

/// What a worker is told: where the trackers are, how it signs in, and where it halts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Assignment {
    /// The folder of mapping, scan and journal.
    pub(crate) folder: PathBuf,
    pub(crate) source_url: String,
    pub(crate) target_url: String,
    /// Milliseconds.
    pub(crate) lease: u64,
    /// Whether the grant is used, which can be fenced, or the API token.
    pub(crate) fenced: bool,
    /// Whether nothing is waited for before an absence is believed.
    pub(crate) hasty: bool,
    /// Where it halts: at a point, when it passes it for the n-th time.
    pub(crate) halt: Option<(Point, u64)>,
}

/// What the simulators take. None of it opens anything else.
pub(crate) const ORGANISATION: &str = "fabrikam";
pub(crate) const PROJECT: &str = "Fabrikam";
pub(crate) const SOURCE_TOKEN: &str = "simulated-source-token";
pub(crate) const KEY: &str = "SHOP";
pub(crate) const EMAIL: &str = "migrayt@example.com";
pub(crate) const TARGET_TOKEN: &str = "simulated-target-token";
pub(crate) const CLIENT_ID: &str = "simulated-app";
pub(crate) const CLIENT_SECRET: &str = "simulated-app-secret";
pub(crate) const REFRESH_TOKEN: &str = "simulated-first-refresh-token";

impl Assignment {
    /// The engine's settings: every wait for the target by [`SCALE`], the lease as assigned.
    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings::default().scaled(SCALE);
        settings.lease = Duration::from_millis(self.lease);
        if self.hasty {
            (settings.late_commit, settings.fence_bound) = (Duration::ZERO, Duration::ZERO);
        }
        // A small window makes many small batches, and so many moments to die at.
        settings.window = 24;
        settings
    }
}
