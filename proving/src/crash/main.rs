//! The crash harness: real processes that are killed and stopped while they migrate.
//!
//! One program plays every part, each in a process of its own: the harness, which puts a proxy
//! that breaks things between the others; the worker, which embeds the engine; and the simulators.

mod assignment;
mod dice;
mod harness;
mod oracle;
mod picture;
mod point;
mod proxy;
mod screen;
mod sim;
mod told;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use self::worker::Verb;

/// Kills and stops real processes that migrate, and counts what is lost or stands twice.
#[derive(Debug, Parser)]
#[command(name = "crash", args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(flatten)]
    harness: Trials,
    #[command(subcommand)]
    part: Option<Part>,
}

/// How much is tried.
#[derive(Clone, Debug, Args)]
struct Trials {
    /// How many processes are killed.
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// How many are stopped for longer than their lease, and then go on.
    #[arg(long, default_value_t = 4)]
    stops: u32,
    /// Sign in with an API token, which cannot be fenced.
    #[arg(long)]
    no_fence: bool,
    /// Decides what happens when.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many items are migrated at a time.
    #[arg(long, default_value_t = 90)]
    items: usize,
    /// How many migrations run side by side.
    #[arg(long, default_value_t = 4)]
    width: usize,
    /// How long a lease holds, in milliseconds.
    #[arg(long, default_value_t = 1000)]
    lease: u64,
    /// Believe at once that what is not there will not come, which the protocol forbids: shows
    /// that the harness notices.
    #[arg(long)]
    hasty: bool,
    /// Tell what happens in each migration.
    #[arg(long)]
    verbose: bool,
}

/// The parts that the harness starts.
#[derive(Debug, Subcommand)]
enum Part {
    /// Migrates, as an assignment says.
    #[command(hide = true)]
    Worker {
        /// The assignment.
        assignment: PathBuf,
        /// What to do.
        verb: Verb,
    },
    /// Serves both trackers until its input ends.
    #[command(hide = true)]
    Sim(sim::Site),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match arguments.part {
        // A worker stops as a whole, so that what stops it at a point stops it there.
        Some(Part::Worker { .. }) => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    }
    .enable_all()
    .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return screen::fail(&error.to_string()),
    };
    let good = match arguments.part {
        None => runtime.block_on(harness::run(&arguments.harness)).map_err(|e| e.to_string()),
        Some(Part::Worker { assignment, verb }) => {
            let done = runtime.block_on(worker::work(&assignment, verb));
            done.map(|()| true).map_err(|error| error.to_string())
        }
        Some(Part::Sim(site)) => {
            let served = runtime.block_on(sim::serve(&site));
            served.map(|()| true).map_err(|error| error.to_string())
        }
    };
    match good {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => screen::fail(&error),
    }
}
