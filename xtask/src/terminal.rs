//! The one place that prints.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

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
