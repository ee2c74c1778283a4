use crate::content::Content;
use crate::id::{ItemId, LinkTypeId};

/// A link from one item to another, as seen from the item that holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The link type with its direction, such as `System.LinkTypes.Dependency-Forward`.
    pub link_type: LinkTypeId,
    /// The other item.
    pub other: ItemId,
}

/// A link to something that is not an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalLink {
    /// The kind in the source, such as `Hyperlink` or `ArtifactLink`.
    pub link_type: LinkTypeId,
    /// The address.
    pub url: Content<String>,
    /// What people wrote beside it, or the kind's name.
    pub title: Option<Content<String>>,
}
