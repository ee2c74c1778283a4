//! `cargo xtask test --peers`: clients that others wrote, unmodified, against the simulators;
//! `cargo xtask peers` tours all of them.

mod client;
mod simulator;
mod tally;

use std::path::Path;

use self::client::{CLIENTS, Client};
use self::simulator::Simulator;
use self::tally::{Tour, table};
use crate::cargo::Cargo;
use crate::fault::{Fault, Result};
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::terminal;
use crate::workspace::Workspace;

/// What CI runs of it: the clients that are small.
pub(crate) const STEP: Step = Step { name: "peers", take: |workspace| take(workspace, false) };
/// All clients.
pub(crate) const STEP_OF_ALL: Step =
    Step { name: "peers", take: |workspace| take(workspace, true) };

fn take(workspace: &Workspace, all: bool) -> (Tally, Option<Skip>) {
    match run(workspace, all) {
        Ok((tally, missing)) if missing.is_empty() => (tally, None),
        Ok((tally, missing)) => {
            let what = format!("tours of clients that cannot be had here: {}", missing.join(", "));
            (tally, Some(Skip { what, optional: true }))
        }
        Err(fault) => {
            terminal::complain(&fault.to_string());
            (Tally { passed: 0, failed: 1 }, None)
        }
    }
}

/// All calls of the tours, and the scripts of those whose clients cannot be had.
fn run(workspace: &Workspace, all: bool) -> Result<(Tally, Vec<&'static str>)> {
    let build =
        ["build", "--quiet", "--profile", "ci", "--package", "migrayt-cli", "--all-features"];
    let folder = workspace.root.join("target/tours");
    let tours = workspace.root.join("proving/tours");
    // What a former run left is not trusted: its cache names ports of then.
    drop(std::fs::remove_dir_all(folder.join("cache")));
    let (mut seen, mut missing, mut is_served) = (Vec::new(), Vec::new(), false);
    for client in CLIENTS.iter().filter(|client| all || client.is_light) {
        let Some(mut command) = client.prepare(&tours, &folder) else {
            missing.push(client.script);
            continue;
        };
        if !is_served && !Cargo::at(&workspace.root).run(&build, &[])? {
            return Err(Fault::command("cargo build", "the simulators cannot be built"));
        }
        is_served = true;
        let program = workspace.root.join("target/ci/migrayt");
        seen.push(tour(client, &mut command, &program, &folder)?);
    }
    for line in table(&seen) {
        terminal::say(&line);
    }
    Ok((seen.iter().map(Tour::tally).sum(), missing))
}

/// Runs the script of a client against a simulator of its own.
fn tour(
    client: &Client,
    command: &mut std::process::Command,
    program: &Path,
    folder: &Path,
) -> Result<Tour> {
    let simulator = Simulator::start(program, client.serve)?;
    let output = command
        .arg(simulator.told())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // A client keeps what it learned of a server, and a port may be used again.
        .env("AZURE_DEVOPS_CACHE_DIR", folder.join("cache"))
        .env("RUNTIME__DLTHUB_TELEMETRY", "false")
        .output()
        .map_err(|cause| Fault::command(client.script, cause))?;
    let mut tour = Tour::of(client.script, &String::from_utf8_lossy(&output.stdout));
    if !output.status.success() {
        terminal::complain(&String::from_utf8_lossy(&output.stderr));
        tour.broke_off();
    }
    Ok(tour)
}
