//! The workspace's own checks: `cargo xtask check` and `cargo xtask test`.

mod aws;
mod axe;
mod bindings;
mod browser;
mod cargo;
mod check;
mod contract;
mod crash;
mod debian;
mod dist;
mod fault;
mod ffi;
mod finding;
#[cfg(test)]
mod fixture;
mod fuzz;
mod licence;
mod member;
mod mutants;
mod peers;
mod policy;
mod proving;
mod python;
mod renewal;
mod richtext;
mod row;
mod rule;
mod simulate;
mod source;
mod step;
mod stopwatch;
mod templates;
mod terminal;
mod test;
mod tree;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::fault::Result;
use self::workspace::Workspace;

/// The workspace's own checks.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Proves the workspace's rules.
    Check,
    /// Runs everything a change must pass: formatting, check, clippy, tests, examples, documentation.
    Test {
        /// As CI does: a skip that is not optional is a failure.
        #[arg(long)]
        all: bool,
        /// Only the tours of clients that others wrote; `--all` has them too.
        #[arg(long, conflicts_with = "all")]
        peers: bool,
        /// Only the vault in AWS, against stand-ins that are installed below `target`; `--all` has it
        /// too.
        #[arg(long, conflicts_with_all = ["all", "peers"])]
        aws: bool,
    },
    /// Runs seeds of the deterministic simulation, and counts what is lost or stands twice.
    Simulate {
        /// `--seeds N`, `--wire N`, `--release`; `--help` names the others.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Lets the simulation find every deliberate breakage of the protocol.
    Mutants {
        /// `--seeds N`, `--release`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Renews grants in simulated worlds, and lets it find every flaw of the protocol.
    Renewal {
        /// `--seeds N`, `--from N`, `--flaws N`, `--release`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Kills and stops real processes that migrate, and counts what is lost or stands twice.
    Crash {
        /// `--kills N`, `--stops M`, `--no-fence`, `--seed S`; `--help` names the others.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Carries real projects between the simulated trackers, with their limits and on a bad day.
    Templates,
    /// Tours every client that others wrote through the simulators, installing each below `target`.
    Peers,
    /// Holds connectors and simulators against the trackers' own documents, if these are here.
    Contract,
    /// Measures what the rich-text codecs make of every real text in the reference data.
    Richtext,
    /// Shows rich documents to a browser, as they came and as our HTML, and compares the words; and
    /// the report to axe.
    Browser,
    /// Builds and tests the bindings, installing what they need: `c`, `cpp`, `python`, `node`,
    /// `dotnet`, or all.
    Bindings {
        languages: Vec<bindings::Language>,
        /// Takes the library that the tests of the workspace built, as it is.
        #[arg(long)]
        built: bool,
        /// Only the suites of C and C++, under a sanitizer of addresses.
        #[arg(long, conflicts_with_all = ["languages", "built"])]
        sanitized: bool,
    },
    /// Packs the library and the bindings for those who have no Rust, and tries each package.
    Dist {
        /// Packs the library that the tests of the workspace built, as it is.
        #[arg(long)]
        built: bool,
    },
    /// The C ABI: its header and its installation.
    Ffi {
        #[command(subcommand)]
        verb: ffi::Verb,
    },
    /// Fuzzes the C ABI and the readers of rich text, from seeds of the reference data if it is there.
    Fuzz(fuzz::Fuzzing),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.verb) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            terminal::complain(&fault.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(verb: &Verb) -> Result<bool> {
    let workspace = Workspace::read()?;
    let rows = match verb {
        Verb::Check => check::run(&workspace),
        Verb::Test { peers: true, .. } => test::peers(&workspace),
        Verb::Test { aws: true, .. } => test::aws(&workspace),
        Verb::Peers => test::every_peer(&workspace),
        Verb::Test { all, .. } => test::run(&workspace, *all),
        Verb::Simulate { arguments } => return simulate::run(&workspace, arguments),
        Verb::Mutants { arguments } => return mutants::run(&workspace, arguments),
        Verb::Renewal { arguments } => return renewal::run(&workspace, arguments),
        Verb::Crash { arguments } => return crash::run(&workspace, arguments),
        Verb::Templates => return templates::run(&workspace),
        Verb::Contract => return contract::run(&workspace),
        Verb::Richtext => return richtext::run(&workspace),
        Verb::Browser => return browser::run(&workspace),
        Verb::Bindings { sanitized: true, .. } => test::sanitized(&workspace),
        Verb::Bindings { languages, built, .. } => bindings::run(&workspace, languages, *built)?,
        Verb::Dist { built } => return dist::run(&workspace, *built),
        Verb::Ffi { verb } => return ffi::run(&workspace, verb),
        Verb::Fuzz(fuzzing) => return fuzz::run(&workspace, fuzzing),
    };
    Ok(row::close(&rows))
}
