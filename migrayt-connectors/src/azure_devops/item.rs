use migrayt_core::Content;
use migrayt_core::id::{ItemId, StateId, TypeId};
use migrayt_core::item::Item;
use migrayt_core::value::Value;

use super::answers::{RawComment, RawItem};
use super::field::{self, Definitions};
use super::losses::Losses;
use super::relation::Relations;
use super::{comment, images, value};

/// The fields that hold an item's place in its backlog: the second in the Scrum process, the first
/// in all others.
pub(super) const RANKS: [&str; 2] =
    ["Microsoft.VSTS.Common.StackRank", "Microsoft.VSTS.Common.BacklogPriority"];

/// The outline of an item.
pub(super) fn outline(raw: &RawItem) -> Item {
    let id = ItemId::new(raw.id.to_string());
    let name = |field| raw.text(field).unwrap_or_default();
    let type_id = TypeId::new(name("System.WorkItemType"));
    let mut item = Item::new(id, raw.rev, type_id, StateId::new(name("System.State")));
    item.title = Content::text(name("System.Title"));
    item.parent = raw.number("System.Parent").map(|id| ItemId::new(id.to_string()));
    item.rank = RANKS.iter().find_map(|field| raw.fields.get(*field)?.as_f64()).map(sortable);
    item
}

/// A number whose order is that of the decimal: places are often fractions.
fn sortable(place: f64) -> i64 {
    // Of two positive ones the larger has the larger bits, of two negative ones the smaller; zero
    // has a sign that says nothing.
    let bits = (place + 0.0).to_bits().cast_signed();
    if bits < 0 { bits ^ i64::MAX } else { bits }
}

/// An item with everything that belongs to it.
pub(super) fn whole(
    mut raw: RawItem,
    comments: Vec<RawComment>,
    definitions: &Definitions,
) -> Item {
    let mut item = outline(&raw);
    let mut losses = Losses::default();
    raw.fields.remove("System.Title");
    item.created = raw.text("System.CreatedDate").and_then(value::instant);
    item.changed = raw.text("System.ChangedDate").and_then(value::instant);
    let found = Relations::of(&item.id, raw.relations.take().unwrap_or_default());
    let mut attachments = found.attachments;
    let formats = raw.formats.take().unwrap_or_default();
    for (reference, json) in raw.fields {
        if field::is_omitted(&reference) {
            continue;
        }
        let id = field::id(&reference);
        let format = formats.get(&reference).map(String::as_str);
        let (value, lost) = value::of(&reference, definitions.kind(&reference), json, format);
        losses.note_text(&lost, Some(&id));
        if let Value::RichText(document) = &value {
            images::collect(document.expose(), &item.id, &mut attachments);
        }
        if !value.is_null() {
            item.fields.insert(id, value);
        }
    }
    for raw in comments {
        let comment = comment::of(raw, &mut losses);
        images::collect(comment.body.expose(), &item.id, &mut attachments);
        item.comments.push(comment);
    }
    item.parent = found.parent.or(item.parent);
    item.relations = found.links;
    item.external_links = found.external_links;
    item.attachments = attachments.into_values().collect();
    item.losses = losses.into_rows();
    item
}

#[cfg(test)]
mod tests {
    use super::sortable;

    #[test]
    fn places_keep_their_order() {
        let places = [-1e12, -2.5, -0.5, 0.0, 0.25, 1.0, 999_999_999.5, 1_999_974_721.0, 1e300];
        let numbers = places.map(sortable);
        assert!(numbers.is_sorted_by(|one, other| one < other), "{numbers:?}");
        assert_eq!(sortable(-0.0), sortable(0.0));
    }
}
