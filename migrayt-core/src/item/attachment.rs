use time::OffsetDateTime;

use crate::content::Content;
use crate::id::{ItemId, PartId};

/// A file that belongs to an item. Its bytes are streamed by `Source::open`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentRef {
    /// The item that it belongs to.
    pub item: ItemId,
    /// Its id in the source.
    pub id: PartId,
    /// Its file name.
    pub name: Content<String>,
    /// Its size in bytes, where the source tells it.
    pub size: Option<u64>,
    /// Its media type, where the source tells it.
    pub media_type: Option<String>,
    /// When it was added.
    pub created: Option<OffsetDateTime>,
    /// What people wrote beside it.
    pub note: Option<Content<String>>,
}
