//! `cargo xtask dist`: what those take who have no Rust, each package tried where no cargo is.

mod archive;
mod notices;
mod npm;
mod nuget;
mod sums;
mod tried;
mod wheel;

use std::fs;
use std::path::{Path, PathBuf};

use crate::bindings::{Place, copy_tree, unreadable};
use crate::fault::Result;
use crate::ffi::{self, Library};
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::terminal;
use crate::workspace::Workspace;

/// That packages can be made and do what they are for, with the library of the tests.
pub(crate) const STEP: Step = Step { name: "packages", take };

/// What is packed, and where.
#[derive(Debug)]
struct Dist<'a> {
    workspace: &'a Workspace,
    library: Library,
    /// The features that the library was built with.
    features: &'a str,
    version: String,
    /// Where packages come to lie.
    out: PathBuf,
    /// Where they are put together.
    work: PathBuf,
}

/// Builds the library for others and packs it, or packs that of the tests.
pub(crate) fn run(workspace: &Workspace, built: bool) -> Result<bool> {
    if built {
        return pack_built(workspace);
    }
    let library = ffi::build(workspace, "", false)?;
    pack(workspace, library, "", &workspace.root.join("target/dist-packages"))
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    (Tally::of(crate::check::good(pack_built(workspace))), None)
}

fn pack_built(workspace: &Workspace) -> Result<bool> {
    let library = Library::of_tests(&workspace.root);
    let out = workspace.root.join("target/bindings/packages");
    pack(workspace, library, "aws,keyring,sim", &out)
}

fn pack(workspace: &Workspace, library: Library, features: &str, out: &Path) -> Result<bool> {
    let place = Place::make(workspace, &library)?;
    let package = workspace.metadata.packages.iter().find(|it| it.name.as_str() == "migrayt-ffi");
    let version = package.map(|it| it.version.to_string()).unwrap_or_default();
    let work = place.build.join("pack");
    for folder in [out, &work] {
        empty(folder)?;
    }
    let dist = Dist { workspace, library, features, version, out: out.to_owned(), work };
    let packages = tried::Packages {
        archive: archive::pack(&dist)?,
        wheel: wheel::pack(&dist, &place)?,
        npm: npm::pack(&dist, &place)?,
        nuget: nuget::pack(&dist, &place)?,
    };
    sums::write(out)?;
    let good = packages.all_work(&dist)?;
    for entry in fs::read_dir(out).map_err(|cause| unreadable(out, cause))? {
        let entry = entry.map_err(|cause| unreadable(out, cause))?;
        let size = entry.metadata().map_err(|cause| unreadable(out, cause))?.len();
        terminal::say(&format!("{size:>12} {}", entry.path().display()));
    }
    Ok(good)
}

impl Dist<'_> {
    /// The machine that the library is for.
    fn platform() -> String {
        format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS)
    }

    /// A copy of the sources of a binding, to which what is packed with it is added.
    fn copy_of(&self, sources: &Path, name: &str) -> Result<PathBuf> {
        let copy = self.work.join(name);
        copy_tree(sources, &copy)?;
        Ok(copy)
    }
}

/// An empty folder.
fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|cause| unreadable(folder, cause))?;
    }
    fs::create_dir_all(folder).map_err(|cause| unreadable(folder, cause))
}
