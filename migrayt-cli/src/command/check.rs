use migrayt::core::Result;
use migrayt::core::port::{Held, Right};
use migrayt::project::Project;

use crate::exit::Exit;
use crate::output::{Output, note};

/// Tells what the accounts may do on both sides, what is missing and where it is granted.
pub(super) async fn check(project: &Project, output: Output) -> Result<Exit> {
    let rights = project.migration().rights().await?;
    for (side, rights) in [("Source", &rights.source), ("Target", &rights.target)] {
        let lines: Vec<_> = rights.iter().map(|right| (right.name, standing(right))).collect();
        output.table(&format!("{side}: rights of the account"), &lines);
    }
    for (side, rights) in [("source", &rights.source), ("target", &rights.target)] {
        for right in rights.iter().filter(|right| right.held == Held::No) {
            let weight = if right.required { "error" } else { "warning" };
            let Right { name, needed_for, help, .. } = right;
            note(&format!(
                "{weight}: the {side} does not grant \"{name}\", which is needed for {needed_for}\n  \
                 help: {help}"
            ));
        }
    }
    output.json(&rights);
    output.say(&format!("\n{GLOBAL_TOKENS}"));
    if !rights.suffice() {
        return Ok(Exit::Endpoint);
    }
    output.say("\nNext: `migrayt scan`.");
    Ok(Exit::Clean)
}

/// Azure DevOps retires them; see its blog, \"Retirement of Global Personal Access Tokens\".
const GLOBAL_TOKENS: &str = "Note: personal access tokens for \"all accessible organizations\" stop \
    working on 2026-12-01. Make the token for the one organization.";

fn standing(right: &Right) -> String {
    let held = match right.held {
        Held::Yes => "granted",
        Held::No if right.required => "MISSING",
        Held::No => "missing",
        Held::Unknown => "not told",
    };
    format!("{held:<8} for {}", right.needed_for)
}
