//! No crate that `deny.toml` bans is built for any of our platforms.

use cargo_metadata::semver::Version;

use super::Proof;
use crate::fault::Result;
use crate::finding::Finding;
use crate::policy::Ban;
use crate::workspace::Workspace;

pub(super) fn prove(workspace: &Workspace) -> Result<Proof> {
    let mut proof = Proof { looked_at: 0, findings: Vec::new() };
    for package in workspace.built_packages() {
        proof.looked_at += 1;
        proof.findings.extend(find(&package.name, &package.version, &workspace.policy.bans.deny)?);
    }
    Ok(proof)
}

fn find(name: &str, version: &Version, bans: &[Ban]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for ban in bans {
        if ban.hits(name, version)? {
            findings.push(Finding::of(
                format!("{name} {version}"),
                format!("is banned: {}", ban.reason),
            ));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use cargo_metadata::semver::Version;

    use super::find;
    use crate::policy::Ban;

    #[test]
    fn a_banned_crate_is_found_with_its_reason() {
        let bans = [Ban { spec: "ring@0.17".into(), reason: "one provider".into() }];
        let found = find("ring", &Version::new(0, 17, 14), &bans).unwrap();
        assert_eq!(found[0].to_string(), "ring 0.17.14: is banned: one provider");
        assert!(find("ring", &Version::new(0, 18, 0), &bans).unwrap().is_empty());
    }
}
