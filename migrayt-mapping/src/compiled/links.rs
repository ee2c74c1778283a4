use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, LinkType};
use migrayt_core::id::{FieldId, ItemId, LinkTypeId};
use migrayt_core::item::{Item, Relation};
use migrayt_core::operation::{Action, Command, OperationKey, OperationKind};
use migrayt_core::plan::{Loss, LossKind};
use migrayt_core::port::Known;

use super::hierarchy::{Parent, Placed};
use super::names::same_name;
use super::{Compiled, link_type_named};
use crate::document::{LinkRule, MappingDocument};
use crate::tally::Tally;

/// What a link type becomes.
#[derive(Clone, Debug)]
pub(super) struct LinkPlan {
    id: LinkTypeId,
    /// Whether it reads outward from the other item.
    reversed: bool,
    /// Whether it reads the same from both ends.
    symmetric: bool,
}

impl LinkPlan {
    pub(super) fn named(name: &str, target: &Catalog) -> Option<Self> {
        link_type_named(target, name).map(|link_type| Self::of(link_type, false))
    }

    fn of(link_type: &LinkType, reversed: bool) -> Self {
        let symmetric = same_name(&link_type.outward, &link_type.inward);
        Self { id: link_type.id.clone(), reversed, symmetric }
    }

    /// The link's command, which is the same whichever end asks for it.
    fn command(&self, holder: &ItemId, other: &ItemId) -> Command {
        let forward = if self.symmetric { in_order(holder, other) } else { !self.reversed };
        let (from, to) = if forward { (holder, other) } else { (other, holder) };
        let part = format!("{}:{to}", self.id);
        let key = OperationKey::part(from.clone(), OperationKind::Link, part);
        Command::new(key, Action::Link { link_type: self.id.clone(), other: to.clone() })
    }
}

/// The plans of the source's link types; `None` where links are not carried.
pub(super) fn rules(
    document: &MappingDocument,
    source: &Catalog,
    target: &Catalog,
) -> BTreeMap<LinkTypeId, Option<LinkPlan>> {
    let mut plans = BTreeMap::new();
    for (name, rule) in &document.links {
        let found = link_type_named(source, name);
        let id = found.map_or_else(|| LinkTypeId::new(name), |one| one.id.clone());
        let plan = match rule.target() {
            None => None,
            Some(to) => match link_type_named(target, to) {
                Some(to) => Some(LinkPlan::of(to, matches!(rule, LinkRule::Reversed(_)))),
                // The rule holds nothing, so that the default holds.
                None => continue,
            },
        };
        plans.insert(id, plan);
    }
    plans
}

impl Compiled {
    /// The item's links, ascending by key, the one to its parent included where that is a link.
    pub(super) fn item_links(
        &self,
        item: &Item,
        placed: &Placed<'_>,
        known: &dyn Known,
        tally: &mut Tally,
    ) -> Vec<Command> {
        let mut commands = BTreeMap::new();
        if self.document.options.links {
            for relation in &item.relations {
                if let Some(command) = self.item_link(item, relation, known, tally) {
                    commands.entry(command.key.clone()).or_insert(command);
                }
            }
        } else {
            let count = u32::try_from(item.relations.len()).unwrap_or(u32::MAX);
            tally.count(LossKind::FieldUnmapped, Some(FieldId::new("links")), count);
        }
        if let Parent::Linked(parent) = &placed.parent {
            match self.parent_link.as_ref().or(self.default_link.as_ref()) {
                Some(plan) => {
                    let command = plan.command(parent, &item.id);
                    commands.entry(command.key.clone()).or_insert(command);
                }
                None => tally.count(LossKind::FieldUnmapped, Some(FieldId::new("parent")), 1),
            }
        }
        commands.into_values().collect()
    }

    fn item_link(
        &self,
        item: &Item,
        relation: &Relation,
        known: &dyn Known,
        tally: &mut Tally,
    ) -> Option<Command> {
        let (plan, defaulted) = match self.links.get(&relation.link_type) {
            Some(plan) => (plan.as_ref(), false),
            None => (self.default_link.as_ref(), true),
        };
        let Some(plan) = plan else {
            let field = FieldId::new(relation.link_type.as_str());
            tally.in_field(LossKind::FieldUnmapped, &field);
            return None;
        };
        let made = known
            .outline(&relation.other)
            .is_some_and(|outline| !outline.circular && self.types.contains_key(&outline.type_id));
        if !made || relation.other == item.id {
            tally.of(LossKind::LinkEndOutside);
            return None;
        }
        let mut command = plan.command(&item.id, &relation.other);
        if defaulted {
            let field = FieldId::new(relation.link_type.as_str());
            command.losses.push(Loss::in_field(LossKind::LinkTypeDefaulted, field));
        }
        Some(command)
    }
}

/// Whether the one item comes before the other: by number where both are numbers.
fn in_order(left: &ItemId, right: &ItemId) -> bool {
    let number = |id: &ItemId| id.as_str().parse::<u64>().ok();
    match (number(left), number(right)) {
        (Some(left), Some(right)) if left != right => left < right,
        _ => left <= right,
    }
}
