//! `cargo xtask ffi`: the C ABI's header, and its installation.

mod abi;
pub(crate) mod header;
mod install;
mod library;

use std::path::{Path, PathBuf};

use clap::Subcommand;

pub(crate) use self::install::install;
pub(crate) use self::library::{Library, build};
use crate::fault::Result;
use crate::step::Step;
use crate::terminal;
use crate::workspace::Workspace;

/// What the header of the C ABI says, and what the library has.
pub(crate) const STEP: Step = Step { name: "C header", take };

/// What is to be done with the C ABI.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Writes the header anew, and the list of what it declares.
    Header,
    /// Builds the library and puts it with its header into a folder.
    Install(Install),
}

/// Where the library is put.
#[derive(Debug, clap::Args)]
pub(crate) struct Install {
    /// The folder below which `include` and `lib` are.
    #[arg(long)]
    pub(crate) prefix: PathBuf,
    /// Features of `migrayt-ffi`, with commas between them: `aws`, `keyring`, `sim`.
    #[arg(long, default_value = "")]
    pub(crate) features: String,
    /// Without optimisation, which is built faster.
    #[arg(long)]
    pub(crate) ci: bool,
}

pub(crate) fn run(workspace: &Workspace, verb: &Verb) -> Result<bool> {
    match verb {
        Verb::Header => {
            header::write(&workspace.root)?;
            abi::accept(&workspace.root)?;
            Ok(true)
        }
        Verb::Install(wanted) => {
            let library = build(workspace, &wanted.features, wanted.ci)?;
            install(workspace, &library, &wanted.prefix)?;
            let place = wanted.prefix.display();
            terminal::say(&format!(
                "installed below {place}: include, lib, lib/pkgconfig, lib/cmake"
            ));
            Ok(true)
        }
    }
}

/// The folder of the crate.
pub(crate) fn folder(root: &Path) -> PathBuf {
    root.join("migrayt-ffi")
}

fn take(workspace: &Workspace) -> (crate::row::Tally, Option<crate::row::Skip>) {
    let looks: [fn(&Workspace) -> Result<bool>; 3] =
        [|workspace| header::is_current(&workspace.root), abi::holds, library::exports];
    let tally = looks.iter().map(|look| crate::row::Tally::of(crate::check::good(look(workspace))));
    (tally.sum(), None)
}
