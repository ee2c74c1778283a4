//! Lets the simulation find every mutant of the protocol.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;
use migrayt_core::Result;
use migrayt_core::run::Mutant;
use migrayt_proving::hunt;

/// Lets the simulation find every mutant of the protocol.
#[derive(Debug, Parser)]
#[command(name = "mutants")]
struct Arguments {
    /// How many seeds each mutant may survive.
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool> {
    let mut killed = 0;
    for mutant in Mutant::ALL {
        let name = format!("{mutant:?}");
        match hunt(mutant, arguments.seeds)? {
            Some(kill) => {
                killed += 1;
                say(&format!("{name:<20} killed by seed {:>5}: {}", kill.seed, kill.reason));
            }
            None => say(&format!("{name:<20} SURVIVED {} seeds", arguments.seeds)),
        }
    }
    say(&format!("{killed}/{} killed", Mutant::ALL.len()));
    Ok(killed == Mutant::ALL.len())
}

fn say(line: &str) {
    // A reader that went away misses nothing.
    writeln!(io::stdout().lock(), "{line}").unwrap_or_default();
}
