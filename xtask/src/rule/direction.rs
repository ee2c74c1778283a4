//! Nothing points up or sideways. The table of rooms in `docs/architecture.md` says who may depend
//! on whom; it is read, so that it cannot become untrue.

mod rooms;

use self::rooms::Rooms;
use super::Proof;
use crate::fault::Result;
use crate::finding::Finding;
use crate::member::Member;
use crate::workspace::Workspace;

const TABLE: &str = "docs/architecture.md";
const TESTKIT: &str = "migrayt-testkit";

pub(super) fn prove(workspace: &Workspace) -> Result<Proof> {
    let rooms = Rooms::parse(TABLE, &workspace.text(TABLE)?)?;
    let findings = find(&workspace.members, &rooms);
    Ok(Proof { looked_at: workspace.members.len(), findings })
}

fn find(members: &[Member], rooms: &Rooms) -> Vec<Finding> {
    let is_ours = |name: &str| members.iter().any(|member| member.name == name);
    let mut findings = Vec::new();
    for member in members {
        let Some(allowed) = rooms.below(&member.name) else {
            findings.push(Finding::of(&member.name, format!("has no room in {TABLE}")));
            continue;
        };
        for need in member.dependencies.iter().filter(|need| is_ours(&need.name)) {
            let name = &need.name;
            if need.development && !need.path_only && member.published {
                findings.push(Finding::of(
                    &member.name,
                    format!("names a version of its development dependency {name}: only the path, or it cannot be published"),
                ));
            }
            let tested = need.development && name == TESTKIT;
            if !tested && !allowed.contains(name) {
                findings.push(Finding::of(
                    &member.name,
                    format!("may not depend on {name}, see {TABLE}"),
                ));
            }
        }
    }
    for name in rooms.names().filter(|name| !is_ours(name)) {
        findings.push(Finding::of(TABLE, format!("has a room {name} that does not stand")));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::find;
    use super::rooms::Rooms;
    use crate::member::{Member, Need};

    const TABLE: &str = "\
| room | what | may depend on |
|---|---|---|
| `low` | the floor | nothing of ours |
| `high` | the roof | `low` |
| `migrayt-testkit` | the tools | `low` |
";

    fn member(name: &str, needs: &[(&str, bool, bool)]) -> Member {
        Member {
            name: name.into(),
            published: true,
            dependencies: needs
                .iter()
                .map(|(name, development, path_only)| Need {
                    name: (*name).into(),
                    development: *development,
                    path_only: *path_only,
                })
                .collect(),
            ..Member::default()
        }
    }

    fn messages(low: &[(&str, bool, bool)], more: &[Member]) -> Vec<String> {
        let rooms = Rooms::parse("table", TABLE).unwrap();
        let mut members = vec![
            member("low", low),
            member("high", &[("low", false, false), ("serde", false, false)]),
            member("migrayt-testkit", &[("low", false, false)]),
        ];
        members.extend_from_slice(more);
        find(&members, &rooms).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_points_down_is_fine_and_so_is_a_path_to_the_testkit() {
        assert!(messages(&[("migrayt-testkit", true, true)], &[]).is_empty());
    }

    #[test]
    fn what_points_up_is_found_even_in_tests() {
        assert!(messages(&[("high", false, false)], &[])[0].contains("may not depend on high"));
        assert!(messages(&[("high", true, true)], &[])[0].contains("may not depend on high"));
        assert_eq!(messages(&[("migrayt-testkit", false, false)], &[]).len(), 1);
    }

    #[test]
    fn a_versioned_development_dependency_is_found() {
        assert!(messages(&[("migrayt-testkit", true, false)], &[])[0].contains("only the path"));
    }

    #[test]
    fn rooms_and_crates_are_the_same() {
        assert!(messages(&[], &[member("new", &[])])[0].contains("has no room"));
        let rooms = Rooms::parse("table", TABLE).unwrap();
        assert_eq!(find(&[member("low", &[])], &rooms).len(), 2);
    }
}
