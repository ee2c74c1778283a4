use std::fmt::Debug;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};

use super::{Right, SourceCapabilities};
use crate::catalog::Catalog;
use crate::digest::DigestKey;
use crate::error::Result;
use crate::id::{EndpointId, ItemId};
use crate::item::{AttachmentRef, Item};

/// A file's bytes as they come.
pub type ByteStream = BoxStream<'static, Result<Bytes>>;

/// An endpoint that items are read from.
///
/// # Contract
/// Read-only by construction. Items come in a stable order, ascending by number where ids are
/// numbers; an item is never seen again after a later cursor. Nothing is fetched until the stream
/// is polled, and at most one page is under way. Reading again from any yielded cursor goes on
/// exactly there. After an error the stream ends.
#[async_trait]
pub trait Source: Debug + Send + Sync + 'static {
    /// The endpoint.
    fn endpoint(&self) -> &EndpointId;

    /// The organisation or site, and the project, as markers name them.
    fn origin(&self) -> (&str, &str);

    /// What it can do.
    fn capabilities(&self) -> SourceCapabilities;

    /// What the account must be allowed to do, and whether it is; empty where nothing can be told.
    /// Nothing is changed to find out.
    async fn rights(&self) -> Result<Vec<Right>> {
        Ok(Vec::new())
    }

    /// The types, fields, nodes, people and link types, and how many items there are. People's
    /// addresses leave only as digests under `key`.
    async fn catalog(&self, key: &DigestKey) -> Result<Catalog>;

    /// Reads items.
    fn read(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>>;

    /// Opens an attachment's bytes. The stream fails with `DataCorrupt` if it ends early.
    async fn open(&self, attachment: &AttachmentRef) -> Result<ByteStream>;
}

/// What to read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadPlan {
    /// Which items.
    pub scope: ReadScope,
    /// How much of each.
    pub view: ReadView,
}

impl ReadPlan {
    /// Every item in scope.
    pub fn all(view: ReadView) -> Self {
        Self { scope: ReadScope::All, view }
    }

    /// Every item in scope after a cursor.
    pub fn after(cursor: Cursor, view: ReadView) -> Self {
        Self { scope: ReadScope::After(cursor), view }
    }

    /// These items, in whatever order; those that do not exist are left out.
    pub fn items(items: Vec<ItemId>, view: ReadView) -> Self {
        Self { scope: ReadScope::Items(items), view }
    }
}

/// Which items to read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadScope {
    /// All.
    All,
    /// All after a cursor.
    After(Cursor),
    /// These.
    Items(Vec<ItemId>),
}

/// How much of each item to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadView {
    /// Id, revision, type, state, title, parent and place in the backlog.
    Outline,
    /// Everything, with comments and the list of attachments.
    Full,
}

/// A place in a source's order, in the source's own versioned text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor(pub String);

/// Some items and the place after them.
#[derive(Debug)]
pub struct Page {
    /// The items.
    pub items: Vec<Item>,
    /// The place after the last of them.
    pub cursor: Cursor,
}
