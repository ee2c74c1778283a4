//! Finds the reference data (official specs and real work items) that some tests read.

use std::path::{Path, PathBuf};

/// The setting that points at the reference data when it does not stand beside the checkout.
pub const SETTING: &str = "MIGRAYT_REFERENCE_DATA";

/// The folder or file of that relative path in the reference data, if it is there.
#[expect(clippy::disallowed_methods, reason = "the one place that reads this setting")]
pub fn find(relative: &str) -> Option<PathBuf> {
    let root = std::env::var(SETTING)
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let path = root.join(relative);
    path.exists().then_some(path)
}
