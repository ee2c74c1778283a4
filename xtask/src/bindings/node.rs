//! The binding for Node.js.

use std::fs;
use std::path::PathBuf;

use super::Place;
use super::place::{copy_tree, unreadable};
use super::tool::{cases, command, need, proves, run};
use crate::fault::Result;
use crate::row::Tally;

/// What is copied: a module finds its dependencies in a folder above it, and sources stay clean.
const SOURCES: [&str; 7] =
    ["README.md", "examples", "package.json", "src", "tests", "tsconfig.json", "types"];

/// Runs unit tests with types, cases and example.
pub(super) fn test(place: &Place) -> Result<Tally> {
    let package = package(place)?;
    let conformance = place.root.join("bindings/conformance");
    let told = [place.cases(), place.prefix.clone()].map(|path| path.display().to_string());
    let with = |program: &str, arguments: &[&str]| {
        let mut command = command(&package, program, arguments);
        command.env("MIGRAYT_LIBRARY", place.library()).env("MIGRAYT_CASES", &conformance);
        command
    };
    let [cases_file, prefix] = &told;
    Ok([
        proves(with("npm", &["test"])),
        cases(with("node", &["tests/conformance/runner.js", cases_file, "--prefix", prefix]))?,
        proves(with("node", &["examples/quickstart.js"])),
    ]
    .into_iter()
    .sum())
}

/// A copy of the sources with what they depend on.
pub(crate) fn package(place: &Place) -> Result<PathBuf> {
    need("npm", &["nodejs", "npm"])?;
    let package = place.build_of("node")?.join("package");
    for name in SOURCES {
        let (from, to) = (place.sources("node").join(name), package.join(name));
        if to.is_dir() {
            fs::remove_dir_all(&to).map_err(|cause| unreadable(&to, cause))?;
        }
        copy_tree(&from, &to)?;
    }
    run(command(&package, "npm", &["install", "--no-audit", "--no-fund", "--no-package-lock"]))?;
    Ok(package)
}

/// What Node.js calls the machine.
pub(crate) fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    }
}
