//! `cargo xtask fuzz`: the C ABI and every reader of rich text fuzzed for some minutes, one after the
//! other. The targets are a crate with a lock file of its own, which nothing but this verb runs.

mod campaign;
mod pulse;
mod table;

use std::fs;
use std::path::Path;

use cargo_metadata::MetadataCommand;
use clap::Args;

use self::campaign::Campaign;
use crate::cargo::{self, Cargo};
use crate::fault::{Fault, Result};
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::terminal;
use crate::workspace::Workspace;

/// The version that the targets were tried with.
const CARGO_FUZZ: &str = "0.13.2";

/// The longest input in bytes: as long as most texts of work items.
const LONGEST: &str = "8192";

/// That the targets still compile, with the stable toolchain and without being run.
pub(crate) const STEP: Step = Step { name: "fuzz targets", take };

/// What the verb is told.
#[derive(Debug, Args)]
pub(crate) struct Fuzzing {
    /// How long each target is run.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    minutes: u64,
    /// The only target that is run; `abi`, `adf`, `html`, `markdown` or `wiki`.
    #[arg(long)]
    target: Option<String>,
}

/// Makes seeds, runs the targets and closes with a table; fails if one of them has a finding.
pub(crate) fn run(workspace: &Workspace, fuzzing: &Fuzzing) -> Result<bool> {
    let root = workspace.root.as_path();
    let targets = wanted(targets(root)?, fuzzing.target.as_deref())?;
    install(root)?;
    seed(root)?;
    let mut campaigns = Vec::new();
    for target in targets {
        terminal::headline(&format!("fuzz {target} for {} minutes", fuzzing.minutes));
        campaigns.push(Campaign::run(root, target, fuzzing.minutes)?);
    }
    terminal::headline("summary");
    for line in table::lines(&campaigns) {
        terminal::say(&line);
    }
    Ok(campaigns.iter().all(Campaign::is_good))
}

/// The programs of the crate of fuzz targets.
fn targets(root: &Path) -> Result<Vec<String>> {
    let manifest = root.join("fuzz/Cargo.toml");
    let metadata = MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .map_err(|cause| Fault::command("cargo metadata", cause))?;
    let all = metadata.packages.into_iter().flat_map(|package| package.targets);
    Ok(all.filter(cargo_metadata::Target::is_bin).map(|target| target.name).collect())
}

/// All of them, or the one that was asked for.
fn wanted(targets: Vec<String>, only: Option<&str>) -> Result<Vec<String>> {
    let Some(only) = only else { return Ok(targets) };
    if targets.iter().any(|target| target == only) {
        return Ok(vec![only.to_owned()]);
    }
    Err(Fault::shape("--target", format!("`{only}` is none of {}", targets.join(", "))))
}

fn install(root: &Path) -> Result<()> {
    let cargo = Cargo::at(root);
    if cargo.has("fuzz") {
        return Ok(());
    }
    succeed(cargo, &["install", "cargo-fuzz", "--locked", "--version", CARGO_FUZZ])
}

/// Writes the texts that the targets start from: those that are kept, and those that codecs write.
fn seed(root: &Path) -> Result<()> {
    terminal::headline("seeds");
    let unread = |cause| Fault::Unreadable { path: root.join("fuzz/seeds"), cause };
    copy(&root.join("fuzz/seeds/abi"), &root.join("fuzz/corpus/abi")).map_err(unread)?;
    if Cargo::at(root).markup_example("seeds", &["fuzz/corpus", LONGEST])? {
        return Ok(());
    }
    Err(Fault::command("the example seeds", "see above"))
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for seed in fs::read_dir(from)? {
        let seed = seed?;
        fs::copy(seed.path(), to.join(seed.file_name()))?;
    }
    Ok(())
}

fn succeed(cargo: Cargo<'_>, arguments: &[&str]) -> Result<()> {
    if cargo.run(arguments, &[])? {
        return Ok(());
    }
    Err(Fault::command(cargo::line(arguments), "see above"))
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    let arguments = ["check", "--locked", "--manifest-path", "fuzz/Cargo.toml"];
    terminal::say(&cargo::line(&arguments));
    let checked = Cargo::at(&workspace.root).run(&arguments, &[]);
    (Tally::of(crate::check::good(checked)), None)
}

#[cfg(test)]
mod tests {
    use super::{targets, wanted};
    use crate::workspace::Workspace;

    #[test]
    fn every_target_is_found_and_no_other_is_taken() {
        let root = Workspace::read().unwrap().root;
        let all = targets(&root).unwrap();
        assert_eq!(all, ["abi", "adf", "html", "markdown", "wiki"]);
        assert_eq!(wanted(all.clone(), None).unwrap(), all);
        assert_eq!(wanted(all.clone(), Some("wiki")).unwrap(), ["wiki"]);
        let fault = wanted(all, Some("rtf")).unwrap_err().to_string();
        assert_eq!(fault, "--target: `rtf` is none of abi, adf, html, markdown, wiki");
    }
}
