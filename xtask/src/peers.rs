//! `cargo xtask test --peers`: clients that others wrote, unmodified, against the simulators.

mod simulator;
mod tally;

use std::path::{Path, PathBuf};
use std::process::Command;

use self::simulator::Simulator;
use self::tally::Tour;
use crate::cargo::Cargo;
use crate::fault::{Fault, Result};
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::terminal;
use crate::workspace::Workspace;

/// What CI runs of it.
pub(crate) const STEP: Step = Step { name: "peers", take };

/// A script, and what `migrayt sim` must serve for it.
const TOURS: [(&str, &[&str]); 2] = [
    ("azure_devops.py", &["azure-devops", "--items", "60"]),
    ("jira_python.py", &["jira", "--items", "40"]),
];

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    match run(workspace) {
        Ok(Some(tally)) => (tally, None),
        Ok(None) => {
            let what = "tours of clients (no Python, or its packages cannot be had)".into();
            (Tally::default(), Some(Skip { what, optional: true }))
        }
        Err(fault) => {
            terminal::complain(&fault.to_string());
            (Tally { passed: 0, failed: 1 }, None)
        }
    }
}

/// All calls of all tours; none if their clients cannot be had.
fn run(workspace: &Workspace) -> Result<Option<Tally>> {
    let tours = workspace.root.join("proving/tours");
    let folder = workspace.root.join("target/tours");
    let Some(python) = environment(&tours, &folder) else { return Ok(None) };
    let build =
        ["build", "--quiet", "--profile", "ci", "--package", "migrayt-cli", "--all-features"];
    if !Cargo::at(&workspace.root).run(&build, &[])? {
        return Err(Fault::command("cargo build", "the simulators cannot be built"));
    }
    let program = workspace.root.join("target/ci/migrayt");
    let mut whole = Tally::default();
    for (script, serve) in TOURS {
        let simulator = Simulator::start(&program, serve)?;
        let output = Command::new(&python)
            .arg(tours.join(script))
            .arg(simulator.told())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            // A client keeps what it learned of a server, and a port may be used again.
            .env("AZURE_DEVOPS_CACHE_DIR", folder.join("cache"))
            .output()
            .map_err(|cause| Fault::command(script, cause))?;
        let tour = Tour::of(&String::from_utf8_lossy(&output.stdout));
        tour.lines(script).iter().for_each(|line| terminal::say(line));
        if !output.status.success() {
            terminal::complain(&String::from_utf8_lossy(&output.stderr));
            whole.failed += 1;
        }
        whole = [whole, tour.tally()].into_iter().sum();
    }
    Ok(Some(whole))
}

/// The Python of an environment with the clients; none if it cannot be made.
fn environment(tours: &Path, folder: &Path) -> Option<PathBuf> {
    let python = folder.join("environment/bin/python");
    let did = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    // What a former run left is not trusted: its cache names ports of then.
    drop(std::fs::remove_dir_all(folder.join("cache")));
    let made = python.exists()
        || did(Command::new("python3").args(["-m", "venv"]).arg(folder.join("environment")));
    let wanted = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    let had = made && did(Command::new(&python).args(wanted).arg(tours.join("requirements.txt")));
    had.then_some(python)
}
