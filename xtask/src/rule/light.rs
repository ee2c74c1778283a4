//! A library brings no dependency that its user did not ask for: without features there is no HTTP
//! client, no database and no TLS in its tree.

use std::collections::BTreeSet;

use super::Proof;
use crate::cargo::Cargo;
use crate::fault::Result;
use crate::finding::Finding;
use crate::tree::{self, Built};
use crate::workspace::Workspace;

/// What only a feature may bring. A name that ends in `-` stands for all that begin with it.
const HEAVY: [&str; 10] = [
    "reqwest",
    "hyper",
    "h2",
    "sqlx",
    "libsqlite3-sys",
    "rusqlite",
    "rustls",
    "aws-",
    "axum",
    "warp",
];

/// The testkit serves HTTP by itself and is a development dependency.
const HEAVY_BY_NATURE: [&str; 1] = ["migrayt-testkit"];

pub(super) fn prove(workspace: &Workspace) -> Result<Proof> {
    let mut proof = Proof { looked_at: 0, findings: Vec::new() };
    for member in &workspace.members {
        if !member.library || !member.published || HEAVY_BY_NATURE.contains(&member.name.as_str()) {
            continue;
        }
        let arguments =
            ["--package", &member.name, "--no-default-features", "--edges", "normal,build"];
        let built = tree::built(Cargo::at(&workspace.root), &arguments)?;
        proof.looked_at += 1;
        proof.findings.extend(find(&member.name, &built));
    }
    Ok(proof)
}

fn find(library: &str, built: &BTreeSet<Built>) -> Vec<Finding> {
    built
        .iter()
        .filter(|(name, _)| HEAVY.iter().any(|heavy| is(name, heavy)))
        .map(|(name, _)| {
            Finding::of(library, format!("brings {name} without a feature that asks for it"))
        })
        .collect()
}

fn is(name: &str, heavy: &str) -> bool {
    if heavy.ends_with('-') { name.starts_with(heavy) } else { name == heavy }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_heavy_crate_is_found_by_name_or_family() {
        let built = ["reqwest", "aws-lc-rs", "http", "hyper-util"]
            .map(|name| (name.to_owned(), "1.0.0".to_owned()))
            .into();
        let found = find("migrayt-core", &built);
        assert_eq!(found.len(), 2);
        assert!(found[0].message.contains("aws-lc-rs"));
        assert!(found[1].message.contains("reqwest"));
    }
}
