use time::OffsetDateTime;

use crate::content::Content;
use crate::id::PartId;
use crate::person::Person;
use crate::richtext::Document;

/// A comment on an item.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its id in the source.
    pub id: PartId,
    /// Who wrote it.
    pub author: Option<Person>,
    /// When it was written.
    pub created: Option<OffsetDateTime>,
    /// When it was last edited, if it was.
    pub edited: Option<OffsetDateTime>,
    /// What it says.
    pub body: Content<Document>,
}
