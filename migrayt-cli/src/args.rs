use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Moves work items from Azure DevOps to Jira Cloud: nothing lost, nothing twice, nothing leaked.
///
/// Exit codes: 0 clean; 1 differences found; 2 usage or configuration; 3 an endpoint cannot be
/// reached or refused us; 4 interrupted, can be resumed; 5 refusals that were not accepted; 6
/// doubts that a person must decide; 7 another process holds the run; 70 a fault of ours.
#[derive(Debug, Parser)]
#[command(name = "migrayt", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Write machine-readable JSON to standard output.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Which log lines go to standard error, such as `info` or `migrayt_connectors=trace`. Logs of
    /// HTTP libraries never say more than debug.
    #[arg(long, global = true, value_name = "FILTER", default_value = "off")]
    pub(crate) log: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Migrate real sample items between two simulators on this machine, and prove it.
    Demo(Demo),
    /// Serve a simulated tracker on this machine.
    Sim(Sim),
    /// Write an example configuration.
    Init(Init),
    /// Look at both endpoints: types, fields, states, people.
    Scan(Migration),
    /// Propose a mapping, for a person to review.
    Suggest(Suggest),
    /// Try every item without writing anything: losses and refusals.
    Plan(Planned),
    /// Carry out the newest plan, or go on with it.
    Run(Planned),
    /// Go on with a run that was interrupted.
    Resume(Planned),
    /// Read the target back, all of it, and compare.
    Verify(Migration),
    /// Write the report: a page, JSON and a table of items.
    Report(Migration),
}

#[derive(Debug, Args)]
pub(crate) struct Migration {
    /// The configuration file.
    #[arg(short, long, value_name = "FILE", default_value = "migration.toml")]
    pub(crate) config: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Planned {
    #[command(flatten)]
    pub(crate) migration: Migration,

    /// Go on although the target would refuse some items; they are left out and reported.
    #[arg(long)]
    pub(crate) accept_refusals: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Suggest {
    #[command(flatten)]
    pub(crate) migration: Migration,

    /// Replace a mapping that is there already.
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The file to write.
    #[arg(short, long, value_name = "FILE", default_value = "migration.toml")]
    pub(crate) config: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// How many items; the bundled sample is repeated with variations.
    #[arg(long, value_name = "N")]
    pub(crate) items: Option<usize>,

    /// What the variations depend on.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Where to keep mapping, journal and report; a new temporary folder by default.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Sim {
    /// Which tracker.
    pub(crate) tracker: Tracker,

    /// Where to listen, on this machine; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,

    /// Items to load: a folder of work items, or a file of JSON or JSON lines, plain or gzipped.
    #[arg(long, value_name = "PATH")]
    pub(crate) load: Vec<PathBuf>,

    /// How many items to generate.
    #[arg(long, value_name = "N")]
    pub(crate) items: Option<usize>,

    /// What the generated items depend on.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tracker {
    AzureDevops,
    Jira,
}
