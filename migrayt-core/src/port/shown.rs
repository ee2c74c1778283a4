use crate::content::Content;
use crate::id::{FieldId, PartId};

/// What an item holds, in words, for the person who asked to see it. It is content, so that it
/// lives in memory only.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Shown {
    /// Its fields that have a value, its status and its parent, each under the id that digests
    /// name it by.
    pub fields: Vec<(FieldId, Content<String>)>,
    /// What its comments say, oldest first.
    pub comments: Vec<(PartId, Content<String>)>,
    /// The names and sizes of its files.
    pub attachments: Vec<(PartId, Content<String>)>,
    /// Its work log entries.
    pub worklogs: Vec<(PartId, Content<String>)>,
    /// The links to other items, each as its type and the other item's key.
    pub links: Vec<Content<String>>,
}
