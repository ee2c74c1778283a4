//! Differences with the values of both sides, fetched for the person who asked.

mod planned;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use migrayt_core::content::Content;
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PartId, PlanId, RunId, TargetRef};
use migrayt_core::item::Item;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{LedgerRow, Mapper, ReadPlan, ReadView, Shown};
use migrayt_core::run::KnownOutlines;

use self::planned::Planned;
use super::Verifier;
use super::difference::{Difference, DifferenceKind};

/// Fetches what differences are about.
#[derive(Clone, Debug)]
pub struct Explainer {
    /// Both ends, plan and journal.
    pub verifier: Verifier,
    /// How items become commands: the mapping that the plan was made with.
    pub mapper: Arc<dyn Mapper>,
    /// The plan.
    pub plan: PlanId,
    /// Its run.
    pub run: RunId,
}

/// An item's differences with the values of both sides. It is content.
#[derive(Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The item in the source.
    pub item: ItemId,
    /// The item in the target.
    pub target: Option<TargetRef>,
    /// The source's revision that was planned and the one that it has now, if it moved on since:
    /// then the planned values are those of now.
    pub moved_on: Option<(u64, u64)>,
    /// What differs.
    pub differences: Vec<Explained>,
}

/// One difference with the values of both sides. It is content.
#[derive(Debug)]
#[non_exhaustive]
pub struct Explained {
    /// The difference.
    pub difference: Difference,
    /// What the place is called: a field's name, for a field.
    pub name: Option<String>,
    /// What the source would become, in words; none if there is nothing or it is gone.
    pub planned: Option<Content<String>>,
    /// What stands, in words; none if there is nothing.
    pub found: Option<Content<String>>,
}

/// What is known of an item while its differences are explained.
struct Sides<'a> {
    planned: Option<Planned>,
    shown: Option<Shown>,
    accounts: &'a [LedgerRow],
}

impl Explainer {
    /// Explains differences, an item at a time, in the order in which items come first.
    pub async fn explain(&self, differences: &[Difference]) -> Result<Vec<Explanation>> {
        let mut order: Vec<&ItemId> = Vec::new();
        let mut by_item: BTreeMap<&ItemId, Vec<&Difference>> = BTreeMap::new();
        for difference in differences {
            let of_item = by_item.entry(&difference.item).or_default();
            if of_item.is_empty() {
                order.push(&difference.item);
            }
            of_item.push(difference);
        }
        let mut all = Vec::with_capacity(order.len());
        for item in order {
            let differences = by_item.remove(item).unwrap_or_default();
            all.push(self.explain_item(item, &differences).await?);
        }
        Ok(all)
    }

    async fn explain_item(
        &self,
        item: &ItemId,
        differences: &[&Difference],
    ) -> Result<Explanation> {
        let verifier = &self.verifier;
        let one = std::slice::from_ref(item);
        let original = self.read(item).await?;
        let outline = verifier.plans.outlines(&self.plan, one).await?.pop();
        let moved_on = original.as_ref().zip(outline).and_then(|(now, planned)| {
            (now.revision != planned.revision).then_some((planned.revision, now.revision))
        });
        let planned = match &original {
            Some(original) => Some(self.plan_again(original).await?),
            None => None,
        };
        let accounts = verifier.journal.ledger_of(&self.run, one).await?;
        let target = verifier.journal.resolve(&self.run, one).await?.pop().flatten();
        let shown = match &target {
            Some(target) => verifier.target.show(&target.id, &verifier.catalog).await?,
            None => None,
        };
        let sides = Sides { planned, shown, accounts: &accounts };
        let differences = differences
            .iter()
            .map(|difference| Explained {
                name: self.name(difference),
                planned: sides.planned(difference),
                found: sides.found(difference),
                difference: (*difference).clone(),
            })
            .collect();
        Ok(Explanation { item: item.clone(), target, moved_on, differences })
    }

    async fn read(&self, item: &ItemId) -> Result<Option<Item>> {
        let plan = ReadPlan::items(vec![item.clone()], ReadView::Full);
        let mut pages = self.verifier.source.read(plan);
        while let Some(mut page) = pages.try_next().await? {
            if let Some(item) = page.items.pop() {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    /// What the item would become, with what it refers to by the names that it has in the target.
    async fn plan_again(&self, item: &Item) -> Result<Planned> {
        let verifier = &self.verifier;
        let items = std::slice::from_ref(item);
        let reader = (verifier.source.as_ref(), self.mapper.as_ref());
        let known = KnownOutlines::of(verifier.plans.as_ref(), &self.plan, reader, items).await?;
        let commands = self.mapper.map(item, &known)?.commands;
        let others: BTreeSet<ItemId> = commands.iter().filter_map(planned::others).collect();
        let others: Vec<ItemId> = others.into_iter().collect();
        let went = verifier.journal.resolve(&self.run, &others).await?;
        let went: BTreeMap<ItemId, TargetRef> =
            others.into_iter().zip(went).filter_map(|(item, went)| Some((item, went?))).collect();
        Ok(Planned::of(&commands, &verifier.catalog, &went))
    }

    /// The name of a field.
    fn name(&self, difference: &Difference) -> Option<String> {
        let place = difference.place.as_deref()?;
        let fields = &self.verifier.catalog.fields;
        fields.iter().find(|field| field.id.as_str() == place).map(|field| field.name.clone())
    }
}

impl Sides<'_> {
    fn planned(&self, difference: &Difference) -> Option<Content<String>> {
        let planned = self.planned.as_ref()?;
        let place = difference.place.as_deref().unwrap_or_default();
        match difference.kind {
            DifferenceKind::ParentDiffers => planned.field("parent"),
            DifferenceKind::CommentOrder => Some(planned.order(&self.comments())),
            kind => match operation_of(kind) {
                Some(operation) => planned.part(operation, place),
                None => planned.field(place),
            },
        }
    }

    fn found(&self, difference: &Difference) -> Option<Content<String>> {
        let shown = self.shown.as_ref()?;
        let place = difference.place.as_deref().unwrap_or_default();
        let field = |id: &str| {
            let found = shown.fields.iter().find(|(field, _)| field.as_str() == id);
            found.map(|(_, words)| words.clone())
        };
        match difference.kind {
            DifferenceKind::ParentDiffers => field("parent"),
            DifferenceKind::CommentOrder => {
                Some(joined(shown.comments.iter().map(|(part, _)| part.as_str())))
            }
            kind => match operation_of(kind) {
                Some(OperationKind::Link) => Some(joined(shown.links.iter().map(Content::as_str)))
                    .filter(|words| !words.as_str().is_empty()),
                Some(operation) => {
                    let parts = match operation {
                        OperationKind::Comment => &shown.comments,
                        OperationKind::Attach => &shown.attachments,
                        OperationKind::Worklog => &shown.worklogs,
                        _ => return None,
                    };
                    // A second one is named by its id in the target.
                    let part = self.part(operation, place).map_or(place, PartId::as_str);
                    let found = parts.iter().find(|(id, _)| id.as_str() == part);
                    found.map(|(_, words)| words.clone())
                }
                None => field(place),
            },
        }
    }

    /// The part of the target that an operation made.
    fn part(&self, operation: OperationKind, source: &str) -> Option<&PartId> {
        let of = |row: &&LedgerRow| row.key.kind == operation && row.key.part == source;
        self.accounts.iter().find(of)?.part.as_ref()
    }

    /// The comments of the target by those of the source.
    fn comments(&self) -> BTreeMap<&str, &str> {
        let comments = self.accounts.iter().filter(|row| row.key.kind == OperationKind::Comment);
        comments
            .filter_map(|row| Some((row.key.part.as_str(), row.part.as_ref()?.as_str())))
            .collect()
    }
}

/// The kind of operation whose part a difference is about; none if it is about a field or about the
/// item as a whole.
fn operation_of(kind: DifferenceKind) -> Option<OperationKind> {
    Some(match kind {
        DifferenceKind::CommentMissing
        | DifferenceKind::CommentDiffers
        | DifferenceKind::CommentDuplicate => OperationKind::Comment,
        DifferenceKind::AttachmentMissing
        | DifferenceKind::AttachmentDiffers
        | DifferenceKind::AttachmentBytesDiffer
        | DifferenceKind::AttachmentDuplicate => OperationKind::Attach,
        DifferenceKind::WorklogMissing
        | DifferenceKind::WorklogDiffers
        | DifferenceKind::WorklogDuplicate => OperationKind::Worklog,
        DifferenceKind::LinkMissing | DifferenceKind::LinkDuplicate => OperationKind::Link,
        DifferenceKind::RemoteLinkMissing | DifferenceKind::RemoteLinkDiffers => {
            OperationKind::RemoteLink
        }
        DifferenceKind::PropertyMissing | DifferenceKind::PropertyDiffers => {
            OperationKind::Property
        }
        DifferenceKind::WatcherMissing => OperationKind::Watch,
        _ => return None,
    })
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> Content<String> {
    Content::new(words.collect::<Vec<_>>().join(", "))
}
