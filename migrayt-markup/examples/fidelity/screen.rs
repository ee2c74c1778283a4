//! The one place that prints.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::io::{IsTerminal as _, stderr};

const WIDTH: usize = 30;

/// Prints a line.
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Prints a line about something that went wrong.
pub(crate) fn complain(line: &str) {
    eprintln!("{line}");
}

/// Shows a reader at a terminal how far it is, and what comes next.
pub(crate) fn progress(done: usize, all: usize, next: &str) {
    if stderr().is_terminal() {
        let filled = WIDTH * done / all.max(1);
        let (full, rest) = ("#".repeat(filled), ".".repeat(WIDTH - filled));
        eprint!("\r\u{1b}[K[{full}{rest}] {done}/{all} {next}");
    }
}

/// Takes the bar away.
pub(crate) fn progress_ends() {
    if stderr().is_terminal() {
        eprint!("\r\u{1b}[K");
    }
}
