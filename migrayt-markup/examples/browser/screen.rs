//! The one place that prints.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

/// Prints a line.
pub(crate) fn say(line: &str) {
    println!("{line}");
}
