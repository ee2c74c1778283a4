use migrayt_core::catalog::{Catalog, FieldRole};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, ItemId, PartId};
use migrayt_core::operation::{Action, OperationKind};
use migrayt_core::plan::{Loss, LossKind, Refusal, RefusalKind};
use migrayt_core::port::{Applied, Drafted, Order};
use migrayt_core::richtext::plain_text;
use migrayt_core::value::Value;
use migrayt_core::{Content, Result};
use serde_json::{Map, Value as Json, json};

use super::value::digest;
use super::{Depot, Flaw, Stored, own};

/// The field under which watchers are digested.
pub(super) const WATCHERS: &str = "watchers";
/// The field under which work log entries are digested.
pub(super) const WORKLOG: &str = "worklog";

impl Depot {
    /// Drafts what changes an item that stands.
    pub(super) fn draft_change(
        &self,
        catalog: &Catalog,
        action: &Action,
        key: &DigestKey,
        drafted: &mut Drafted,
    ) -> Json {
        match action {
            Action::Update { fields } => self.draft_fields(catalog, fields, key, drafted),
            Action::RewriteBody { field, body, .. } => {
                let fields = [(field.clone(), Value::RichText(body.clone()))];
                self.draft_fields(catalog, &fields, key, drafted)
            }
            Action::Worklog { source, started, seconds, body } => {
                let words = body.as_ref().map(|body| plain_text(body.expose()));
                let words = words.as_ref().map(Content::as_str);
                let mut entry = json!([started.unix_timestamp(), seconds, words]);
                if self.has(Flaw::ForgetsHowLong) {
                    entry[1] = Json::Null;
                }
                drafted.digests.push(digest(&FieldId::new(WORKLOG), &entry, key));
                json!({ "part": source.as_str(), "entry": entry })
            }
            Action::Watch { person } => {
                let person = json!(person.as_str());
                drafted.digests.push(digest(&FieldId::new(WATCHERS), &person, key));
                json!({ "person": person })
            }
            Action::Sprint { sprint } => {
                let field = catalog.field_with(FieldRole::Sprint).unwrap();
                let fields = [(field.id.clone(), Value::Node(sprint.clone()))];
                self.draft_fields(catalog, &fields, key, drafted)
            }
            Action::Rank { after } => {
                drafted.needs.push(after.clone());
                if after == &drafted.key.item {
                    drafted.refusals.push(Refusal::of(RefusalKind::ValueInvalid));
                }
                json!({ "after": after.as_str() })
            }
            Action::Property { name, value } => json!({ "name": name, "value": value.expose() }),
            _ => Json::Null,
        }
    }

    fn draft_fields(
        &self,
        catalog: &Catalog,
        changes: &[(FieldId, Value)],
        key: &DigestKey,
        drafted: &mut Drafted,
    ) -> Json {
        let mut fields = Map::new();
        for (id, value) in changes {
            let Some(field) = catalog.field(id).filter(|field| field.writable) else {
                drafted.losses.push(Loss::in_field(LossKind::FieldNotOnScreen, id.clone()));
                continue;
            };
            if value.is_null() {
                fields.insert(id.as_str().to_owned(), Json::Null);
            } else {
                self.draft_value(catalog, field, value, key, (&mut fields, drafted));
            }
        }
        json!({ "fields": fields })
    }

    /// Changes an item that stands.
    pub(super) fn change(&self, order: &Order<'_>) -> Result<Applied> {
        let drafted = order.drafted;
        let json = drafted.payload.expose();
        let kind = drafted.key.kind;
        let part = PartId::new(self.number().to_string());
        let mut state = self.state();
        let number = own(order, &drafted.key.item);
        let number = number.filter(|number| state.items.contains_key(number));
        let number = number.ok_or_else(|| self.refusal(order))?;
        if kind == OperationKind::Rank {
            let after = ItemId::new(json["after"].as_str().unwrap());
            let after = own(order, &after).ok_or_else(|| self.refusal(order))?;
            state.order.retain(|other| *other != number);
            let place = state.order.iter().position(|other| *other == after).unwrap();
            let below = usize::from(!self.has(Flaw::PlacesBefore));
            state.order.insert(place + below, number);
            return Ok(Applied::default());
        }
        let item = state.items.get_mut(&number).unwrap();
        match kind {
            OperationKind::Worklog => return Ok(self.log(item, part, json)),
            OperationKind::Watch => {
                let person = json["person"].as_str().unwrap().to_owned();
                if !item.watchers.contains(&person) || self.has(Flaw::WatchesTwice) {
                    item.watchers.push(person);
                }
            }
            OperationKind::Property if !self.has(Flaw::SetsNoProperty) => {
                let name = json["name"].as_str().unwrap().to_owned();
                item.properties.insert(name, json["value"].clone());
            }
            OperationKind::Sprint if self.has(Flaw::StaysInItsFirstSprint) => {
                for (id, value) in json["fields"].as_object().unwrap() {
                    item.fields.entry(FieldId::new(id.as_str())).or_insert(value.clone());
                }
            }
            OperationKind::Update if self.has(Flaw::UpdatesNothing) => {}
            OperationKind::RewriteBody if self.has(Flaw::WritesNoTextAgain) => {}
            OperationKind::Update | OperationKind::RewriteBody | OperationKind::Sprint => {
                self.overwrite(item, json["fields"].as_object().unwrap());
            }
            _ => {}
        }
        Ok(Applied::default())
    }

    fn log(&self, item: &mut Stored, part: PartId, json: &Json) -> Applied {
        let entry = &json["entry"];
        if self.has(Flaw::MergesEqualWorkLogs)
            && let Some((id, ..)) = item.worklogs.iter().find(|(.., known)| known == entry)
        {
            return Applied::part(id.clone());
        }
        let source = json["part"].as_str().unwrap().to_owned();
        item.worklogs.push((part.clone(), source, entry.clone()));
        Applied::part(part)
    }

    fn overwrite(&self, item: &mut Stored, fields: &Map<String, Json>) {
        if self.has(Flaw::UpdatesWholeItems) {
            item.fields.clear();
        }
        for (id, value) in fields {
            let id = FieldId::new(id.as_str());
            if !value.is_null() {
                item.fields.insert(id, value.clone());
            } else if !self.has(Flaw::KeepsWhatWasEmptied) {
                item.fields.remove(&id);
            }
        }
    }

    /// Looks for a change of an item that stands.
    pub(super) fn find_change(&self, order: &Order<'_>) -> Option<Applied> {
        let json = order.drafted.payload.expose();
        if order.drafted.key.kind == OperationKind::Rank {
            let place = |item: &ItemId| {
                let number = own(order, item)?;
                self.state().order.iter().position(|other| *other == number)
            };
            let after = place(&ItemId::new(json["after"].as_str()?))?;
            let stands = after < place(&order.drafted.key.item)?;
            return (stands || self.has(Flaw::FindsEveryPlace)).then(Applied::default);
        }
        self.on_item(order, |item| {
            let holds = match order.drafted.key.kind {
                OperationKind::Worklog => {
                    let part = json["part"].as_str();
                    let mut entries = item.worklogs.iter();
                    let entry = entries.find(|(_, source, entry)| {
                        let alike = self.has(Flaw::FindsEqualWorkLogs) && *entry == json["entry"];
                        alike || Some(source.as_str()) == part
                    });
                    return entry.map(|(id, ..)| Applied::part(id.clone()));
                }
                OperationKind::Watch => match self.flaw {
                    Some(Flaw::FindsEveryWatcher) => true,
                    _ => {
                        item.watchers.iter().any(|it| Some(it.as_str()) == json["person"].as_str())
                    }
                },
                OperationKind::Property => {
                    let found = item.properties.get(json["name"].as_str()?);
                    found == Some(&json["value"])
                        || found.is_some() && self.has(Flaw::FindsPropertiesByName)
                }
                _ if self.has(Flaw::FindsEveryChange) => true,
                _ if self.has(Flaw::FindsNoChange) => false,
                _ => json["fields"].as_object()?.iter().all(|(id, value)| {
                    let found = item.fields.get(&FieldId::new(id.as_str()));
                    found.unwrap_or(&Json::Null) == value
                }),
            };
            holds.then(Applied::default)
        })
    }
}
