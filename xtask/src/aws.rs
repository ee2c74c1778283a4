//! `cargo xtask test --aws`: the vault in AWS, against stand-ins for AWS that others wrote.

#[path = "../../migrayt-vault/tests/vault/aws/machine.rs"]
#[expect(
    dead_code,
    clippy::print_stdout,
    reason = "the tests' own file, so that both mean the same"
)]
mod machine;
mod server;

use self::machine::{LIVE, MINISTACK, MOTO, REQUIRED, START, StandIn};
use self::server::Server;
use crate::cargo::Cargo;
use crate::fault::Result;
use crate::row::{Skip, Tally};
use crate::step::{self, Step};
use crate::terminal;
use crate::workspace::Workspace;

/// What a person runs of it: nothing is installed for it, and the tests say what they skip.
pub(crate) const STEP: Step = Step { name: "aws", take: leave };
/// What CI runs of it.
pub(crate) const STEP_OF_ALL: Step = Step { name: "aws", take };

const STAND_INS: [StandIn; 2] = [MOTO, MINISTACK];

fn leave(_workspace: &Workspace) -> (Tally, Option<Skip>) {
    let what = format!("tests on stand-ins for AWS ({START})");
    (Tally::default(), Some(Skip { what, optional: true }))
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    match run(workspace) {
        Ok((tally, missing)) if missing.is_empty() => {
            let asked = std::env::var_os(LIVE).is_some();
            let what = format!("tests on AWS itself (set {LIVE} to the ARN of a key)");
            (tally, (!asked).then_some(Skip { what, optional: true }))
        }
        Ok((tally, missing)) => {
            let what = format!(
                "tests on stand-ins for AWS that cannot be had here: {} (Python 3 with its module \
                 venv is needed, and a network)",
                missing.join(", ")
            );
            (tally, Some(Skip { what, optional: false }))
        }
        Err(fault) => {
            terminal::complain(&fault.to_string());
            (Tally { passed: 0, failed: 1 }, None)
        }
    }
}

/// The tests with every stand-in that can be had, and the names of the others.
fn run(workspace: &Workspace) -> Result<(Tally, Vec<&'static str>)> {
    let folder = workspace.root.join("target/aws");
    let (mut servers, mut missing) = (Vec::new(), Vec::new());
    for stand_in in STAND_INS {
        match Server::start(stand_in, &workspace.root, &folder)? {
            Some(server) => servers.push(server),
            None => missing.push(stand_in.name),
        }
    }
    if servers.is_empty() {
        return Ok((Tally::default(), missing));
    }
    let names: Vec<&str> = servers.iter().map(|server| server.stand_in.name).collect();
    let required = names.join(",");
    let mut settings = vec![(REQUIRED, required.as_str())];
    settings.extend(servers.iter().map(|it| (it.stand_in.setting, it.address.as_str())));
    Ok((step::tests_of("vault", "aws::", Cargo::at(&workspace.root), &settings), missing))
}
