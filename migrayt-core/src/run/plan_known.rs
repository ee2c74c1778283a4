use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::id::{ItemId, PlanId};
use crate::item::Item;
use crate::plan::Outline;
use crate::port::{Known, PlanStore};

/// The outlines that a page of items refers to, fetched from the plan in one call.
#[derive(Debug, Default)]
pub struct KnownOutlines(BTreeMap<ItemId, Outline>);

impl KnownOutlines {
    /// Fetches the outlines of these items, their parents and the items that they link to or name in
    /// their texts.
    pub async fn of(plans: &dyn PlanStore, plan: &PlanId, items: &[Item]) -> Result<Self> {
        let mut wanted = BTreeSet::new();
        for item in items {
            wanted.insert(item.id.clone());
            wanted.extend(item.parent.clone());
            wanted.extend(item.relations.iter().map(|relation| relation.other.clone()));
            wanted.extend(item.references().into_iter().cloned());
        }
        let wanted: Vec<_> = wanted.into_iter().collect();
        let outlines = plans.outlines(plan, &wanted).await?;
        Ok(Self(outlines.into_iter().map(|outline| (outline.item.clone(), outline)).collect()))
    }
}

impl Known for KnownOutlines {
    fn outline(&self, item: &ItemId) -> Option<&Outline> {
        self.0.get(item)
    }
}
