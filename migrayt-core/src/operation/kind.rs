use serde::{Deserialize, Serialize};

/// What an operation does. The codes are at rest in journals and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OperationKind {
    /// Makes something that items refer to: a component, a version, a sprint.
    Prepare = 1,
    /// Makes an item with its marker.
    Create = 2,
    /// Changes fields of an item.
    Update = 3,
    /// Adds a file.
    Attach = 4,
    /// Writes a text again once its files and references have identities in the target.
    RewriteBody = 5,
    /// Adds a comment.
    Comment = 6,
    /// Adds a work log entry.
    Worklog = 7,
    /// Adds a watcher.
    Watch = 8,
    /// Sets a property.
    Property = 9,
    /// Moves an item to its status.
    Transition = 10,
    /// Links an item to something that is not an item.
    RemoteLink = 11,
    /// Puts an item into a sprint.
    Sprint = 12,
    /// Links two items.
    Link = 13,
    /// Gives an item its place in the backlog.
    Rank = 14,
}

impl OperationKind {
    /// Every kind, in the order in which a lane has them.
    pub const ALL: [Self; 14] = [
        Self::Prepare,
        Self::Create,
        Self::Update,
        Self::Attach,
        Self::RewriteBody,
        Self::Comment,
        Self::Worklog,
        Self::Watch,
        Self::Property,
        Self::Transition,
        Self::RemoteLink,
        Self::Sprint,
        Self::Link,
        Self::Rank,
    ];

    /// The code at rest.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The kind of a code, if there is one.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The name in reports and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Create => "create",
            Self::Update => "update",
            Self::Attach => "attach",
            Self::RewriteBody => "rewrite_body",
            Self::Comment => "comment",
            Self::Worklog => "worklog",
            Self::Watch => "watch",
            Self::Property => "property",
            Self::Transition => "transition",
            Self::RemoteLink => "remote_link",
            Self::Sprint => "sprint",
            Self::Link => "link",
            Self::Rank => "rank",
        }
    }

    /// Whether sending it again, even late, changes nothing, as long as what builds on it is sent
    /// after it: an item that is placed right after another one twice stands where it stood.
    pub fn is_repeatable(self) -> bool {
        self == Self::Rank
    }

    /// Whether it needs other items to exist, so that it runs after all lanes.
    pub fn needs_both_ends(self) -> bool {
        matches!(self, Self::Link | Self::Rank)
    }
}

#[cfg(test)]
mod tests {
    use super::OperationKind;

    #[test]
    fn codes_lead_back_to_their_kinds() {
        for kind in OperationKind::ALL {
            assert_eq!(OperationKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(OperationKind::from_code(0), None);
    }
}
