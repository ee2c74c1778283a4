use super::{Details, Inline};
use crate::content::Content;
use crate::id::PartId;

/// A picture or file that a document shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Media {
    /// Where its bytes are.
    pub origin: MediaOrigin,
    /// Its alternative text or file name.
    pub alt: Content<String>,
    /// The width to show it at, in CSS pixels.
    pub width: Option<u32>,
    /// The height to show it at, in CSS pixels.
    pub height: Option<u32>,
    /// Where a click leads.
    pub link: Option<Content<String>>,
    /// The line below it.
    pub caption: Vec<Inline>,
    /// What its format says beyond that.
    pub details: Option<Details>,
}

/// Where a medium's bytes are.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum MediaOrigin {
    /// An attachment of the tracker that the document comes from.
    Attachment(PartId),
    /// An attachment by its file name, as wiki markup writes it.
    Named(Content<String>),
    /// A file of the target's media service, ready to be shown.
    Stored {
        /// The media service's id, a UUID in Jira.
        id: PartId,
        /// Its collection, often empty.
        collection: String,
    },
    /// An address anyone can read.
    External(Content<String>),
}
