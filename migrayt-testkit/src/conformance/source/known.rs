use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use migrayt_core::id::{ItemId, PartId};

use super::changes::Changed;
use crate::conformance::trouble::{Trouble, Troubles};

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
    changing: Option<Box<dyn Fn() -> Changed + Send + Sync>>,
    pub(super) titles: BTreeMap<ItemId, String>,
    pub(super) secrets: Vec<String>,
    pub(super) troubles: Troubles,
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

    /// The whole title of one of its items.
    #[must_use]
    pub fn title(mut self, item: &str, title: &str) -> Self {
        self.titles.insert(ItemId::new(item), title.to_owned());
        self
    }

    /// A secret that the source was given.
    #[must_use]
    pub fn secret(mut self, secret: &str) -> Self {
        self.secrets.push(secret.to_owned());
        self
    }

    /// Brings a trouble about, or ends all of them; tells whether it can.
    #[must_use]
    pub fn troubling(
        mut self,
        bring: impl Fn(Option<Trouble>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.troubles = Troubles::of(bring);
        self
    }

    /// Makes an item, changes another and takes a third away. It is asked once, at the end.
    #[must_use]
    pub fn changing(mut self, change: impl Fn() -> Changed + Send + Sync + 'static) -> Self {
        self.changing = Some(Box::new(change));
        self
    }

    pub(super) fn change(&self) -> Option<Changed> {
        self.changing.as_ref().map(|change| change())
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
