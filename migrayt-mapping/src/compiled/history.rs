//! Who made an item and when, for programs that read the target.

use migrayt_core::id::FieldId;
use migrayt_core::item::Item;
use migrayt_core::payload::Payload;
use migrayt_core::person::Person;
use migrayt_core::value::Value;
use serde_json::{Map, Value as Json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The fields that say who made an item, by tracker.
pub(super) const CREATORS: [&str; 2] = ["System.CreatedBy", "creator"];
/// The fields that say who changed it last.
pub(super) const CHANGERS: [&str; 1] = ["System.ChangedBy"];

/// `created` and `changed` as RFC 3339 in UTC, `created_by` and `changed_by` by name; each where the
/// source tells it.
pub(super) fn history(item: &Item) -> Option<Payload> {
    let mut told = Map::new();
    for (at_name, at, by_name, fields) in [
        ("created", item.created, "created_by", &CREATORS[..]),
        ("changed", item.changed, "changed_by", &CHANGERS[..]),
    ] {
        if let Some(at) = at.and_then(written) {
            told.insert(at_name.to_owned(), Json::from(at));
        }
        if let Some(person) = person(item, fields) {
            told.insert(by_name.to_owned(), Json::from(person.name.as_str()));
        }
    }
    (!told.is_empty()).then(|| Payload::new(told.into()))
}

/// The person in the first of the fields that holds one.
pub(super) fn person<'a>(item: &'a Item, fields: &[&str]) -> Option<&'a Person> {
    fields.iter().find_map(|field| match item.fields.get(&FieldId::new(*field)) {
        Some(Value::Person(person)) => Some(person),
        _ => None,
    })
}

fn written(at: OffsetDateTime) -> Option<String> {
    at.to_offset(time::UtcOffset::UTC).format(&Rfc3339).ok()
}
