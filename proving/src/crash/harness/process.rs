use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::stuck::{Result, Stuck};
use crate::told::Told;

/// A worker in a process of its own.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) number: usize,
    child: Child,
    input: Option<ChildStdin>,
    // Holds the task that listens to it.
    _ears: JoinSet<()>,
}

/// What is heard of a worker.
#[derive(Debug)]
pub(crate) enum Heard {
    Told(Told),
    /// Its output ended.
    Gone,
}

impl Process {
    /// Starts a worker; what it tells is sent with its number.
    pub(crate) fn start(
        number: usize,
        assignment: &Path,
        verb: &str,
        heard: UnboundedSender<(usize, Heard)>,
    ) -> Result<Self> {
        let mut child = own(&["worker".as_ref(), assignment.as_os_str(), verb.as_ref()])?
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or_else(|| Stuck::new("a worker has no output"))?;
        let mut ears = JoinSet::new();
        ears.spawn(async move {
            let mut lines = BufReader::new(output).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                if let Ok(told) = serde_json::from_str(&line) {
                    drop(heard.send((number, Heard::Told(told))));
                }
            }
            drop(heard.send((number, Heard::Gone)));
        });
        Ok(Self { number, child, input, _ears: ears })
    }

    /// SIGKILL: it does nothing more.
    pub(crate) async fn kill(&mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// SIGSTOP: all of it stands still.
    pub(crate) async fn stop(&self) -> Result<()> {
        self.signal("-STOP").await
    }

    /// SIGCONT: it goes on, past the point at which it halted too.
    pub(crate) async fn go_on(&mut self) -> Result<()> {
        if let Some(mut input) = self.input.take() {
            // It may have died meanwhile.
            drop(input.write_all(b"\n").await);
        }
        self.signal("-CONT").await
    }

    async fn signal(&self, signal: &str) -> Result<()> {
        // A process that was not waited for keeps its id.
        let Some(id) = self.child.id() else { return Ok(()) };
        let sent = Command::new("kill").args([signal, &id.to_string()]).status().await?;
        if sent.success() { Ok(()) } else { Err(Stuck::new("a signal was not sent")) }
    }
}

/// This program, as another part.
pub(crate) fn own(arguments: &[&std::ffi::OsStr]) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments);
    Ok(command)
}
