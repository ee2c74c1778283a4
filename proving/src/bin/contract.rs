//! Holds connectors and simulators against the trackers' own documents and says what does not hold.

use std::io::{self, Write as _};
use std::process::ExitCode;

use migrayt_proving::hold;

fn main() -> ExitCode {
    match hold() {
        Ok(Some(accounts)) => {
            say(&accounts.to_string());
            if accounts.are_kept() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Ok(None) => {
            say("skipped: the trackers' documents are not on this machine");
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("error: {error:?}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    // A reader that went away misses nothing.
    writeln!(io::stdout().lock(), "{line}").unwrap_or_default();
}
