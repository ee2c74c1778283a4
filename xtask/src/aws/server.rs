use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::machine::StandIn;
use crate::fault::{Fault, Result};
use crate::python;

const SCRIPT: &str = "xtask/src/aws/stand_in.py";

/// A stand-in for AWS that is served by a process of its own, which ends with it.
#[derive(Debug)]
pub(super) struct Server {
    process: Child,
    pub(super) stand_in: StandIn,
    /// Where it listens.
    pub(super) address: String,
}

impl Server {
    /// Installs a stand-in below a folder, if it is not there, starts it, and waits until it listens;
    /// none if it cannot be had.
    pub(super) fn start(stand_in: StandIn, root: &Path, folder: &Path) -> Result<Option<Self>> {
        let packages = [stand_in.package.as_ref()];
        let Some(python) = python::environment(&folder.join(stand_in.name), &packages) else {
            return Ok(None);
        };
        let fail = |cause: std::io::Error| Fault::command(stand_in.name, cause);
        let process = Command::new(python)
            .arg(root.join(SCRIPT))
            .arg(stand_in.name)
            // It may keep what it holds in the folder in which it runs.
            .current_dir(folder)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            // Held open: its end is the server's.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(fail)?;
        let mut server = Self { process, stand_in, address: String::new() };
        let out = server.process.stdout.take();
        let out = out.ok_or_else(|| Fault::command(stand_in.name, "it has no output"))?;
        let mut said = String::new();
        BufReader::new(out).read_line(&mut said).map_err(fail)?;
        said.trim().clone_into(&mut server.address);
        if server.address.is_empty() {
            return Err(Fault::command(stand_in.name, "it ended before it listened"));
        }
        Ok(Some(server))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
