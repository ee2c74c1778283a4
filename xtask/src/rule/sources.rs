//! Every crate that is built comes from the public registry or stands in this workspace.

use super::Proof;
use crate::finding::Finding;
use crate::workspace::Workspace;

pub(super) fn prove(workspace: &Workspace) -> Proof {
    let mut proof = Proof { looked_at: 0, findings: Vec::new() };
    for package in workspace.built_packages() {
        proof.looked_at += 1;
        let ours = workspace.members.iter().any(|member| member.id == package.id.repr);
        let public = package.source.as_ref().is_some_and(cargo_metadata::Source::is_crates_io);
        proof.findings.extend(find(&package.name, ours, public));
    }
    proof
}

fn find(name: &str, ours: bool, public: bool) -> Option<Finding> {
    (!ours && !public).then(|| {
        Finding::of(name, "comes neither from the public registry nor from this workspace")
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_crate_from_elsewhere_is_found() {
        assert!(find("thing", false, false).is_some());
        assert!(find("thing", true, false).is_none());
        assert!(find("thing", false, true).is_none());
    }
}
