//! What stands in a payload for what is known only when it is sent.
//!
//! An object with one of these keys alone is a placeholder. Content cannot look like one: it
//! stands in payloads as texts and as documents, whose nodes all have a type.

use std::collections::BTreeMap;

use migrayt_core::id::{AttemptId, ItemId, PartId, TargetRef};
use migrayt_core::marker::{MARKER_NAME, MARKER_VERSION, Marker, Origin};
use migrayt_core::port::{Bindings, Order};
use migrayt_core::{Error, ErrorKind, Result};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Value as Json, json};

use super::embed::{BROWSE, MEDIA, SHOWN};

/// Stands for a reference to the issue that an item became: `{"id": "10017"}`. Its member is left
/// out if there is no such issue.
pub(super) const TARGET: &str = "$target";
/// Stands for the attempt.
pub(super) const ATTEMPT: &str = "$attempt";
/// Stands for the id of the sprint of that name.
pub(super) const SPRINT: &str = "$sprint";

/// The member that names the item whose issue a request goes to.
pub(super) const ISSUE: &str = "issue";
/// The member that holds a request's body.
pub(super) const BODY: &str = "body";

/// A reference to the issue that an item became.
pub(super) fn target(item: &ItemId) -> Json {
    json!({ TARGET: item.as_str() })
}

/// The list of properties that holds an item's marker.
pub(super) fn item_marker(origin: &Origin) -> Json {
    json!([{
        "key": MARKER_NAME,
        "value": {
            "v": MARKER_VERSION,
            "org": origin.organization,
            "project": origin.project,
            "id": origin.item.as_str(),
            "rev": origin.revision,
            "attempt": { ATTEMPT: true },
        },
    }])
}

/// The list of properties that holds a comment's marker. Organisation and project stand on its
/// issue.
pub(super) fn part_marker(item: &ItemId, part: &str) -> Json {
    json!([{
        "key": MARKER_NAME,
        "value": {
            "v": MARKER_VERSION,
            "id": item.as_str(),
            "part": part,
            "attempt": { ATTEMPT: true },
        },
    }])
}

/// Whether a marker names the item of a drafted creation, by whatever attempt.
pub(super) fn is_of(marker: &Marker, drafted: &Json) -> bool {
    let text = |key: &str| drafted.pointer(&format!("/properties/0/value/{key}"))?.as_str();
    text("id") == Some(marker.id.as_str())
        && text("org") == Some(marker.org.as_str())
        && text("project") == Some(marker.project.as_str())
}

/// The issue that an order goes to.
pub(super) fn issue<'a>(order: &Order<'a>) -> Result<&'a TargetRef> {
    let item = order.drafted.payload.expose().get(ISSUE).and_then(Json::as_str);
    item.and_then(|item| order.known.item(&ItemId::new(item))).ok_or_else(unbound)
}

/// The body of an order's request, ready to be sent.
pub(super) fn body<'a>(order: &Order<'a>) -> Result<Filled<'a>> {
    let body = order.drafted.payload.expose().get(BODY).ok_or_else(foreign)?;
    Filled::of(body, order, &EMPTY)
}

/// What stands in texts for files and issues.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The media service's ids of the files that it has, by their ids in the source.
    pub(super) media: BTreeMap<PartId, String>,
    /// The address that people open the site at; empty if no text refers to an issue.
    pub(super) site: String,
}

static NOTHING: Shown = Shown { media: BTreeMap::new(), site: String::new() };

/// An order whose items are not all known.
pub(super) fn unbound() -> Error {
    Error::new(ErrorKind::Misuse, "an order needs an item that was not made")
}

/// An order that this target did not draft.
pub(super) fn foreign() -> Error {
    Error::new(ErrorKind::Misuse, "this order was not drafted for Jira")
}

/// The ids of sprints by their names in lower case.
pub(super) type Sprints = BTreeMap<String, u64>;

static EMPTY: Sprints = Sprints::new();

/// A payload that is written with its placeholders filled, without a copy of its content.
pub(super) struct Filled<'a> {
    json: &'a Json,
    known: &'a Bindings,
    attempt: &'a AttemptId,
    sprints: &'a Sprints,
    shown: &'a Shown,
}

impl<'a> Filled<'a> {
    /// # Errors
    /// `Misuse` if an item that the order needs is not known.
    pub(super) fn of(json: &'a Json, order: &Order<'a>, sprints: &'a Sprints) -> Result<Self> {
        if order.drafted.needs.iter().all(|item| order.known.items.contains_key(item)) {
            let (known, attempt) = (order.known, order.attempt);
            Ok(Self { json, known, attempt, sprints, shown: &NOTHING })
        } else {
            Err(unbound())
        }
    }

    /// Fills what shows files and refers to issues too; otherwise other words stand there.
    pub(super) fn showing(self, shown: &'a Shown) -> Self {
        Self { shown, ..self }
    }

    fn inner(&self, json: &'a Json) -> Self {
        Self { json, ..*self }
    }

    /// The form of an embedded node that can be sent.
    fn embedded(&self, forms: &'a Json) -> Option<Self> {
        let names = |key| forms.get(key).and_then(Json::as_array).into_iter().flatten();
        let mut files = names("files").filter_map(Json::as_str).map(PartId::new);
        let mut items = names("items").filter_map(Json::as_str).map(ItemId::new);
        let there = files.all(|file| self.shown.media.contains_key(&file))
            && items.all(|item| self.known.item(&item).is_some() && !self.shown.site.is_empty());
        forms.get(if there { "node" } else { "else" }).map(|form| self.inner(form))
    }

    fn placeholder(&self) -> Option<Placeholder<'a>> {
        let members = self.json.as_object().filter(|members| members.len() == 1)?;
        let (key, value) = members.iter().next()?;
        match key.as_str() {
            TARGET => Some(Placeholder::Target(value.as_str()?)),
            ATTEMPT => Some(Placeholder::Attempt),
            SPRINT => Some(Placeholder::Sprint(value.as_str()?)),
            SHOWN => Some(Placeholder::Shown(value)),
            MEDIA => Some(Placeholder::Media(value.as_str()?)),
            BROWSE => Some(Placeholder::Browse(value.as_str()?)),
            _ => None,
        }
    }

    fn is_void(&self) -> bool {
        match self.placeholder() {
            Some(Placeholder::Target(item)) => self.known.item(&ItemId::new(item)).is_none(),
            _ => false,
        }
    }
}

enum Placeholder<'a> {
    Target(&'a str),
    Attempt,
    Sprint(&'a str),
    Shown(&'a Json),
    Media(&'a str),
    Browse(&'a str),
}

impl Serialize for Filled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.placeholder() {
            Some(Placeholder::Target(item)) => {
                let target = self.known.item(&ItemId::new(item));
                return json!({ "id": target.map(|target| target.id.as_str()) })
                    .serialize(serializer);
            }
            Some(Placeholder::Attempt) => return serializer.serialize_str(self.attempt.as_str()),
            Some(Placeholder::Sprint(name)) => {
                return self.sprints.get(&name.to_lowercase()).serialize(serializer);
            }
            Some(Placeholder::Shown(forms)) => return self.embedded(forms).serialize(serializer),
            Some(Placeholder::Media(file)) => {
                return self.shown.media.get(&PartId::new(file)).serialize(serializer);
            }
            Some(Placeholder::Browse(item)) => {
                let key = self.known.item(&ItemId::new(item)).map(|target| target.key.as_str());
                let address = key.map(|key| format!("{}/browse/{key}", self.shown.site));
                return address.serialize(serializer);
            }
            None => {}
        }
        match self.json {
            Json::Array(items) => serializer.collect_seq(items.iter().map(|item| self.inner(item))),
            Json::Object(members) => {
                let mut map = serializer.serialize_map(None)?;
                for (key, value) in members {
                    let value = self.inner(value);
                    if !value.is_void() {
                        map.serialize_entry(key, &value)?;
                    }
                }
                map.end()
            }
            plain => plain.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;
    use migrayt_core::id::{AttemptId, ItemId, TargetId, TargetKey, TargetRef};
    use migrayt_core::marker::{Marker, Origin};
    use migrayt_core::operation::{OperationKey, OperationKind};
    use migrayt_core::payload::Payload;
    use migrayt_core::port::{Bindings, Drafted, Order};
    use serde_json::{Value as Json, json};

    use super::{Filled, Sprints, is_of, item_marker, target};

    fn drafted(json: Json) -> Drafted {
        let key = OperationKey::sole(ItemId::new("17"), OperationKind::Create);
        Drafted::new(key, Payload::new(json))
    }

    fn fill(drafted: &Drafted, known: &Bindings) -> migrayt_core::Result<Json> {
        let attempt = AttemptId::new("att_1");
        let order = Order { drafted, attempt: &attempt, known };
        let sprints = Sprints::from([("sprint 7".to_owned(), 7)]);
        Filled::of(drafted.payload.expose(), &order, &sprints)
            .map(|filled| serde_json::to_value(filled).unwrap())
    }

    #[test]
    fn placeholders_are_filled_and_missing_issues_are_left_out() {
        let drafted = drafted(json!({
            "fields": {
                "parent": target(&ItemId::new("3")),
                "other": target(&ItemId::new("4")),
                "summary": "$target",
                "customfield_1": { "$sprint": "Sprint 7" },
                "list": [{ "$attempt": true }],
            },
        }));
        let known = Bindings::from_iter([(
            ItemId::new("3"),
            TargetRef { id: TargetId::new("10003"), key: TargetKey::new("S-3") },
        )]);
        let filled = fill(&drafted, &known).unwrap();
        assert_eq!(
            filled,
            json!({
                "fields": {
                    "parent": { "id": "10003" },
                    "summary": "$target",
                    "customfield_1": 7,
                    "list": ["att_1"],
                },
            })
        );
    }

    #[test]
    fn what_is_needed_must_be_known() {
        let mut drafted = drafted(json!({ "a": target(&ItemId::new("3")) }));
        drafted.needs.push(ItemId::new("3"));
        let error = fill(&drafted, &Bindings::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Misuse);
    }

    #[test]
    fn a_marker_is_known_by_its_origin_whatever_the_attempt() {
        let origin = Origin {
            organization: "fabrikam".into(),
            project: "Shop".into(),
            item: ItemId::new("17"),
            revision: 3,
        };
        let drafted = drafted(json!({ "fields": {}, "properties": item_marker(&origin) }));
        let filled = fill(&drafted, &Bindings::new()).unwrap();
        let value = filled.pointer("/properties/0/value").unwrap().clone();
        let marker: Marker = serde_json::from_value(value).unwrap();
        assert_eq!(marker.origin(), origin);
        assert_eq!(marker.attempt.as_str(), "att_1");
        assert!(is_of(&marker, drafted.payload.expose()));
        for other in [
            Origin { organization: "contoso".into(), ..origin.clone() },
            Origin { project: "Web".into(), ..origin.clone() },
            Origin { item: ItemId::new("18"), ..origin },
        ] {
            let marker = Marker::of_item(&other, AttemptId::new("att_1"));
            assert!(!is_of(&marker, drafted.payload.expose()));
        }
    }
}
