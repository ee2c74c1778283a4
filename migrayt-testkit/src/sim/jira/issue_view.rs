//! What a test sees of a site, past its API.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use time::OffsetDateTime;

/// An issue as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct IssueView {
    /// The id.
    pub id: u64,
    /// The key.
    pub key: String,
    /// Name of the type.
    pub issue_type: String,
    /// Name of the status.
    pub status: String,
    /// Key of the parent.
    pub parent: Option<String>,
    /// Account that made it.
    pub creator: String,
    /// When it was made.
    pub created: OffsetDateTime,
    /// When it last changed.
    pub updated: OffsetDateTime,
    /// Every field that can be written and has a value, by id, as the API shows it.
    pub fields: Map<String, Value>,
    /// Properties by key.
    pub properties: BTreeMap<String, Value>,
    /// Comments, oldest first.
    pub comments: Vec<CommentView>,
    /// Worklogs, oldest first.
    pub worklogs: Vec<WorklogView>,
    /// Attachments, oldest first.
    pub attachments: Vec<AttachmentView>,
    /// Links to issues, oldest first; each stands at both of its ends.
    pub links: Vec<LinkView>,
    /// Links to other places, oldest first.
    pub remote_links: Vec<RemoteLinkView>,
    /// Accounts that watch.
    pub watchers: Vec<String>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq)]
pub struct CommentView {
    /// The id.
    pub id: u64,
    /// Account that wrote it.
    pub author: String,
    /// The document.
    pub body: Value,
    /// Who may see it, if not all.
    pub visibility: Option<Value>,
    /// When it was made.
    pub created: OffsetDateTime,
    /// Properties by key.
    pub properties: BTreeMap<String, Value>,
}

/// A worklog.
#[derive(Debug, Clone, PartialEq)]
pub struct WorklogView {
    /// The id.
    pub id: u64,
    /// Account that wrote it.
    pub author: String,
    /// The document, if there is one.
    pub comment: Option<Value>,
    /// When the work began.
    pub started: OffsetDateTime,
    /// Time spent, in seconds.
    pub seconds: u64,
    /// Properties by key.
    pub properties: BTreeMap<String, Value>,
}

/// An attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentView {
    /// The id.
    pub id: u64,
    /// Name of the file.
    pub file_name: String,
    /// Media type.
    pub media_type: String,
    /// Id of the file at the media host, as documents name it.
    pub media_id: String,
    /// Length in bytes.
    pub len: u64,
    /// SHA-256 of the bytes, as lower-case hexadecimal digits.
    pub sha256: String,
}

/// Which end of a link an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkEnd {
    /// Where the link comes from: in "A blocks B" that is A.
    Inward,
    /// Where it goes.
    Outward,
}

/// A link, seen from one of its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// The id.
    pub id: u64,
    /// Name of the type.
    pub link_type: String,
    /// Which end it is seen from.
    pub end: LinkEnd,
    /// Key of the issue at the other end.
    pub other: String,
}

/// A link to another place.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteLinkView {
    /// The id.
    pub id: u64,
    /// The id that the writer gave it.
    pub global_id: Option<String>,
    /// The rest, as it was written.
    pub body: Value,
}

/// A sprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SprintView {
    /// The id.
    pub id: u64,
    /// The name.
    pub name: String,
    /// `future`, `active` or `closed`.
    pub state: String,
    /// The goal.
    pub goal: String,
    /// First moment.
    pub start: Option<OffsetDateTime>,
    /// Last moment.
    pub end: Option<OffsetDateTime>,
}
