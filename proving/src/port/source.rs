use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, ItemId};
use migrayt_core::item::{AttachmentRef, Item};
use migrayt_core::port::{
    ByteStream, Cursor, Page, ReadPlan, ReadScope, Source, SourceCapabilities,
};
use migrayt_core::{Error, ErrorKind, Result};

use super::tree::{ORGANIZATION, PROJECT};
use crate::hand::Hand;
use crate::locked::Locked;
use crate::mishap::Mishap;
use crate::step::Step;

/// What the source holds, for all processes.
#[derive(Debug)]
pub(super) struct Shelf(Locked<BTreeMap<ItemId, Item>>);

impl Shelf {
    pub(super) fn new(items: &[Item]) -> Self {
        Self(Locked::new(items.iter().map(|item| (item.id.clone(), item.clone())).collect()))
    }

    /// Somebody works on an item: it has a new revision, and may have lost its last comment.
    pub(super) fn edit(&self, item: &ItemId, uncomment: bool) {
        self.0.with(|items| {
            if let Some(item) = items.get_mut(item) {
                item.revision += 1;
                if uncomment {
                    item.comments.pop();
                }
            }
        });
    }
}

/// One process' view of the source.
#[derive(Debug)]
pub(super) struct SimSource {
    endpoint: EndpointId,
    shelf: Arc<Shelf>,
    hand: Hand,
}

impl SimSource {
    pub(super) fn new(shelf: Arc<Shelf>, hand: Hand) -> Self {
        Self { endpoint: EndpointId::new("sim:source"), shelf, hand }
    }
}

#[async_trait]
impl Source for SimSource {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn origin(&self) -> (&str, &str) {
        (ORGANIZATION, PROJECT)
    }

    fn capabilities(&self) -> SourceCapabilities {
        let mut capabilities = SourceCapabilities::default();
        capabilities.max_page = 25;
        capabilities
    }

    async fn catalog(&self, _: &DigestKey) -> Result<Catalog> {
        Ok(Catalog::new(self.endpoint.clone()))
    }

    fn read(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>> {
        let page = async move {
            let mishap = self.hand.begin(Step::Read, "").await;
            if mishap == Some(Mishap::Broken) {
                return Err(Error::new(ErrorKind::Unavailable, "the source is broken"));
            }
            let items = self.shelf.0.with(|items| match plan.scope {
                ReadScope::Items(ids) => {
                    ids.iter().filter_map(|id| items.get(id).cloned()).collect()
                }
                _ => items.values().cloned().collect(),
            });
            self.hand.end(mishap).await;
            Ok(Page { items, cursor: Cursor(String::new()) })
        };
        stream::once(page).boxed()
    }

    async fn open(&self, file: &AttachmentRef) -> Result<ByteStream> {
        let mishap = self.hand.begin(Step::OpenFile, file.item.as_str()).await;
        if mishap == Some(Mishap::Broken) {
            return Err(Error::new(ErrorKind::Unavailable, "the source is broken"));
        }
        self.hand.end(mishap).await;
        let mut pieces = vec![Ok(Bytes::from_static(b"a")), Ok(Bytes::from_static(b"bc"))];
        if mishap == Some(Mishap::Cut) {
            pieces.pop();
            pieces.push(Err(Error::new(ErrorKind::DataCorrupt, "the file ends early")));
        }
        Ok(stream::iter(pieces).boxed())
    }
}
