use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::fault::{Fault, Result};

/// A simulator that is served by a process of its own, which ends with it.
#[derive(Debug)]
pub(super) struct Simulator {
    process: Child,
    told: String,
}

impl Simulator {
    /// Starts `migrayt sim` and waits until it says where it listens.
    pub(super) fn start(program: &Path, serve: &[&str]) -> Result<Self> {
        let command = format!("migrayt sim {}", serve.join(" "));
        let fail = |cause: std::io::Error| Fault::command(&command, cause);
        let process = Command::new(program)
            .arg("sim")
            .args(serve)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(fail)?;
        let mut simulator = Self { process, told: String::new() };
        let out = simulator.process.stdout.take();
        let out = out.ok_or_else(|| Fault::command(&command, "it has no output"))?;
        BufReader::new(out).read_line(&mut simulator.told).map_err(fail)?;
        if simulator.told.trim().is_empty() {
            return Err(Fault::command(&command, "it ended before it listened"));
        }
        Ok(simulator)
    }

    /// What it said: where it listens and what it takes, as JSON.
    pub(super) fn told(&self) -> &str {
        self.told.trim()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
