//! The library where other programs find it.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Library, folder, header};
use crate::fault::{Fault, Result};
use crate::workspace::Workspace;

/// What a program that links the archive needs of the system.
const SYSTEM: &str = "-lpthread -lm -ldl -lgcc_s";

/// Puts header, libraries and the files by which build systems find them below a folder.
pub(crate) fn install(workspace: &Workspace, library: &Library, prefix: &Path) -> Result<()> {
    fs::create_dir_all(prefix).map_err(|cause| unwritten(prefix, cause))?;
    let prefix = &prefix.canonicalize().map_err(|cause| unwritten(prefix, cause))?;
    let (include, lib) = (prefix.join("include"), prefix.join("lib"));
    let (pkgconfig, cmake) = (lib.join("pkgconfig"), lib.join("cmake/migrayt"));
    for place in [&include, &pkgconfig, &cmake] {
        fs::create_dir_all(place).map_err(|cause| unwritten(place, cause))?;
    }
    copy(&folder(&workspace.root).join("include/migrayt.h"), &include.join("migrayt.h"))?;
    let abi = header::abi_version(&workspace.root)?;
    let (major, minor) = (abi >> 16, abi & 0xffff);
    // Programs look for the version of the ABI that they were built with; linkers for the short name.
    let name = format!("libmigrayt.so.{major}.{minor}");
    shared(library, &lib.join(&name))?;
    link(&name, &lib.join("libmigrayt.so"))?;
    copy(&library.archive, &lib.join("libmigrayt.a"))?;
    let package = workspace.metadata.packages.iter().find(|it| it.name.as_str() == "migrayt-ffi");
    let version = package.map(|package| package.version.to_string()).unwrap_or_default();
    for (template, place) in [
        (include_str!("install/migrayt.pc.in"), pkgconfig.join("migrayt.pc")),
        (include_str!("install/migrayt-config.cmake.in"), cmake.join("migrayt-config.cmake")),
        (
            include_str!("install/migrayt-config-version.cmake.in"),
            cmake.join("migrayt-config-version.cmake"),
        ),
    ] {
        let text = template
            .replace("@VERSION@", &version)
            .replace("@SHARED@", &name)
            .replace("@SYSTEM@", SYSTEM);
        fs::write(&place, text).map_err(|cause| unwritten(&place, cause))?;
    }
    Ok(())
}

/// The shared library without what only debuggers read.
fn shared(library: &Library, to: &Path) -> Result<()> {
    copy(&library.shared, to)?;
    let status = Command::new("strip").arg("--strip-unneeded").arg(to).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Fault::command("strip", status)),
        Err(cause) => Err(Fault::command("strip", cause)),
    }
}

fn link(name: &str, place: &Path) -> Result<()> {
    // One that is there already may name an earlier version.
    if place.symlink_metadata().is_ok() {
        fs::remove_file(place).map_err(|cause| unwritten(place, cause))?;
    }
    std::os::unix::fs::symlink(name, place).map_err(|cause| unwritten(place, cause))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).map_err(|cause| unwritten(from, cause))
}

fn unwritten(path: &Path, cause: std::io::Error) -> Fault {
    Fault::Unreadable { path: path.to_owned(), cause }
}
