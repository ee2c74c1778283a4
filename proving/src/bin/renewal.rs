//! Renews grants in simulated worlds and says whether one is lost, and finds every flaw of the
//! protocol.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;
use migrayt_core::Result;
use migrayt_proving::{Flaw, hunt_flaw, renew_all};

/// Renews grants in simulated worlds.
#[derive(Debug, Parser)]
#[command(name = "renewal")]
struct Arguments {
    /// How many seeds.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed; with one seed every call is shown.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many seeds each flaw may survive; none is tried if it is 0.
    #[arg(long, default_value_t = 1_000)]
    flaws: u64,
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
    let all = renew_all(arguments.from, arguments.seeds)?;
    all.trace.iter().for_each(|line| say(line));
    let rarest = all.struck.iter().min_by_key(|(_, count)| **count);
    if let Some(((step, mishap), count)) = rarest {
        say(&format!(
            "{} pairs of a step and a mishap; rarest: {step} x {mishap}, {count} times",
            all.struck.len()
        ));
    }
    for (seed, faults) in &all.failed {
        say(&format!("seed {seed} failed: {}", faults.join("; ")));
    }
    say(&format!("trace {}", all.hash));
    let mut killed = 0;
    let flaws: &[Flaw] = if arguments.flaws == 0 { &[] } else { &Flaw::ALL };
    for flaw in flaws {
        let name = format!("{flaw:?}");
        match hunt_flaw(*flaw, arguments.flaws)? {
            Some(kill) => {
                killed += 1;
                say(&format!("{name:<20} killed by seed {:>5}: {}", kill.seed, kill.reason));
            }
            None => say(&format!("{name:<20} SURVIVED {} seeds", arguments.flaws)),
        }
    }
    say(&format!(
        "{} seeds: {} renewals, {} loans, {} seeds failed; {killed}/{} flaws killed",
        arguments.seeds,
        all.calls,
        all.lent,
        all.failed.len(),
        flaws.len()
    ));
    Ok(all.failed.is_empty() && killed == flaws.len())
}

fn say(line: &str) {
    // A reader that went away misses nothing.
    writeln!(io::stdout().lock(), "{line}").unwrap_or_default();
}
