//! Debian's packages, for who may install them.

use std::process::{Command, Stdio};

use crate::terminal;

/// Installs packages; whoever asks looks afterwards whether they are there.
pub(crate) fn install(packages: &[&str]) {
    let mut wanted = vec!["install", "--yes", "--no-install-recommends"];
    wanted.extend(packages);
    terminal::say(&["apt-get ", &wanted.join(" ")].concat());
    // Lists of packages that are old name files that are gone.
    if !quiet("apt-get", &wanted) && quiet("apt-get", &["update"]) {
        quiet("apt-get", &wanted);
    }
}

/// Whether a command ends well, which shows nothing.
pub(crate) fn quiet(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.status().is_ok_and(|status| status.success())
}
