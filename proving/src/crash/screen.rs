//! The one place that prints.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::process::ExitCode;

/// Prints a line.
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Prints a line about something that went wrong.
pub(crate) fn complain(line: &str) {
    eprintln!("{line}");
}

/// Prints why the program fails.
pub(crate) fn fail(line: &str) -> ExitCode {
    complain(line);
    ExitCode::FAILURE
}
