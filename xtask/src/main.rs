//! The workspace's own checks: `cargo xtask check` and `cargo xtask test`.

mod cargo;
mod check;
mod crash;
mod fault;
mod finding;
#[cfg(test)]
mod fixture;
mod licence;
mod member;
mod mutants;
mod policy;
mod proving;
mod richtext;
mod row;
mod rule;
mod simulate;
mod source;
mod step;
mod stopwatch;
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
    /// Kills and stops real processes that migrate, and counts what is lost or stands twice.
    Crash {
        /// `--kills N`, `--stops M`, `--no-fence`, `--seed S`; `--help` names the others.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measures what the rich-text codecs make of every real text in the reference data.
    Richtext,
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
        Verb::Test { all } => test::run(&workspace, *all),
        Verb::Simulate { arguments } => return simulate::run(&workspace, arguments),
        Verb::Mutants { arguments } => return mutants::run(&workspace, arguments),
        Verb::Crash { arguments } => return crash::run(&workspace, arguments),
        Verb::Richtext => return richtext::run(&workspace),
    };
    Ok(row::close(&rows))
}
