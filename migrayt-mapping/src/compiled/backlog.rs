//! The order of the backlog.

use migrayt_core::id::FieldId;
use migrayt_core::item::Item;
use migrayt_core::operation::Command;
use migrayt_core::plan::Outline;
use migrayt_core::port::Known;

use super::Compiled;

/// The fields in which Azure DevOps keeps an item's place.
const PLACES: [&str; 2] =
    ["Microsoft.VSTS.Common.StackRank", "Microsoft.VSTS.Common.BacklogPriority"];

impl Compiled {
    /// The command that gives an item its place.
    pub(super) fn placing(&self, item: &Item, known: &dyn Known) -> Option<Command> {
        self.ranked(item, known)?.placing()
    }

    /// Whether a field says nothing but the place that an item gets anyway.
    pub(super) fn is_carried_as_place(
        &self,
        item: &Item,
        known: &dyn Known,
        field: &FieldId,
    ) -> bool {
        PLACES.contains(&field.as_str()) && self.ranked(item, known).is_some()
    }

    /// The outline of an item that has a place in the target's backlog, be it the first.
    fn ranked<'a>(&self, item: &Item, known: &'a dyn Known) -> Option<&'a Outline> {
        let wanted = self.document.options.ranks && self.target.ranks;
        known.outline(&item.id).filter(|outline| wanted && outline.backlog.position.is_some())
    }
}
