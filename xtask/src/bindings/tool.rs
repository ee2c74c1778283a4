//! Programs of other languages.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::debian;
use crate::fault::{Fault, Result};
use crate::row::Tally;
use crate::terminal;

/// Installs packages of Debian unless a program among them is there.
///
/// # Errors
/// If the program is not there afterwards.
pub(crate) fn need(program: &str, packages: &[&str]) -> Result<()> {
    if has(program) {
        return Ok(());
    }
    debian::install(packages);
    if has(program) {
        return Ok(());
    }
    let reason = format!("`{program}` is not there: install {}", packages.join(", "));
    Err(Fault::command(format!("apt-get install {}", packages.join(" ")), reason))
}

/// Installs packages of Debian unless a file of theirs is there.
pub(crate) fn need_file(file: &str, packages: &[&str]) -> Result<()> {
    if Path::new(file).exists() {
        return Ok(());
    }
    debian::install(packages);
    if Path::new(file).exists() {
        return Ok(());
    }
    let reason = format!("{file} is not there: install {}", packages.join(", "));
    Err(Fault::command(format!("apt-get install {}", packages.join(" ")), reason))
}

fn has(program: &str) -> bool {
    debian::quiet(program, &["--version"])
}

/// A command in a folder.
pub(crate) fn command<S: AsRef<OsStr>>(
    folder: &Path,
    program: impl AsRef<OsStr>,
    arguments: &[S],
) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

/// Runs a command before the reader's eyes.
///
/// # Errors
/// If it ends badly.
pub(crate) fn run(mut command: Command) -> Result<()> {
    let line = line(&command);
    terminal::say(&line);
    let status = command.status().map_err(|cause| Fault::command(&line, cause))?;
    if status.success() { Ok(()) } else { Err(Fault::command(line, status)) }
}

/// The same, of which one thing is proved.
pub(crate) fn proves(command: Command) -> Tally {
    let outcome = run(command);
    Tally::of(crate::check::good(outcome.map(|()| true)))
}

/// Runs a program that tells of cases: `ok NAME` or `FAILED NAME: why`, a line each. Those that
/// passed are counted, and the others are shown.
pub(crate) fn cases(mut command: Command) -> Result<Tally> {
    let line = line(&command);
    terminal::say(&line);
    let fail = |cause: std::io::Error| Fault::command(&line, cause);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(fail)?;
    let mut tally = Tally::default();
    if let Some(pipe) = child.stdout.take() {
        for told in BufReader::new(pipe).lines() {
            let told = told.map_err(fail)?;
            if told.starts_with("ok ") {
                tally.passed += 1;
            } else if told.starts_with("FAILED ") {
                tally.failed += 1;
                terminal::complain(&told);
            }
        }
    }
    let status = child.wait().map_err(fail)?;
    if !status.success() && tally.failed == 0 {
        terminal::complain(&format!("{line} ended with {status}"));
        tally.failed += 1;
    }
    Ok(tally)
}

fn line(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
