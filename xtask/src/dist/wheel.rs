use std::path::PathBuf;

use super::Dist;
use crate::bindings::tool::{command, run};
use crate::bindings::{Place, copy_tree, python};
use crate::fault::Result;

/// The wheel, with the library inside.
pub(super) fn pack(dist: &Dist<'_>, place: &Place) -> Result<PathBuf> {
    let copy_of = dist.copy_of(&place.sources("python"), "python")?;
    copy_tree(&place.library(), &copy_of.join("src/migrayt/native/libmigrayt.so"))?;
    copy_tree(&dist.workspace.root.join("LICENSE-APACHE"), &copy_of.join("LICENSE-APACHE"))?;
    copy_tree(&dist.workspace.root.join("LICENSE-MIT"), &copy_of.join("LICENSE-MIT"))?;
    let python = python::environment(place)?;
    let out = dist.out.display().to_string();
    let arguments = [
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "--wheel-dir",
        &out,
        ".",
    ];
    run(command(&copy_of, &python, &arguments))?;
    let plain = dist.out.join(format!("migrayt-{}-py3-none-any.whl", dist.version));
    // What it brings along runs on one kind of machine.
    let named = dist.out.join(format!(
        "migrayt-{}-py3-none-manylinux_2_36_{}.whl",
        dist.version,
        std::env::consts::ARCH
    ));
    let tags = ["-m", "wheel", "tags", "--remove", "--platform-tag"];
    let platform = format!("manylinux_2_36_{}", std::env::consts::ARCH);
    let told = plain.display().to_string();
    let arguments: Vec<&str> = tags.into_iter().chain([&*platform, &*told]).collect();
    run(command(&dist.out, &python, &arguments))?;
    Ok(named)
}
