//! People of the organisation.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::address;
use super::guid::{guid, is_guid};

/// A person by their place in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PersonKey(u32);

/// A person.
#[derive(Clone)]
pub(super) struct Person {
    /// The id in identity fields and mentions.
    pub(super) id: String,
    pub(super) name: String,
    /// The sign-in name, an e-mail address; empty if it is not known.
    pub(super) unique: String,
    pub(super) descriptor: String,
    // The id was made here, so that a mention that names the person may correct it.
    made: bool,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Person {
    /// The person as `Name <unique>`, as feeds and queries write it.
    pub(super) fn combined(&self) -> String {
        if self.unique.is_empty() {
            self.name.clone()
        } else {
            format!("{} <{}>", self.name, self.unique)
        }
    }

    /// The person as the value of an identity field; `base` ends with the organisation.
    pub(super) fn reference(&self, base: &str) -> Value {
        let avatar = format!("{base}/_apis/GraphProfile/MemberAvatars/{}", self.descriptor);
        json!({
            "displayName": self.name,
            "url": format!("{base}/_apis/Identities/{}", self.id),
            "_links": {"avatar": {"href": avatar}},
            "id": self.id,
            "uniqueName": self.unique,
            "imageUrl": avatar,
            "descriptor": self.descriptor,
        })
    }

    /// The person as the graph shows them.
    pub(super) fn graph(&self, base: &str) -> Value {
        let descriptor = &self.descriptor;
        let link = |what: &str| json!({"href": format!("{base}/_apis/Graph/{what}/{descriptor}")});
        json!({
            "subjectKind": "user",
            "metaType": "member",
            "domain": guid("directory", base),
            "principalName": self.unique,
            "mailAddress": self.unique,
            "origin": "aad",
            "originId": guid("origin", &self.id),
            "displayName": self.name,
            "_links": {
                "self": link("Users"),
                "memberships": link("Memberships"),
                "membershipState": link("MembershipStates"),
                "storageKey": link("StorageKeys"),
                "avatar": {
                    "href": format!("{base}/_apis/GraphProfile/MemberAvatars/{descriptor}"),
                },
            },
            "url": format!("{base}/_apis/Graph/Users/{descriptor}"),
            "descriptor": descriptor,
        })
    }

    /// The person as the identity service shows them.
    pub(super) fn identity(&self) -> Value {
        let text = |value: &str| json!({"$type": "System.String", "$value": value});
        json!({
            "id": self.id,
            "descriptor":
                format!("Microsoft.IdentityModel.Claims.ClaimsIdentity;directory\\{}", self.unique),
            "subjectDescriptor": self.descriptor,
            "providerDisplayName": self.name,
            "isActive": true,
            "members": [],
            "memberOf": [],
            "memberIds": [],
            "properties": {
                "SchemaClassName": text("User"),
                "Account": text(&self.unique),
                "Mail": text(&self.unique),
            },
            "resourceVersion": 2,
            "metaTypeId": 0,
        })
    }
}

/// Everyone, each once.
#[derive(Debug, Default)]
pub(super) struct People {
    list: Vec<Person>,
    by_name: BTreeMap<String, PersonKey>,
    by_id: BTreeMap<String, PersonKey>,
}

impl People {
    pub(super) fn get(&self, key: PersonKey) -> Option<&Person> {
        usize::try_from(key.0).ok().and_then(|at| self.list.get(at))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Person> {
        self.list.iter()
    }

    pub(super) fn by_id(&self, id: &str) -> Option<(PersonKey, &Person)> {
        let key = *self.by_id.get(&id.to_ascii_lowercase())?;
        self.get(key).map(|person| (key, person))
    }

    /// The person that an identity field's value names; whoever is new is taken in.
    pub(super) fn intern(&mut self, value: &Value) -> Option<PersonKey> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        match value {
            Value::String(combined) if combined.trim().is_empty() => None,
            Value::String(combined) => {
                let (name, unique) = split(combined);
                Some(self.add(name, unique, ""))
            }
            Value::Object(_) => {
                let (name, unique) = (text("displayName"), text("uniqueName"));
                if name.is_empty() && unique.is_empty() {
                    return self.by_id(text("id")).map(|(key, _)| key);
                }
                Some(self.add(name, unique, text("id")))
            }
            _ => None,
        }
    }

    /// Whether the value of an identity field names somebody who is there.
    pub(super) fn knows(&self, value: &Value) -> bool {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        let (name, unique) = match value {
            Value::String(combined) => split(combined),
            _ => (text("displayName"), text("uniqueName")),
        };
        let named = [known_as(name, unique), name.to_lowercase(), unique.to_lowercase()];
        named.iter().any(|name| !name.is_empty() && self.by_name.contains_key(name))
            || self.by_id(text("id")).is_some()
    }

    /// Takes someone in, or finds them by their unique name, or by their name where they have none.
    pub(super) fn add(&mut self, name: &str, unique: &str, id: &str) -> PersonKey {
        let known_as = known_as(name, unique);
        if let Some(key) = self.by_name.get(&known_as).copied() {
            self.learn(key, name, id);
            return key;
        }
        let made = !is_guid(id);
        let id = if made { guid("person", &known_as) } else { id.to_ascii_lowercase() };
        let key = PersonKey(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let name = if name.is_empty() { unique } else { name };
        self.by_name.insert(known_as, key);
        self.by_name.entry(name.to_lowercase()).or_insert(key);
        self.by_id.insert(id.clone(), key);
        self.list.push(Person {
            descriptor: descriptor(&id),
            id,
            name: name.to_owned(),
            unique: unique.to_owned(),
            made,
        });
        key
    }

    /// What a mention says about someone: their id and how they were called.
    pub(super) fn mention(&mut self, id: &str, name: &str) {
        if !is_guid(id) || self.by_id(id).is_some() {
            return;
        }
        match self.by_name.get(&name.to_lowercase()).copied() {
            Some(key) if self.get(key).is_some_and(|person| person.made) => {
                self.learn(key, name, id);
            }
            // Somebody else of the same name: their own entry, known by the id alone.
            Some(_) => {
                let key = self.add(&format!("{name} "), "", id);
                if let Some(person) = self.get_mut(key) {
                    person.name.truncate(name.len());
                }
            }
            None => {
                self.add(name, "", id);
            }
        }
    }

    /// Takes a better name, and an id in place of one that was made here.
    fn learn(&mut self, key: PersonKey, name: &str, id: &str) {
        let Some(person) = self.get_mut(key) else { return };
        if !name.is_empty() && person.name == person.unique {
            name.clone_into(&mut person.name);
        }
        if person.made && is_guid(id) {
            id.to_ascii_lowercase().clone_into(&mut person.id);
            person.descriptor = descriptor(&person.id);
            person.made = false;
            self.by_id.insert(id.to_ascii_lowercase(), key);
        }
        if !name.is_empty() {
            self.by_name.entry(name.to_lowercase()).or_insert(key);
        }
    }

    fn get_mut(&mut self, key: PersonKey) -> Option<&mut Person> {
        usize::try_from(key.0).ok().and_then(|at| self.list.get_mut(at))
    }
}

/// `Name <unique>` in its parts; a text with an `@` alone is a unique name.
fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    if let Some((name, rest)) = text.split_once('<')
        && let Some(unique) = rest.strip_suffix('>')
    {
        return (name.trim(), unique.trim());
    }
    if text.contains('@') && !text.contains(' ') { ("", text) } else { (text, "") }
}

fn known_as(name: &str, unique: &str) -> String {
    if unique.is_empty() { name.to_lowercase() } else { unique.to_lowercase() }
}

/// The subject descriptor. It encodes an id that differs from the storage key in its version
/// digit, as in the service, so that decoding one does not give the other.
fn descriptor(id: &str) -> String {
    let subject: String =
        id.chars().enumerate().map(|(at, digit)| if at == 14 { '7' } else { digit }).collect();
    format!("aad.{}", URL_SAFE_NO_PAD.encode(subject))
}

/// The mentions in a text as ids and names.
pub(super) fn mentions(html: &str) -> Vec<(String, String)> {
    const MARK: &str = "data-vss-mention=\"";
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once(MARK) {
        rest = after;
        let Some((value, after)) = after.split_once('"') else { break };
        let id = value.rsplit(',').next().unwrap_or_default();
        let name = after
            .split_once('>')
            .and_then(|(_, text)| text.split_once('<'))
            .map(|(name, _)| name.trim().trim_start_matches('@'))
            .unwrap_or_default();
        if is_guid(id) {
            found.push((id.to_owned(), address::decode(name)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{People, mentions};

    #[test]
    fn one_person_in_three_spellings_is_one_person() {
        let mut people = People::default();
        let one = people.intern(&json!("Ann B <ann@example.org>")).expect("a person");
        assert_eq!(people.intern(&json!("ann@example.org")), Some(one));
        let object = json!({"displayName": "Ann B", "uniqueName": "ANN@example.org",
            "id": "d3e8ce72-5a35-689e-b035-29cd59698d84"});
        assert_eq!(people.intern(&object), Some(one));
        let (key, person) = people.by_id("D3E8CE72-5a35-689e-b035-29cd59698d84").expect("by id");
        assert_eq!((key, person.name.as_str()), (one, "Ann B"));
        assert_eq!(people.iter().count(), 1);
    }

    #[test]
    fn a_mention_gives_its_person_an_id() {
        let html = "<a href=\"#\" data-vss-mention=\"version:2.0,d3e8ce72-5a35-689e-b035-29cd59698d84\">@Swathi G</a>&nbsp;";
        let found = mentions(html);
        assert_eq!(
            found,
            [("d3e8ce72-5a35-689e-b035-29cd59698d84".to_owned(), "Swathi G".to_owned())]
        );
        let mut people = People::default();
        let known = people.intern(&json!("Swathi G <s@example.org>"));
        people.mention(&found[0].0, &found[0].1);
        assert_eq!(people.by_id(&found[0].0).map(|(key, _)| key), known);
    }
}
