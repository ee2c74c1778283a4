//! Each crate compiles alone, without features and with each of its features alone, without a
//! warning: features add, and none needs another that nobody turned on.

use std::collections::BTreeSet;

use super::Proof;
use crate::cargo::{Built, Cargo};
use crate::fault::Result;
use crate::finding::Finding;
use crate::member::Member;
use crate::terminal;
use crate::workspace::Workspace;

pub(super) fn prove(workspace: &Workspace) -> Result<Proof> {
    let cargo = Cargo::at(&workspace.root);
    let mut proof = Proof { looked_at: 0, findings: Vec::new() };
    let mut shown = BTreeSet::new();
    // This program is being run.
    let others = workspace.members.iter().filter(|member| member.name != env!("CARGO_PKG_NAME"));
    for (member, feature) in
        others.flat_map(|member| alone(member).map(move |feature| (member, feature)))
    {
        let mut arguments = vec![
            "check",
            "--quiet",
            "--profile",
            "ci",
            "--message-format",
            "json",
            "--no-default-features",
            "--package",
            &member.name,
        ];
        if let Some(feature) = feature {
            arguments.extend(["--features", feature]);
        }
        let built = cargo.build(&arguments)?;
        proof.looked_at += 1;
        if let Some(finding) = find(&member.name, feature, &built) {
            proof.findings.push(finding);
            // A fault shows itself under many features; once is enough to mend it.
            for complaint in built.complaints {
                if !shown.contains(&complaint) {
                    terminal::complain(&complaint);
                    shown.insert(complaint);
                }
            }
        }
    }
    Ok(proof)
}

/// Nothing, then each feature alone.
fn alone(member: &Member) -> impl Iterator<Item = Option<&str>> {
    let features =
        member.features.keys().map(String::as_str).filter(|feature| *feature != "default");
    std::iter::once(None).chain(features.map(Some))
}

fn find(name: &str, feature: Option<&str>, built: &Built) -> Option<Finding> {
    let how =
        feature.map_or("without features".into(), |feature| format!("with `{feature}` alone"));
    if !built.success {
        Some(Finding::of(name, format!("does not compile {how}")))
    } else if built.complaints.is_empty() {
        None
    } else {
        Some(Finding::of(name, format!("compiles with warnings {how}")))
    }
}

#[cfg(test)]
mod tests {
    use super::{alone, find};
    use crate::cargo::Built;
    use crate::member::Member;

    #[test]
    fn every_feature_but_default_is_tried_alone() {
        let mut member = Member::default();
        for feature in ["jira", "default", "sqlite"] {
            member.features.insert(feature.into(), Vec::new());
        }
        assert_eq!(alone(&member).collect::<Vec<_>>(), [None, Some("jira"), Some("sqlite")]);
    }

    #[test]
    fn a_failure_and_a_warning_are_both_found() {
        let built = |success, complaints: &[&str]| Built {
            success,
            complaints: complaints.iter().map(ToString::to_string).collect(),
            examples: Vec::new(),
        };
        assert!(find("a", None, &built(true, &[])).is_none());
        assert!(
            find("a", None, &built(false, &[]))
                .unwrap()
                .message
                .contains("does not compile without")
        );
        let warned = find("a", Some("jira"), &built(true, &["unused"])).unwrap();
        assert!(warned.message.contains("warnings with `jira` alone"));
    }
}
