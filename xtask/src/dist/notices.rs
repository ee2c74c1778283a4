//! The licences of everything that the library is made of.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cargo_metadata::Package;

use crate::cargo::Cargo;
use crate::fault::Result;
use crate::tree;
use crate::workspace::Workspace;

/// The names that files with licences begin with.
const FILES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];

/// Every crate that is built into a library with those features, with its licence, and the text of
/// each licence once.
pub(super) fn of_library(workspace: &Workspace, features: &str) -> Result<String> {
    let mut arguments = vec!["--package", "migrayt-ffi", "--edges", "normal"];
    if !features.is_empty() {
        arguments.extend(["--features", features]);
    }
    let built = tree::built(Cargo::at(&workspace.root), &arguments)?;
    let mut packages: Vec<&Package> = workspace
        .metadata
        .packages
        .iter()
        .filter(|it| built.contains(&(it.name.to_string(), it.version.to_string())))
        .filter(|it| it.source.is_some())
        .collect();
    packages.sort_by(|left, right| left.name.cmp(&right.name));
    let mut text = "What the library of Migrayt is made of besides its own sources.\n\n".to_owned();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        let name = format!("{} {}", package.name, package.version);
        let licence = package.license.as_deref().unwrap_or("see its licence file");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}: {licence}");
        if let Some(folder) = package.manifest_path.parent() {
            for licence in licences(folder.as_std_path()) {
                texts.entry(licence).or_default().push(name.clone());
            }
        }
    }
    for (licence, of) in texts {
        let line = "-".repeat(78);
        let _ = write!(text, "\n{line}\n{}\n{line}\n\n{}\n", of.join(", "), licence.trim());
    }
    Ok(text)
}

/// The texts of the licences beside a manifest.
fn licences(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            FILES.iter().any(|file| name.to_uppercase().starts_with(file))
        })
        .collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}
