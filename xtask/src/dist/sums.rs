use std::path::Path;
use std::process::Stdio;

use crate::bindings::tool::command;
use crate::bindings::unreadable;
use crate::fault::{Fault, Result};

/// Writes the checksums of all packages of a folder beside them.
pub(super) fn write(folder: &Path) -> Result<()> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|cause| unreadable(folder, cause))? {
        let entry = entry.map_err(|cause| unreadable(folder, cause))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let output = command(folder, "sha256sum", &names)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|cause| Fault::command("sha256sum", cause))?;
    if !output.status.success() {
        return Err(Fault::command("sha256sum", output.status));
    }
    let path = folder.join("SHA256SUMS");
    std::fs::write(&path, output.stdout).map_err(|cause| unreadable(&path, cause))
}
