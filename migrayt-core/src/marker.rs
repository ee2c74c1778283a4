//! The marker: the origin of an item, written with it in the same request.

use serde::{Deserialize, Serialize};

use crate::id::{AttemptId, ItemId};

/// The name under which the marker is stored in the target.
pub const MARKER_NAME: &str = "migrayt";

/// The name under which it is stored who made an item and when, beside the marker.
pub const HISTORY_NAME: &str = "migrayt.history";

/// The version of the marker's shape.
pub const MARKER_VERSION: u8 = 1;

/// Where an item comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The source's organisation or site.
    pub organization: String,
    /// The source's project.
    pub project: String,
    /// The item's id there.
    pub item: ItemId,
    /// The item's revision when it was read.
    pub revision: u64,
}

impl Origin {
    /// Whether both are the same item, at whatever revision.
    pub fn same_item(&self, other: &Self) -> bool {
        self.item == other.item
            && self.project == other.project
            && self.organization == other.organization
    }
}

/// The marker as it is stored: plain, since ids are not content and any later run must be able to
/// recognise its items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The version of this shape, [`MARKER_VERSION`].
    pub v: u8,
    /// The source's organisation or site.
    pub org: String,
    /// The source's project.
    pub project: String,
    /// The item's id there.
    pub id: ItemId,
    /// The item's revision when it was read.
    pub rev: u64,
    /// The attempt that wrote it.
    pub attempt: AttemptId,
    /// For parts of an item (comments), the part's id in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

impl Marker {
    /// The marker of an item.
    pub fn of_item(origin: &Origin, attempt: AttemptId) -> Self {
        Self {
            v: MARKER_VERSION,
            org: origin.organization.clone(),
            project: origin.project.clone(),
            id: origin.item.clone(),
            rev: origin.revision,
            attempt,
            part: None,
        }
    }

    /// The marker of a part of an item.
    pub fn of_part(origin: &Origin, part: impl Into<String>, attempt: AttemptId) -> Self {
        Self { part: Some(part.into()), ..Self::of_item(origin, attempt) }
    }

    /// The origin that it names.
    pub fn origin(&self) -> Origin {
        Origin {
            organization: self.org.clone(),
            project: self.project.clone(),
            item: self.id.clone(),
            revision: self.rev,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Marker, Origin};
    use crate::id::{AttemptId, ItemId};

    #[test]
    fn the_stored_shape_is_fixed() {
        let origin = Origin {
            organization: "fabrikam".into(),
            project: "Shop".into(),
            item: ItemId::new("17"),
            revision: 3,
        };
        let marker = Marker::of_item(&origin, AttemptId::from_bits(1));
        assert_eq!(
            serde_json::to_string(&marker).unwrap(),
            r#"{"v":1,"org":"fabrikam","project":"Shop","id":"17","rev":3,"attempt":"att_00000000000000000000000000000001"}"#
        );
        assert_eq!(marker.origin(), origin);
    }
}
