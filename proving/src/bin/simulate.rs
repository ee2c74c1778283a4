//! Runs seeds of the simulation and says what is lost, duplicate or wrong.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use migrayt_core::Result;
use migrayt_proving::{Constants, Level, SeedFile, Simulation, Summary};

/// Runs seeds of the simulation.
#[derive(Debug, Parser)]
#[command(name = "simulate")]
struct Arguments {
    /// How many seeds at the port level.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// How many seeds at the wire level.
    #[arg(long, default_value_t = 0)]
    wire: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Runs everything twice and compares the hashes.
    #[arg(long)]
    twice: bool,
    /// Shows every call of the first seed.
    #[arg(long)]
    trace: bool,
    /// How many items each seed has; drawn if nothing is said.
    #[arg(long)]
    items: Option<u64>,
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
    let constants = Constants { items: arguments.items, ..Constants::default() };
    if arguments.trace {
        let level = if arguments.seeds > 0 { Level::Port } else { Level::Wire };
        let verdict = level.run(arguments.from, &constants, true)?;
        verdict.trace.iter().chain(&verdict.faults).for_each(|line| say(line));
        say(&format!("{:?}", verdict.tally));
        return Ok(verdict.tally.is_clean());
    }
    let mut total = Summary::default();
    let mut same = true;
    for (level, seeds) in [(Level::Port, arguments.seeds), (Level::Wire, arguments.wire)] {
        if seeds == 0 {
            continue;
        }
        let simulation = Simulation::new(level, arguments.from, seeds, constants.clone());
        let summary = simulation.run()?;
        if arguments.twice && simulation.run()?.hash != summary.hash {
            same = false;
            say(&format!("{}: the same seeds gave another trace", level.name()));
        }
        show(level, &summary, &constants)?;
        total.tally.add(&summary.tally);
    }
    let tally = total.tally;
    say(&format!(
        "seeds {} port + {} wire: lost {}, duplicate {}, wrong {}, unreported {}",
        arguments.seeds, arguments.wire, tally.lost, tally.duplicate, tally.wrong, tally.unreported
    ));
    Ok(same && tally.is_clean())
}

fn show(level: Level, summary: &Summary, constants: &Constants) -> Result<()> {
    if level == Level::Port {
        say(&summary.coverage.to_string());
        if let Some((step, mishap, count)) = summary.coverage.rarest() {
            say(&format!("rarest pair: {} x {}, {count} times", step.name(), mishap.name()));
        }
    }
    let tally = &summary.tally;
    say(&format!(
        "{}: {} operations, {} processes; without a fence {} stood twice and were reported; {} \
         parked, {} given up",
        level.name(),
        tally.operations,
        tally.processes,
        tally.reported,
        tally.parked,
        tally.given_up
    ));
    say(&format!("{}: trace {}", level.name(), summary.hash));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for (seed, faults) in &summary.failed {
        let reason = faults.first().cloned().unwrap_or_default();
        say(&format!("{} seed {seed} failed: {reason}", level.name()));
        SeedFile::new(level, *seed, reason, constants.clone()).keep(&folder)?;
    }
    Ok(())
}

fn say(line: &str) {
    // A reader that went away misses nothing.
    writeln!(io::stdout().lock(), "{line}").unwrap_or_default();
}
