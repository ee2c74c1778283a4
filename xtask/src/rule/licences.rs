//! Every crate that is built has a licence that `deny.toml` allows.

use cargo_metadata::Package;

use super::Proof;
use crate::fault::Result;
use crate::finding::Finding;
use crate::licence::Allowed;
use crate::workspace::Workspace;

pub(super) fn prove(workspace: &Workspace) -> Result<Proof> {
    let policy = &workspace.policy.licenses;
    let everywhere = Allowed::parse(&policy.allow)?;
    let packages: Vec<&Package> = workspace.built_packages().collect();
    let mut findings = Vec::new();
    for package in &packages {
        let exception = policy.exceptions.iter().find(|it| it.name == package.name.as_str());
        let own = exception.map(|it| Allowed::parse(&it.allow)).transpose()?;
        let allowed = own.as_ref().unwrap_or(&everywhere);
        findings.extend(find(&package.name, package.license.as_deref(), allowed));
    }
    Ok(Proof { looked_at: packages.len(), findings })
}

fn find(name: &str, licence: Option<&str>, allowed: &Allowed) -> Option<Finding> {
    let Some(licence) = licence else {
        return Some(Finding::of(name, "names no licence"));
    };
    let message = match allowed.fulfil(licence) {
        Some(true) => return None,
        Some(false) => format!("is under {licence}, which deny.toml does not allow"),
        None => format!("is under {licence}, which is no SPDX expression"),
    };
    Some(Finding::of(name, message))
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::licence::Allowed;

    #[test]
    fn a_licence_outside_the_list_is_found() {
        let allowed = Allowed::parse(&["MIT".into()]).unwrap();
        let found = |licence| find("thing", licence, &allowed).map(|finding| finding.message);
        assert_eq!(found(Some("MIT OR AGPL-3.0-only")), None);
        assert!(found(Some("AGPL-3.0-only")).unwrap().contains("does not allow"));
        assert!(found(Some("ask me")).unwrap().contains("no SPDX"));
        assert!(found(None).unwrap().contains("no licence"));
    }
}
