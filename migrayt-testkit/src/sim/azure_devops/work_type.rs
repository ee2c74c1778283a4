//! Work item types of a project.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::address;
use super::field::{self, FieldKey, FieldTable};
use super::process::{Process, StateSeed, TypeSeed};

/// A type.
#[derive(Clone, Debug)]
pub(super) struct WorkType {
    pub(super) seed: TypeSeed,
    pub(super) fields: BTreeSet<FieldKey>,
}

impl WorkType {
    pub(super) fn new(seed: TypeSeed, common: &[String], table: &FieldTable) -> Self {
        let fields = common
            .iter()
            .chain(&seed.fields)
            .chain(&seed.required)
            .filter_map(|name| table.find(name))
            .chain([field::PERSON_ID, field::TITLE, field::STATE, field::REASON])
            .collect();
        Self { seed, fields }
    }

    /// A type of which only the name is known.
    pub(super) fn named(name: &str, process: Process, table: &FieldTable) -> Self {
        let common = process.seed().map(|seed| seed.common.as_slice()).unwrap_or_default();
        let seed = process.type_seed(name).cloned().unwrap_or_else(|| TypeSeed {
            name: name.to_owned(),
            reference: format!("Custom.{}", name.replace(' ', "")),
            description: String::new(),
            color: "666666".to_owned(),
            icon: "icon_clipboard".to_owned(),
            states: Vec::new(),
            transitions: BTreeMap::new(),
            fields: Vec::new(),
            required: vec!["System.Title".to_owned()],
            allowed: BTreeMap::new(),
            defaults: BTreeMap::new(),
        });
        Self::new(seed, common, table)
    }

    /// Takes in a state that an item has, so that types and items always fit together.
    pub(super) fn learn_state(&mut self, name: &str) {
        if !name.is_empty() && !self.seed.states.iter().any(|state| state.name == name) {
            let category = category(name).to_owned();
            self.seed.states.push(StateSeed { name: name.to_owned(), category });
        }
    }

    /// The state of a new item and its reason.
    pub(super) fn initial(&self) -> (&str, &str) {
        self.seed
            .transitions
            .get("")
            .and_then(|first| first.iter().next())
            .map(|(state, reason)| (state.as_str(), reason.as_str()))
            .or_else(|| self.seed.states.first().map(|state| (state.name.as_str(), "New")))
            .unwrap_or(("New", "New"))
    }

    pub(super) fn requires(&self, reference: &str) -> bool {
        self.seed.required.iter().any(|name| name == reference)
    }

    fn allowed(&self, table: &FieldTable, key: FieldKey) -> Vec<String> {
        if key == field::STATE {
            return self.seed.states.iter().map(|state| state.name.clone()).collect();
        }
        self.seed.allowed.get(table.reference(key)).cloned().unwrap_or_default()
    }

    pub(super) fn states(&self) -> Vec<Value> {
        self.seed
            .states
            .iter()
            .map(|state| {
                json!({
                    "name": state.name,
                    "color": color(&state.category),
                    "category": state.category,
                })
            })
            .collect()
    }

    /// A field of the type, with its allowed values if `values`.
    pub(super) fn field(
        &self,
        table: &FieldTable,
        key: FieldKey,
        (base, values): (&str, bool),
    ) -> Value {
        let reference = table.reference(key);
        let always = self.requires(reference)
            || [field::AREA_ID, field::ITERATION_ID, field::STATE].contains(&key);
        let mut view = json!({
            "defaultValue": self.seed.defaults.get(reference),
            "alwaysRequired": always,
            "dependentFields": [],
            "referenceName": reference,
            "name": table.field(key).map(|field| field.name.as_str()),
            "url": format!("{base}/_apis/wit/fields/{reference}"),
        });
        if let (true, Some(view)) = (values, view.as_object_mut()) {
            view.insert("allowedValues".to_owned(), json!(self.allowed(table, key)));
        }
        view
    }

    /// The type as the service shows it; `base` ends with the project's id.
    pub(super) fn view(&self, table: &FieldTable, base: &str) -> Value {
        let seed = &self.seed;
        let fields: Vec<Value> = self
            .fields
            .iter()
            .map(|key| {
                let reference = table.reference(*key);
                json!({
                    "alwaysRequired": self.requires(reference),
                    "defaultValue": seed.defaults.get(reference),
                    "referenceName": reference,
                    "name": table.field(*key).map(|field| field.name.as_str()),
                    "url": format!("{base}/_apis/wit/fields/{reference}"),
                })
            })
            .collect();
        let url = format!("{base}/_apis/wit/workItemTypes/{}", address::encode(&seed.name));
        json!({
            "name": seed.name,
            "referenceName": seed.reference,
            "description": seed.description,
            "color": seed.color,
            "icon": {
                "id": seed.icon,
                "url": format!(
                    "{base}/_apis/wit/workItemIcons/{}?color={}&v=2", seed.icon, seed.color
                ),
            },
            "isDisabled": false,
            "xmlForm": "",
            "fields": fields,
            "fieldInstances": fields,
            "transitions": self.transitions(),
            "states": self.states(),
            "_links": {"self": {"href": url}},
            "url": url,
        })
    }

    fn transitions(&self) -> Value {
        let all = self.seed.transitions.iter().map(|(from, to)| {
            let stay = Some(from).filter(|from| !from.is_empty());
            let to: Vec<Value> = stay
                .into_iter()
                .chain(to.keys())
                .map(|to| json!({"to": to, "actions": null}))
                .collect();
            (from.clone(), Value::Array(to))
        });
        Value::Object(all.collect::<Map<String, Value>>())
    }
}

/// How far the work of a state is, by its usual name.
fn category(state: &str) -> &'static str {
    match state {
        "New" | "To Do" | "Proposed" | "Open" | "Design" | "Approved" | "In Planning" => "Proposed",
        "Resolved" => "Resolved",
        "Closed" | "Done" | "Inactive" | "Completed" => "Completed",
        "Removed" => "Removed",
        _ => "InProgress",
    }
}

fn color(category: &str) -> &'static str {
    match category {
        "Proposed" => "b2b2b2",
        "Resolved" => "ff9d00",
        "Completed" => "339933",
        "Removed" => "ffffff",
        _ => "007acc",
    }
}
