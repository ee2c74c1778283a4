//! The rules, each in a file of its own.

mod attributes;
mod calls;
mod crates;
mod direction;
mod features;
mod hygiene;
mod lengths;
mod licences;
mod light;
mod links;
mod names;
mod proofs;
mod sources;
#[cfg(test)]
mod tests;

use crate::fault::Result;
use crate::finding::Finding;
use crate::row::Tally;
use crate::workspace::Workspace;

/// What the workspace promises of itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// Looks for places that break it.
    pub(crate) prove: fn(&Workspace) -> Result<Proof>,
}

/// What a rule looked at and what it found.
#[derive(Debug)]
pub(crate) struct Proof {
    /// How many things were looked at.
    pub(crate) looked_at: usize,
    /// Where the rule is broken.
    pub(crate) findings: Vec<Finding>,
}

impl Proof {
    /// A rule over nothing proves nothing, so that it fails too.
    pub(crate) fn tally(&self) -> Tally {
        Tally::of(self.findings.is_empty() && self.looked_at > 0)
    }
}

/// The rules in the order of their costs.
pub(crate) const RULES: [Rule; 13] = [
    Rule { name: "direction", prove: direction::prove },
    Rule { name: "light", prove: light::prove },
    Rule { name: "hygiene", prove: |workspace| Ok(hygiene::prove(workspace)) },
    Rule { name: "lengths", prove: |workspace| Ok(lengths::prove(workspace)) },
    Rule { name: "names", prove: |workspace| Ok(names::prove(workspace)) },
    Rule { name: "calls", prove: |workspace| Ok(calls::prove(workspace)) },
    Rule { name: "attributes", prove: |workspace| Ok(attributes::prove(workspace)) },
    Rule { name: "links", prove: links::prove },
    Rule { name: "proofs", prove: proofs::prove },
    Rule { name: "licences", prove: licences::prove },
    Rule { name: "crates", prove: crates::prove },
    Rule { name: "sources", prove: |workspace| Ok(sources::prove(workspace)) },
    Rule { name: "features", prove: features::prove },
];
