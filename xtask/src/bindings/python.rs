//! The binding for Python.

use std::path::PathBuf;
use std::process::Command;

use super::Place;
use super::tool::{cases, command, proves};
use crate::fault::{Fault, Result};
use crate::python;
use crate::row::Tally;

/// Runs unit tests, types, cases and example in an environment of their own.
pub(super) fn test(place: &Place) -> Result<Tally> {
    let sources = place.sources("python");
    let python = environment(place)?;
    let with = |folder: PathBuf, arguments: &[&str]| {
        let mut command: Command = command(&folder, &python, arguments);
        command
            .env("MIGRAYT_LIBRARY", place.library())
            .env("PYTHONPATH", sources.join("src"))
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command
    };
    let tests = sources.join("tests");
    let cache = place.build_of("python")?.join("mypy").display().to_string();
    let unit =
        ["-m", "unittest", "discover", "--start-directory", "unit", "--top-level-directory", "."];
    let told = place.cases().display().to_string();
    Ok([
        proves(with(sources.clone(), &["-m", "mypy", "--cache-dir", &cache])),
        proves(with(tests.clone(), &unit)),
        cases(with(tests, &["-m", "conformance", &told]))?,
        proves(with(sources.clone(), &["examples/quickstart.py"])),
    ]
    .into_iter()
    .sum())
}

/// The Python of the environment in which the binding is built and tested.
pub(crate) fn environment(place: &Place) -> Result<PathBuf> {
    let folder = place.build_of("python")?.join("environment");
    let wanted = ["cffi>=1.16", "mypy>=1.15", "setuptools>=77", "wheel>=0.45"];
    python::environment(&folder, &wanted.map(AsRef::as_ref)).ok_or_else(|| {
        let reason = "install the packages python3-venv and python3-pip";
        Fault::command(format!("python3 -m venv and pip install {}", wanted.join(" ")), reason)
    })
}
