use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use migrayt_core::id::{ItemId, PartId};

type Count = Box<dyn Fn() -> u64 + Send + Sync>;

/// What is known of the remote behind a source, besides what the source tells.
#[derive(Default)]
#[non_exhaustive]
pub struct Known {
    pub(super) items: Option<Vec<ItemId>>,
    pub(super) files: BTreeMap<PartId, Bytes>,
    requests: Option<Count>,
    writes: Option<Count>,
    breaking: Option<Box<dyn Fn(bool) + Send + Sync>>,
}

impl Known {
    /// The items that it has, in any order.
    #[must_use]
    pub fn items<I: Into<String>>(mut self, items: impl IntoIterator<Item = I>) -> Self {
        self.items = Some(items.into_iter().map(ItemId::new).collect());
        self
    }

    /// The bytes of one of its files.
    #[must_use]
    pub fn file(mut self, id: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        self.files.insert(PartId::new(id), bytes.into());
        self
    }

    /// How many requests it has seen.
    #[must_use]
    pub fn requests(mut self, count: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.requests = Some(Box::new(count));
        self
    }

    /// How many requests it has seen that change something.
    #[must_use]
    pub fn writing(mut self, count: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.writes = Some(Box::new(count));
        self
    }

    /// Breaks it, so that every request fails for good, or heals it again.
    #[must_use]
    pub fn breaking(mut self, switch: impl Fn(bool) + Send + Sync + 'static) -> Self {
        self.breaking = Some(Box::new(switch));
        self
    }

    pub(super) fn requested(&self) -> Option<u64> {
        self.requests.as_ref().map(|count| count())
    }

    pub(super) fn writes(&self) -> Option<u64> {
        self.writes.as_ref().map(|count| count())
    }

    /// Whether it could be broken or healed.
    pub(super) fn switch(&self, broken: bool) -> bool {
        self.breaking.as_ref().map(|switch| switch(broken)).is_some()
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").field("items", &self.items).finish_non_exhaustive()
    }
}
