use std::collections::BTreeMap;

use async_trait::async_trait;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, ItemId, LinkTypeId, PartId, StateId, TypeId};
use migrayt_core::item::{AttachmentRef, Comment, Item, Relation};
use migrayt_core::port::{
    ByteStream, Cursor, Page, ReadPlan, ReadScope, Source, SourceCapabilities,
};
use migrayt_core::richtext::Document;
use migrayt_core::{Content, Error, ErrorKind, Result};

/// Items in a tree of three children each; every third is linked to the one before it.
#[derive(Debug)]
pub(crate) struct SimSource {
    endpoint: EndpointId,
    items: BTreeMap<ItemId, Item>,
}

impl SimSource {
    pub(crate) fn new(count: u64) -> Self {
        let id = |number: u64| ItemId::new(format!("{number:05}"));
        let items = (1..=count).map(|number| {
            let mut item = Item::new(id(number), 1, TypeId::new("Task"), StateId::new("New"));
            item.parent = (number > 3).then(|| id(number / 3));
            item.comments.push(Comment {
                id: PartId::new(format!("c{number}")),
                author: None,
                created: None,
                edited: None,
                body: Content::new(Document::default()),
            });
            if number > 1 && number.is_multiple_of(3) {
                item.relations.push(Relation {
                    link_type: LinkTypeId::new("Relates"),
                    other: id(number - 1),
                });
            }
            (item.id.clone(), item)
        });
        Self { endpoint: EndpointId::new("sim:source"), items: items.collect() }
    }

    pub(crate) fn items(&self) -> Vec<Item> {
        self.items.values().cloned().collect()
    }

    pub(crate) fn item(&self, id: &ItemId) -> Option<Item> {
        self.items.get(id).cloned()
    }
}

#[async_trait]
impl Source for SimSource {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn origin(&self) -> (&str, &str) {
        ("org", "project")
    }

    fn capabilities(&self) -> SourceCapabilities {
        SourceCapabilities::default()
    }

    async fn catalog(&self, _key: &DigestKey) -> Result<Catalog> {
        Ok(Catalog::new(self.endpoint.clone()))
    }

    fn read(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>> {
        let items = match plan.scope {
            ReadScope::Items(ids) => ids.iter().filter_map(|id| self.item(id)).collect(),
            _ => self.items(),
        };
        stream::once(async { Ok(Page { items, cursor: Cursor(String::new()) }) }).boxed()
    }

    async fn open(&self, _attachment: &AttachmentRef) -> Result<ByteStream> {
        Err(Error::new(ErrorKind::NotFound, "there are no files"))
    }
}
