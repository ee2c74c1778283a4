use std::collections::BTreeSet;

use migrayt_core::catalog::{Catalog, KnownPerson};
use migrayt_core::digest::DigestKey;
use migrayt_core::item::Item;
use migrayt_core::person::Person;
use migrayt_core::port::Source;
use migrayt_core::richtext::plain_text;
use migrayt_core::value::Value;

use super::known::Known;
use super::read_all;
use crate::conformance::breach::{Breach, Verdict, holds, same};

fn key() -> DigestKey {
    DigestKey::new([7; 32])
}

pub(super) async fn a_catalog_holds_no_content(source: &dyn Source, _: &Known) -> Verdict {
    let catalog = source.catalog(&key()).await?;
    let text = written(&catalog)?;
    let names = names(&catalog);
    for item in read_all(source).await? {
        let mut content = Vec::new();
        gather(&item, &mut content);
        for words in content {
            // What also is a name of the endpoint proves nothing, nor does a short word.
            if words.chars().count() < 6 || names.contains(words.as_str()) {
                continue;
            }
            let words = written(&words)?;
            let inside = text.contains(words.trim_matches('"'));
            holds(!inside, "a catalog holds names and counts, never content", || {
                format!("something of item {}", item.id)
            })?;
        }
    }
    Ok(())
}

pub(super) async fn a_catalog_names_what_items_use(source: &dyn Source, _: &Known) -> Verdict {
    let catalog = source.catalog(&key()).await?;
    same(&catalog.endpoint, source.endpoint(), "a catalog is of its endpoint")?;
    let people: BTreeSet<_> = catalog.people.iter().map(|person| &person.id).collect();
    let links: BTreeSet<_> = catalog.link_types.iter().map(|it| &it.id).collect();
    for item in read_all(source).await? {
        let Some(work_type) = catalog.work_type(&item.type_id) else {
            return Err(Breach::of("every item's type is catalogued", item.type_id.to_string()));
        };
        let state = work_type.states.iter().any(|state| state.id == item.state);
        holds(state, "every item's state is catalogued with its type", || {
            format!("{} of {}", item.state, item.type_id)
        })?;
        for (field, value) in &item.fields {
            holds(catalog.field(field).is_some(), "every item's field is catalogued", || {
                field.to_string()
            })?;
            if let Value::Person(person) = value {
                let known = KnownPerson::of(person, &key()).id;
                holds(people.contains(&known), "everyone in a field is catalogued", || {
                    format!("{} of item {}", field, item.id)
                })?;
            }
        }
        for relation in &item.relations {
            holds(links.contains(&relation.link_type), "every link's type is catalogued", || {
                relation.link_type.to_string()
            })?;
        }
    }
    Ok(())
}

pub(super) async fn a_catalog_counts_all_items(source: &dyn Source, known: &Known) -> Verdict {
    let catalog = source.catalog(&key()).await?;
    let items = read_all(source).await?;
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    same(&catalog.items, &count(items.len()), "a catalog counts the items")?;
    if let Some(known) = &known.items {
        same(&catalog.items, &count(known.len()), "a catalog counts every item there is")?;
    }
    for work_type in &catalog.types {
        let Some(used) = work_type.used else { continue };
        let found = items.iter().filter(|item| item.type_id == work_type.id).count();
        same(&used, &count(found), "a catalog counts the items of a type")?;
    }
    if let Some(comments) = catalog.comments {
        let found = items.iter().map(|item| item.comments.len()).sum();
        same(&comments, &count(found), "a catalog counts the comments")?;
    }
    Ok(())
}

pub(super) async fn a_catalog_names_nothing_twice(source: &dyn Source, _: &Known) -> Verdict {
    let catalog = source.catalog(&key()).await?;
    let mut once = BTreeSet::new();
    let types = catalog.types.iter().map(|it| format!("type {}", it.id));
    let fields = catalog.fields.iter().map(|it| format!("field {}", it.id));
    let nodes = catalog.nodes.iter().map(|it| format!("{:?} {}", it.kind, it.id));
    let links = catalog.link_types.iter().map(|it| format!("link type {}", it.id));
    let people = catalog.people.iter().map(|it| format!("person {}", it.id));
    for name in types.chain(fields).chain(nodes).chain(links).chain(people) {
        holds(once.insert(name.clone()), "a catalog names nothing twice", || name)?;
    }
    Ok(())
}

pub(super) async fn addresses_rest_only_as_digests(source: &dyn Source, _: &Known) -> Verdict {
    let one = source.catalog(&key()).await?;
    let other = source.catalog(&DigestKey::new([8; 32])).await?;
    // Where the address is all that is known, the id follows from the key.
    let numbered = |person: &&KnownPerson| !person.id.as_str().contains('@');
    let pairs = one.people.iter().filter(numbered).zip(other.people.iter().filter(numbered));
    for (left, right) in pairs {
        same(&left.id, &right.id, "people come in a stable order")?;
        let so = left.email_digest.is_none() || left.email_digest != right.email_digest;
        holds(so, "an address' digest depends on the key", || left.id.to_string())?;
        let masked = left.email_masked.as_deref().is_none_or(|email| email.contains('*'));
        holds(masked, "an address is masked", || left.id.to_string())?;
    }
    Ok(())
}

pub(super) async fn a_catalog_is_stable(source: &dyn Source, _: &Known) -> Verdict {
    let one = source.catalog(&key()).await?;
    let other = source.catalog(&key()).await?;
    holds(one == other, "a catalog is the same when nothing changed", || {
        format!("{} and {} fields", one.fields.len(), other.fields.len())
    })
}

fn written(value: &impl serde::Serialize) -> Result<String, Breach> {
    serde_json::to_string(value)
        .map_err(|_| Breach::of("a catalog can be written", "it cannot".to_owned()))
}

/// The names that a catalog may hold.
fn names(catalog: &Catalog) -> BTreeSet<&str> {
    let types = catalog.types.iter().map(|it| it.name.as_str());
    let states = catalog.types.iter().flat_map(|it| &it.states).map(|it| it.name.as_str());
    let fields = catalog.fields.iter().map(|it| it.name.as_str());
    let allowed = catalog.fields.iter().flat_map(|it| &it.allowed).map(String::as_str);
    let nodes = catalog.nodes.iter().map(|it| it.name.as_str());
    types.chain(states).chain(fields).chain(allowed).chain(nodes).collect()
}

/// What people wrote or are called.
fn gather(item: &Item, content: &mut Vec<String>) {
    content.push(item.title.as_str().to_owned());
    for value in item.fields.values() {
        match value {
            Value::RichText(text) => {
                content.extend(plain_text(text.expose()).as_str().lines().map(str::to_owned));
            }
            Value::Person(person) => name(person, content),
            _ => {}
        }
    }
    for comment in &item.comments {
        content.extend(plain_text(comment.body.expose()).as_str().lines().map(str::to_owned));
        comment.author.iter().for_each(|person| name(person, content));
    }
    content.extend(item.attachments.iter().map(|file| file.name.as_str().to_owned()));
}

fn name(person: &Person, content: &mut Vec<String>) {
    // Where a tracker has no other id, the unique name is the account's id.
    let email = person.email.iter().filter(|email| email.as_str() != person.id.as_str());
    content.extend(email.map(|email| email.as_str().to_owned()));
    content.push(person.name.as_str().to_owned());
}
