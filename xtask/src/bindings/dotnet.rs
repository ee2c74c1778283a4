//! The binding for C#, built by mono's compiler.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Place;
use super::tool::{cases, command, need, need_file, proves, run};
use crate::fault::Result;
use crate::row::Tally;

/// Where Debian has the one library that the assembly needs.
pub(crate) const JSON: &str = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll";

/// Builds the assembly, and runs unit tests, cases, example and the programs of its README.
pub(super) fn test(place: &Place) -> Result<Tally> {
    let out = build(place)?;
    let told = place.cases().display().to_string();
    let runner = out.join("Migrayt.Conformance.exe").display().to_string();
    let mut all = command(&place.sources("dotnet"), "mono", &[&*runner, &*told]);
    all.env("MIGRAYT_LIBRARY", place.library());
    Ok([
        proves(make(place, &out, "unit")),
        cases(all)?,
        proves(make(place, &out, "example")),
        proves(make(place, &out, "readme")),
    ]
    .into_iter()
    .sum())
}

/// Builds the assembly and returns the folder that it is in.
pub(crate) fn build(place: &Place) -> Result<PathBuf> {
    let packages = ["mono-mcs", "mono-runtime", "libnewtonsoft-json5.0-cil", "make"];
    need("mcs", &packages)?;
    need("mono", &packages)?;
    need("make", &packages)?;
    need_file(JSON, &packages)?;
    let out = place.build_of("dotnet")?;
    run(make(place, &out, "build"))?;
    Ok(out)
}

fn make(place: &Place, out: &Path, goal: &str) -> Command {
    let prefix = format!("PREFIX={}", place.prefix.display());
    let out = format!("OUT={}", out.display());
    command(&place.sources("dotnet"), "make", &["--no-print-directory", goal, &*prefix, &*out])
}
