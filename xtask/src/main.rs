//! The workspace's own checks: `cargo xtask check` and `cargo xtask test`.

mod cargo;
mod check;
mod fault;
mod finding;
#[cfg(test)]
mod fixture;
mod licence;
mod member;
mod policy;
mod row;
mod rule;
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
    };
    Ok(row::close(&rows))
}
