//! The one place that prints.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::io::{IsTerminal as _, stderr};

const WIDTH: usize = 30;

/// Prints a line.
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Prints a headline between two steps.
pub(crate) fn headline(text: &str) {
    println!("\n== {text}");
}

/// Prints a line about something that went wrong.
pub(crate) fn complain(line: &str) {
    eprintln!("{line}");
}

/// Shows a reader at a terminal how far something is.
pub(crate) fn progress(done: u64, all: u64, state: &str) {
    if stderr().is_terminal() {
        let filled = usize::try_from(done).unwrap_or(usize::MAX).saturating_mul(WIDTH);
        let filled = (filled / usize::try_from(all.max(1)).unwrap_or(1)).min(WIDTH);
        let (full, rest) = ("#".repeat(filled), ".".repeat(WIDTH - filled));
        eprint!("\r\u{1b}[K[{full}{rest}] {state}");
    }
}

/// Takes the bar away.
pub(crate) fn progress_ends() {
    if stderr().is_terminal() {
        eprint!("\r\u{1b}[K");
    }
}

/// Prints a line about how far something is where no bar can be seen.
pub(crate) fn milestone(line: &str) {
    if !stderr().is_terminal() {
        println!("{line}");
    }
}
