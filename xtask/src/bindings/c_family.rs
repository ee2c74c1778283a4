//! The bindings for C and C++, which `CMake` builds.

use std::path::{Path, PathBuf};

use super::Place;
use super::tool::{cases, command, need, need_file, proves, run};
use crate::fault::Result;
use crate::row::Tally;

/// What the bindings and their tests need of Debian.
const PACKAGES: [&str; 6] =
    ["cmake", "g++", "make", "pkg-config", "libcjson-dev", "nlohmann-json3-dev"];

/// Builds a binding, and runs its unit tests, its example and its cases.
pub(super) fn test(place: &Place, name: &str) -> Result<Tally> {
    let out = build(place, name, &[])?;
    // The cases are told one by one below.
    let tests = ["--output-on-failure", "--exclude-regex", "^(cases|conformance)$"];
    let told = place.cases().display().to_string();
    let runner = out.join("tests/runner");
    Ok([proves(command(&out, "ctest", &tests)), cases(command(&out, runner, &[told]))?]
        .into_iter()
        .sum())
}

/// Builds a binding with more settings of `CMake`, and returns the folder that it is in.
pub(crate) fn build(place: &Place, name: &str, settings: &[&str]) -> Result<PathBuf> {
    need("cmake", &PACKAGES)?;
    need("g++", &PACKAGES)?;
    need_file("/usr/include/cjson/cJSON.h", &PACKAGES)?;
    need_file("/usr/include/nlohmann/json.hpp", &PACKAGES)?;
    let out = place.build_of(&[&[name], settings].concat().join("-").replace(['=', '/'], "-"))?;
    configure(place, name, settings, &out)?;
    run(command(&out, "cmake", &["--build", ".", "--parallel", "2"]))?;
    Ok(out)
}

fn configure(place: &Place, name: &str, settings: &[&str], out: &Path) -> Result<()> {
    let sources = place.sources(name).display().to_string();
    let prefix = format!("-DCMAKE_PREFIX_PATH={}", place.prefix.display());
    let mut arguments = vec!["-S", &*sources, "-B", ".", &*prefix];
    arguments.extend(settings);
    run(command(out, "cmake", &arguments))
}
