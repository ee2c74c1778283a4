//! Environments of Python, in which what others wrote is installed and run.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The Python of an environment with what `pip install` is asked for; none if it cannot be had.
pub(crate) fn environment(place: &Path, wanted: &[&OsStr]) -> Option<PathBuf> {
    let python = place.join("bin/python");
    let made = python.exists() || did(Command::new("python3").args(["-m", "venv"]).arg(place));
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    let had = made && did(Command::new(&python).args(install).args(wanted));
    had.then_some(python)
}

/// Whether a command ends well.
pub(crate) fn did(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}
