//! Starts cargo and other programs.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use cargo_metadata::Message;
use cargo_metadata::diagnostic::DiagnosticLevel;

use crate::fault::{Fault, Result};
use crate::terminal;

/// Cargo in a workspace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cargo<'a> {
    root: &'a Path,
}

/// What a program printed while its lines were passed on.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) success: bool,
    pub(crate) text: String,
}

/// What a build came to.
#[derive(Debug, Default)]
pub(crate) struct Built {
    pub(crate) success: bool,
    /// Warnings and errors, as the compiler shows them.
    pub(crate) complaints: Vec<String>,
    /// The examples that were built: package id, name, program.
    pub(crate) examples: Vec<(String, String, PathBuf)>,
}

impl<'a> Cargo<'a> {
    pub(crate) fn at(root: &'a Path) -> Self {
        Self { root }
    }

    /// Runs an example of the rich-text crate, with all its formats, before the reader's eyes.
    pub(crate) fn markup_example(self, name: &str, arguments: &[&str]) -> Result<bool> {
        let mut line = vec!["run", "--quiet", "--profile", "ci", "--package", "migrayt-markup"];
        line.extend(["--all-features", "--example", name, "--"]);
        line.extend(arguments);
        self.run(&line, &[])
    }

    /// Runs cargo before the reader's eyes.
    pub(crate) fn run(self, arguments: &[&str], settings: &[(&str, &str)]) -> Result<bool> {
        let mut command = self.command(arguments);
        command.envs(settings.iter().copied());
        let status = command.status().map_err(|cause| Fault::command(line(arguments), cause))?;
        Ok(status.success())
    }

    /// Runs cargo quietly and takes what it prints.
    pub(crate) fn read(self, arguments: &[&str]) -> Result<String> {
        let output = self
            .command(arguments)
            .output()
            .map_err(|cause| Fault::command(line(arguments), cause))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(Fault::command(line(arguments), String::from_utf8_lossy(&output.stderr)))
        }
    }

    /// Runs cargo before the reader's eyes and keeps what it prints.
    pub(crate) fn hear(self, arguments: &[&str], settings: &[(&str, &str)]) -> Result<Heard> {
        let fail = |cause: std::io::Error| Fault::command(line(arguments), cause);
        let mut child = self
            .command(arguments)
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(fail)?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let text = thread::scope(|scope| {
            let err =
                scope.spawn(|| err.map_or_else(String::new, |pipe| echo(pipe, terminal::complain)));
            let mut text = out.map_or_else(String::new, |pipe| echo(pipe, terminal::say));
            text.push_str(&err.join().unwrap_or_default());
            text
        });
        Ok(Heard { success: child.wait().map_err(fail)?.success(), text })
    }

    /// Runs cargo and hands over each line of what it says beside its output.
    pub(crate) fn follow(
        self,
        arguments: &[&str],
        settings: &[(&str, &str)],
        take: &mut dyn FnMut(&str),
    ) -> Result<bool> {
        let fail = |cause: std::io::Error| Fault::command(line(arguments), cause);
        let mut command = self.command(arguments);
        command.envs(settings.iter().copied()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(fail)?;
        if let Some(pipe) = child.stderr.take() {
            // What a fuzzer shows of its inputs need not be text.
            for line in BufReader::new(pipe).split(b'\n').map_while(std::result::Result::ok) {
                take(&String::from_utf8_lossy(&line));
            }
        }
        Ok(child.wait().map_err(fail)?.success())
    }

    /// Builds and takes the compiler's messages; the arguments must ask for JSON.
    pub(crate) fn build(self, arguments: &[&str]) -> Result<Built> {
        let fail = |cause: std::io::Error| Fault::command(line(arguments), cause);
        let mut child = self.command(arguments).stdout(Stdio::piped()).spawn().map_err(fail)?;
        let mut built = Built::default();
        if let Some(pipe) = child.stdout.take() {
            for message in Message::parse_stream(BufReader::new(pipe)) {
                built.take(message.map_err(fail)?);
            }
        }
        built.success = child.wait().map_err(fail)?.success();
        Ok(built)
    }

    /// Whether cargo has a subcommand.
    pub(crate) fn has(self, subcommand: &str) -> bool {
        self.command(&[subcommand, "--version"])
            .output()
            .is_ok_and(|output| output.status.success())
    }

    fn command(self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(self.root).args(arguments.iter().map(OsStr::new)).stdin(Stdio::null());
        command
    }
}

impl Built {
    fn take(&mut self, message: Message) {
        match message {
            Message::CompilerMessage(message)
                if matches!(
                    message.message.level,
                    DiagnosticLevel::Warning | DiagnosticLevel::Error | DiagnosticLevel::Ice
                ) =>
            {
                let shown = message.message.rendered.unwrap_or(message.message.message);
                self.complaints.push(shown.trim_end().to_owned());
            }
            Message::CompilerArtifact(artifact) if artifact.target.is_example() => {
                if let Some(program) = artifact.executable {
                    self.examples.push((
                        artifact.package_id.repr,
                        artifact.target.name,
                        program.into_std_path_buf(),
                    ));
                }
            }
            _ => {}
        }
    }
}

/// The command line as a reader would type it.
pub(crate) fn line(arguments: &[&str]) -> String {
    format!("cargo {}", arguments.join(" "))
}

fn echo(pipe: impl Read, show: fn(&str)) -> String {
    let mut text = String::new();
    for line in BufReader::new(pipe).lines().map_while(std::result::Result::ok) {
        show(&line);
        text.push_str(&line);
        text.push('\n');
    }
    text
}
