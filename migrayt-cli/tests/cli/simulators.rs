//! `migrayt sim` serves a tracker until it is told to stop.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command};

use serde_json::Value;
use tempfile::TempDir;

use crate::world::{command, end};

struct Running {
    child: Child,
    told: Value,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, told: serde_json::from_str(&line).unwrap() }
    }

    fn told(&self, key: &str) -> &str {
        self.told[key].as_str().unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn two_simulators_in_processes_of_their_own_serve_a_migration() {
    let from = Running::start(&["sim", "azure-devops", "--items", "120", "--seed", "3"]);
    let to = Running::start(&["sim", "jira"]);
    let folder = TempDir::new().unwrap();
    let text = format!(
        "version = 1\n[source]\nkind = \"azure-devops\"\nurl = \"{}\"\nproject = \"{}\"\n\
         token = \"env:FROM\"\n[target]\nkind = \"jira\"\nurl = \"{}\"\nproject = \"{}\"\n\
         email = \"{}\"\ntoken = \"env:TO\"\n[protocol]\nscale = 300\n",
        from.told("url"),
        from.told("project"),
        to.told("url"),
        to.told("project"),
        to.told("email"),
    );
    std::fs::write(folder.path().join("migration.toml"), text).unwrap();
    for step in ["scan", "suggest", "plan", "run", "verify", "report"] {
        let ended = end(command(&[step])
            .current_dir(folder.path())
            .env("FROM", from.told("token"))
            .env("TO", to.told("token"))
            .spawn()
            .unwrap());
        assert_eq!(ended.status.code(), Some(0), "{step}: {}\n{}", ended.out, ended.err);
    }
}

#[test]
fn a_simulator_stops_when_it_is_told_to() {
    let mut running = Running::start(&["sim", "jira"]);
    let id = running.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_simulator_listens_on_this_machine_only() {
    let ended = end(command(&["sim", "jira", "--listen", "0.0.0.0:0"]).spawn().unwrap());
    assert_eq!(ended.status.code(), Some(2), "{}", ended.err);
    assert!(ended.err.contains("loopback"), "{}", ended.err);
}

#[test]
fn a_folder_that_holds_no_items_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().to_str().unwrap();
    let ended = end(command(&["sim", "azure-devops", "--load", path]).spawn().unwrap());
    assert_eq!(ended.status.code(), Some(2), "{}", ended.err);
    assert!(ended.err.contains("no items"), "{}", ended.err);
}
