//! The archive for those who have no Rust.

use std::fs;
use std::path::PathBuf;

use super::{Dist, notices};
use crate::bindings::tool::{command, run};
use crate::fault::{Fault, Result};
use crate::ffi;

/// Packs header, libraries, the files by which build systems find them, and the licences.
pub(super) fn pack(dist: &Dist<'_>) -> Result<PathBuf> {
    let name = format!("migrayt-{}-{}", dist.version, Dist::platform());
    let folder = dist.work.join(&name);
    ffi::install(dist.workspace, &dist.library, &folder)?;
    let notices = notices::of_library(dist.workspace, dist.features)?;
    write(folder.join("THIRD-PARTY.txt"), &notices)?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text = dist.workspace.text(licence)?;
        write(folder.join(licence), &text)?;
    }
    write(folder.join("README.md"), &dist.workspace.text("bindings/c/README.md")?)?;
    let archive = dist.out.join(format!("{name}.tar.gz"));
    // Names and times of this machine are nobody's business.
    let told = archive.display().to_string();
    let fixed = ["--owner=0", "--group=0", "--numeric-owner", "--sort=name", "--mtime=@0"];
    let arguments: Vec<&str> =
        ["--create", "--gzip", "--file", &told].into_iter().chain(fixed).chain([&*name]).collect();
    run(command(&dist.work, "tar", &arguments))?;
    Ok(archive)
}

fn write(path: PathBuf, text: &str) -> Result<()> {
    fs::write(&path, text).map_err(|cause| Fault::Unreadable { path, cause })
}
