//! What every crate must have before anybody else can use it.

use super::Proof;
use crate::finding::Finding;
use crate::member::Member;
use crate::workspace::Workspace;

/// A README of this many lines is a heading and a sentence.
const PLACEHOLDER: usize = 5;

pub(super) fn prove(workspace: &Workspace) -> Proof {
    Proof {
        looked_at: workspace.members.len(),
        findings: workspace.members.iter().flat_map(find).collect(),
    }
}

fn find(member: &Member) -> Vec<Finding> {
    let empty = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let default = member.features.get("default");
    let library = member.library && member.published;
    let faults = [
        (member.readme.is_none(), "has no README.md, its front door"),
        (
            member.readme.is_some_and(|lines| lines <= PLACEHOLDER),
            "has a README.md that says nothing yet",
        ),
        (empty(&member.description), "has no description"),
        (empty(&member.licence), "has no licence: `license.workspace = true`"),
        (empty(&member.rust_version), "has no rust-version: `rust-version.workspace = true`"),
        (!member.lints, "does not take the workspace's lints: `[lints] workspace = true`"),
        (
            library && default.is_some_and(|features| !features.is_empty()),
            "is a library that turns features on by default: `default = []`",
        ),
        (
            library && default.is_none() && !member.features.is_empty(),
            "is a library with features that does not say `default = []`",
        ),
    ];
    faults
        .into_iter()
        .filter(|(broken, _)| *broken)
        .map(|(_, message)| Finding::of(&member.name, message))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::find;
    use crate::member::Member;

    fn sound() -> Member {
        Member {
            name: "migrayt-thing".into(),
            published: true,
            library: true,
            description: Some("A thing".into()),
            licence: Some("MIT".into()),
            rust_version: Some("1.95".into()),
            readme: Some(6),
            lints: true,
            ..Member::default()
        }
    }

    fn features(names: &[&str]) -> BTreeMap<String, Vec<String>> {
        names.iter().map(|name| ((*name).to_owned(), Vec::new())).collect()
    }

    fn faults(change: impl FnOnce(&mut Member)) -> usize {
        let mut member = sound();
        change(&mut member);
        find(&member).len()
    }

    #[test]
    fn a_sound_crate_has_no_findings() {
        assert_eq!(faults(|_| {}), 0);
        assert_eq!(faults(|member| member.features = features(&["default"])), 0);
    }

    #[test]
    fn each_missing_thing_is_found() {
        assert_eq!(faults(|member| member.readme = None), 1);
        assert_eq!(faults(|member| member.readme = Some(5)), 1);
        assert_eq!(faults(|member| member.description = Some(" ".into())), 1);
        assert_eq!(faults(|member| member.licence = None), 1);
        assert_eq!(faults(|member| member.rust_version = None), 1);
        assert_eq!(faults(|member| member.lints = false), 1);
    }

    #[test]
    fn a_library_turns_nothing_on_by_default() {
        let on = |member: &mut Member| {
            member.features = features(&["sqlite"]);
            member.features.insert("default".into(), vec!["sqlite".into()]);
        };
        assert_eq!(faults(on), 1);
        assert_eq!(faults(|member| member.features = features(&["sqlite"])), 1);
        let program = |member: &mut Member| {
            on(member);
            member.library = false;
        };
        assert_eq!(faults(program), 0);
    }
}
