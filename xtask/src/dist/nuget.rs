use std::fs;
use std::path::PathBuf;

use super::Dist;
use crate::bindings::tool::{command, run};
use crate::bindings::{Place, copy_tree, dotnet, node, unreadable};
use crate::fault::Result;

/// The description that the package begins with; the project file says the same to an SDK.
const NUSPEC: &str = include_str!("migrayt.nuspec.in");

/// The package for .NET: the assembly, and the library for one kind of machine.
pub(super) fn pack(dist: &Dist<'_>, place: &Place) -> Result<PathBuf> {
    let built = dotnet::build(place)?;
    let folder = dist.work.join("nuget");
    let library = format!("runtimes/linux-{}/native/libmigrayt.so", node::architecture());
    for (from, to) in [
        (built.join("Migrayt.dll"), "lib/netstandard2.0/Migrayt.dll"),
        (built.join("Migrayt.xml"), "lib/netstandard2.0/Migrayt.xml"),
        (place.library(), &*library),
        (place.sources("dotnet").join("README.md"), "README.md"),
        (dist.workspace.root.join("LICENSE-APACHE"), "LICENSE-APACHE"),
        (dist.workspace.root.join("LICENSE-MIT"), "LICENSE-MIT"),
    ] {
        copy_tree(&from, &folder.join(to))?;
    }
    for (name, text) in [
        ("Migrayt.nuspec", NUSPEC.replace("@VERSION@", &dist.version)),
        ("[Content_Types].xml", include_str!("content_types.xml").to_owned()),
        ("_rels/.rels", include_str!("rels.xml").to_owned()),
    ] {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|cause| unreadable(parent, cause))?;
        }
        fs::write(&path, text).map_err(|cause| unreadable(&path, cause))?;
    }
    let package = dist.out.join(format!("Migrayt.{}.nupkg", dist.version));
    let told = package.display().to_string();
    let parts =
        ["Migrayt.nuspec", "[Content_Types].xml", "_rels/", "lib/", "runtimes/", "README.md"];
    let parts = parts.into_iter().chain(["LICENSE-APACHE", "LICENSE-MIT"]);
    let arguments: Vec<&str> =
        ["-m", "zipfile", "--create", &told].into_iter().chain(parts).collect();
    run(command(&folder, "python3", &arguments))?;
    Ok(package)
}
