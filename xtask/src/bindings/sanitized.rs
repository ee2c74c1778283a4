//! The library and what calls it under a sanitizer of addresses: every read and write of both is looked at,
//! and at the end whatever was not freed.

use std::path::PathBuf;

use super::tool::{cases, command, proves};
use super::{Place, c_family};
use crate::cargo::{self, Cargo};
use crate::fault::{Fault, Result};
use crate::ffi::Library;
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::terminal;
use crate::workspace::Workspace;

/// The suites of C and C++ under the sanitizer.
pub(crate) const STEP: Step = Step { name: "AddressSanitizer", take };

/// The target must be named, or build scripts would be instrumented too.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// What is not freed at the end is a finding too.
const OPTIONS: &str = "detect_leaks=1:halt_on_error=1:abort_on_error=0";

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    if std::env::consts::ARCH != "x86_64" {
        let what = "AddressSanitizer (tried on x86-64 only)".into();
        return (Tally::default(), Some(Skip { what, optional: true }));
    }
    let tally = test(workspace).unwrap_or_else(|fault| {
        terminal::complain(&fault.to_string());
        Tally::of(false)
    });
    (tally, None)
}

fn test(workspace: &Workspace) -> Result<Tally> {
    let library = build(workspace)?;
    let place = Place::below(workspace, &library, "sanitized")?;
    let told = place.cases().display().to_string();
    let mut all = Vec::new();
    for name in ["c", "cpp"] {
        let out = c_family::build(&place, name, &["-DMIGRAYT_SANITIZE=address"])?;
        let tests = [
            "--output-on-failure",
            "--exclude-regex",
            "^(conformance|example.*|package.*|readme)$",
        ];
        let mut unit = command(&out, "ctest", &tests);
        let mut runner = command(&out, out.join("tests/runner"), &[&told]);
        for command in [&mut unit, &mut runner] {
            command.env("ASAN_OPTIONS", OPTIONS);
        }
        all.push(proves(unit));
        all.push(cases(runner)?);
    }
    Ok(all.into_iter().sum())
}

/// The shared library with the sanitizer in it, in a folder of its own.
fn build(workspace: &Workspace) -> Result<Library> {
    let folder = workspace.root.join("target/sanitized");
    let target_dir = folder.display().to_string();
    let arguments = [
        "build",
        "--profile",
        "ci",
        "--package",
        "migrayt-ffi",
        "--lib",
        "--features",
        "sim",
        "--target",
        TARGET,
        "--target-dir",
        &target_dir,
    ];
    // The stable toolchain has the sanitizer and hides its flag.
    let settings = [("RUSTC_BOOTSTRAP", "1"), ("RUSTFLAGS", "-Zsanitizer=address")];
    terminal::say(&cargo::line(&arguments));
    if !Cargo::at(&workspace.root).run(&arguments, &settings)? {
        return Err(Fault::command(cargo::line(&arguments), "the library does not compile"));
    }
    let built: PathBuf = folder.join(TARGET).join("ci");
    Ok(Library { shared: built.join("libmigrayt_ffi.so"), archive: built.join("libmigrayt_ffi.a") })
}
