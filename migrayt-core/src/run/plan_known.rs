use std::collections::{BTreeMap, BTreeSet};

use futures_util::StreamExt as _;

use crate::content::Content;
use crate::error::Result;
use crate::id::{ItemId, PlanId};
use crate::item::Item;
use crate::plan::Outline;
use crate::port::{Known, Mapper, PlanStore, ReadPlan, ReadView, Source};

/// The outlines that a page of items refers to, fetched from the plan in one call, and the titles of
/// those parents that the mapping names, read from the source.
#[derive(Debug, Default)]
pub struct KnownOutlines {
    outlines: BTreeMap<ItemId, Outline>,
    titles: BTreeMap<ItemId, Content<String>>,
}

impl KnownOutlines {
    /// Fetches the outlines of these items, their parents and the items that they link to or name in
    /// their texts.
    pub async fn of(
        plans: &dyn PlanStore,
        plan: &PlanId,
        (source, mapper): (&dyn Source, &dyn Mapper),
        items: &[Item],
    ) -> Result<Self> {
        let mut wanted = BTreeSet::new();
        for item in items {
            wanted.insert(item.id.clone());
            wanted.extend(item.parent.clone());
            wanted.extend(item.relations.iter().map(|relation| relation.other.clone()));
            wanted.extend(item.references().into_iter().cloned());
        }
        let wanted: Vec<_> = wanted.into_iter().collect();
        let outlines = plans.outlines(plan, &wanted).await?;
        let outlines: BTreeMap<_, _> =
            outlines.into_iter().map(|outline| (outline.item.clone(), outline)).collect();
        let named = |parent: &&ItemId| {
            outlines.get(*parent).is_some_and(|outline| mapper.names_parents(&outline.type_id))
        };
        let parents: BTreeSet<&ItemId> =
            items.iter().filter_map(|item| item.parent.as_ref()).filter(named).collect();
        let mut titles = BTreeMap::new();
        if !parents.is_empty() {
            let parents = parents.into_iter().cloned().collect();
            let mut pages = source.read(ReadPlan::items(parents, ReadView::Outline));
            while let Some(page) = pages.next().await {
                titles.extend(page?.items.into_iter().map(|item| (item.id, item.title)));
            }
        }
        Ok(Self { outlines, titles })
    }
}

impl Known for KnownOutlines {
    fn outline(&self, item: &ItemId) -> Option<&Outline> {
        self.outlines.get(item)
    }

    fn title(&self, parent: &ItemId) -> Option<&Content<String>> {
        self.titles.get(parent)
    }
}
