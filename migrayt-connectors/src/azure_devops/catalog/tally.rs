use std::collections::BTreeMap;

use migrayt_core::id::PersonId;
use migrayt_core::person::Person;
use serde_json::Value as Json;

use super::super::answers::RawItem;
use super::super::{field, person};
use super::mentions;

/// What the items of a project hold, counted.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) items: u64,
    pub(super) comments: u64,
    pub(super) attachments: u64,
    /// By name.
    pub(super) types: BTreeMap<String, u64>,
    /// States that items are in, by type and name.
    pub(super) states: BTreeMap<(String, String), u64>,
    /// By reference name.
    pub(super) fields: BTreeMap<String, u64>,
    /// By path.
    pub(super) areas: BTreeMap<String, u64>,
    /// By path.
    pub(super) iterations: BTreeMap<String, u64>,
    /// By reference name.
    pub(super) links: BTreeMap<String, u64>,
    pub(super) people: BTreeMap<PersonId, Seen>,
}

/// A person that items name.
pub(super) struct Seen {
    pub(super) person: Person,
    /// How often.
    pub(super) used: u64,
}

impl Tally {
    pub(super) fn add(&mut self, item: &RawItem) {
        self.items += 1;
        self.comments += item.number("System.CommentCount").unwrap_or_default();
        let type_name = item.text("System.WorkItemType").unwrap_or_default();
        bump(&mut self.types, type_name);
        let state = item.text("System.State").unwrap_or_default();
        *self.states.entry((type_name.to_owned(), state.to_owned())).or_default() += 1;
        if let Some(path) = item.text("System.AreaPath") {
            bump(&mut self.areas, path);
        }
        if let Some(path) = item.text("System.IterationPath") {
            bump(&mut self.iterations, path);
        }
        for (reference, json) in &item.fields {
            let empty = json.is_null() || json.as_str().is_some_and(str::is_empty);
            if empty || field::is_omitted(reference) {
                continue;
            }
            bump(&mut self.fields, reference);
            match json {
                Json::Object(_) => self.see(person::of(json)),
                Json::String(text) => {
                    for person in mentions::of(text) {
                        self.see(Some(person));
                    }
                }
                _ => {}
            }
        }
        for relation in item.relations() {
            if relation.rel == "AttachedFile" {
                self.attachments += 1;
            } else {
                bump(&mut self.links, &relation.rel);
            }
        }
    }

    fn see(&mut self, person: Option<Person>) {
        let Some(person) = person else { return };
        let known = self.people.entry(person.id.clone());
        let seen = known.or_insert_with(|| Seen { person: person.clone(), used: 0 });
        seen.used += 1;
        // A mention tells less of a person than a field.
        if seen.person.email.is_none() && person.email.is_some() {
            seen.person = person;
        }
    }
}

fn bump(counts: &mut BTreeMap<String, u64>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count += 1;
    } else {
        counts.insert(name.to_owned(), 1);
    }
}
