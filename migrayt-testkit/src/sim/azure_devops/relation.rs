//! Kinds of relations between items, and from items to other things.

use serde_json::{Value, json};

/// A kind of link between items by its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LinkKind(u8);

#[derive(Debug)]
struct Row {
    reference: &'static str,
    name: &'static str,
    topology: &'static str,
    remote: bool,
    editable: bool,
    // The other direction's place; its own for an undirected kind.
    opposite: u8,
}

const fn row(
    reference: &'static str,
    name: &'static str,
    topology: &'static str,
    (remote, editable): (bool, bool),
    opposite: u8,
) -> Row {
    Row { reference, name, topology, remote, editable, opposite }
}

const CUSTOM: (bool, bool) = (false, true);
const SYSTEM: (bool, bool) = (false, false);
const REMOTE: (bool, bool) = (true, false);

const ROWS: [Row; 18] = [
    row("Microsoft.VSTS.Common.Affects-Forward", "Affects", "dependency", CUSTOM, 1),
    row("Microsoft.VSTS.Common.Affects-Reverse", "Affected By", "dependency", CUSTOM, 0),
    row(
        "Microsoft.VSTS.TestCase.SharedParameterReferencedBy-Forward",
        "Referenced By",
        "dependency",
        CUSTOM,
        3,
    ),
    row(
        "Microsoft.VSTS.TestCase.SharedParameterReferencedBy-Reverse",
        "References",
        "dependency",
        CUSTOM,
        2,
    ),
    row("Microsoft.VSTS.Common.TestedBy-Forward", "Tested By", "dependency", CUSTOM, 5),
    row("Microsoft.VSTS.Common.TestedBy-Reverse", "Tests", "dependency", CUSTOM, 4),
    row(
        "Microsoft.VSTS.TestCase.SharedStepReferencedBy-Forward",
        "Test Case",
        "dependency",
        CUSTOM,
        7,
    ),
    row(
        "Microsoft.VSTS.TestCase.SharedStepReferencedBy-Reverse",
        "Shared Steps",
        "dependency",
        CUSTOM,
        6,
    ),
    row("System.LinkTypes.Remote.Dependency-Forward", "Produces For", "dependency", REMOTE, 9),
    row("System.LinkTypes.Remote.Dependency-Reverse", "Consumes From", "dependency", REMOTE, 8),
    row("System.LinkTypes.Duplicate-Forward", "Duplicate", "tree", SYSTEM, 11),
    row("System.LinkTypes.Duplicate-Reverse", "Duplicate Of", "tree", SYSTEM, 10),
    row("System.LinkTypes.Dependency-Forward", "Successor", "dependency", SYSTEM, 13),
    row("System.LinkTypes.Dependency-Reverse", "Predecessor", "dependency", SYSTEM, 12),
    row("System.LinkTypes.Hierarchy-Forward", "Child", "tree", SYSTEM, 15),
    row("System.LinkTypes.Hierarchy-Reverse", "Parent", "tree", SYSTEM, 14),
    row("System.LinkTypes.Related", "Related", "network", SYSTEM, 16),
    row("System.LinkTypes.Remote.Related", "Remote Related", "network", REMOTE, 17),
];

/// The kinds that lead to things that are not items.
const RESOURCES: [(&str, &str); 3] = [
    ("AttachedFile", "Attached File"),
    ("Hyperlink", "Hyperlink"),
    ("ArtifactLink", "Artifact Link"),
];

/// From a parent to its child.
pub(super) const CHILD: LinkKind = LinkKind(14);
/// From a child to its parent.
pub(super) const PARENT: LinkKind = LinkKind(15);

impl LinkKind {
    pub(super) fn find(reference: &str) -> Option<Self> {
        let at = ROWS.iter().position(|row| row.reference.eq_ignore_ascii_case(reference))?;
        u8::try_from(at).ok().map(Self)
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.get(usize::from(self.0))
    }

    pub(super) fn reference(self) -> &'static str {
        self.row().map_or("", |row| row.reference)
    }

    pub(super) fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// Whether it is the direction that feeds do not show.
    pub(super) fn is_reverse(self) -> bool {
        self.reference().ends_with("-Reverse")
    }

    /// The kind as the other end sees it.
    pub(super) fn opposite(self) -> Self {
        self.row().map_or(self, |row| Self(row.opposite))
    }
}

/// The name of a kind that leads to something that is not an item.
pub(super) fn resource(reference: &str) -> Option<&'static str> {
    RESOURCES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(reference))
        .map(|(known, _)| *known)
}

/// All kinds as the service lists them.
pub(super) fn views(base: &str) -> Vec<Value> {
    let url = |reference: &str| format!("{base}/_apis/wit/workItemRelationTypes/{reference}");
    let links = ROWS.iter().enumerate().map(|(at, row)| {
        let directed = usize::from(row.opposite) != at;
        let mut attributes = json!({
            "usage": "workItemLink",
            "editable": row.editable,
            "enabled": true,
            "acyclic": directed,
            "directional": directed,
            "singleTarget": row.topology != "tree",
            "topology": row.topology,
            "remote": row.remote,
        });
        if let (true, Some(attributes)) = (directed, attributes.as_object_mut()) {
            let opposite = LinkKind(row.opposite).reference();
            attributes.insert("isForward".to_owned(), json!(row.reference.ends_with("-Forward")));
            attributes.insert("oppositeEndReferenceName".to_owned(), json!(opposite));
        }
        json!({
            "attributes": attributes,
            "referenceName": row.reference,
            "name": row.name,
            "url": url(row.reference),
        })
    });
    let resources = RESOURCES.iter().map(|(reference, name)| {
        json!({
            "attributes": {"usage": "resourceLink", "editable": false, "enabled": true},
            "referenceName": reference,
            "name": name,
            "url": url(reference),
        })
    });
    links.chain(resources).collect()
}

#[cfg(test)]
mod tests {
    use super::{CHILD, LinkKind, PARENT, ROWS};

    #[test]
    fn every_kind_has_its_opposite() {
        for at in 0..ROWS.len() {
            let kind = LinkKind(u8::try_from(at).expect("small"));
            assert_eq!(kind.opposite().opposite(), kind);
            assert_eq!(LinkKind::find(kind.reference()), Some(kind));
        }
        assert_eq!(CHILD.opposite(), PARENT);
        assert_eq!(PARENT.name(), "Parent");
    }
}
