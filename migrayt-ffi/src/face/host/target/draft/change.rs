use migrayt_core::catalog::FieldRole;
use migrayt_core::id::{FieldId, ItemId};
use migrayt_core::operation::Action;
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::value::Value;
use serde_json::{Map, Value as Json};

use super::Draft;
use crate::face::host::model::person::Named;
use crate::face::host::target::canonical;
use crate::face::host::target::order::moment;
use crate::face::host::target::writer::Writer;

impl Draft<'_, '_, '_> {
    /// Renders what changes an item that stands.
    pub(super) fn change(&mut self, own: &ItemId, action: &Action) {
        match action {
            Action::Update { fields } => self.update(fields),
            Action::RewriteBody { field, body, before } => {
                self.update(&[(field.clone(), Value::RichText(body.clone()))]);
                if let Some(before) = before {
                    // What it loses was said when it was written.
                    let mut writer = Writer::new(self.writer.style, self.writer.catalog, own);
                    self.sketch.before = writer.document(field, before.expose());
                }
            }
            Action::Worklog { started, seconds, body, .. } => {
                let field = FieldId::new("worklog");
                let body = body.as_ref().and_then(|it| self.writer.document(&field, it.expose()));
                let style = self.writer.style;
                let digest = canonical::worklog(style, *started, *seconds, body.as_ref(), self.key);
                self.drafted.digests.push(digest);
                self.sketch.insert("started", moment(*started));
                self.sketch.insert("seconds", seconds);
                if let Some(body) = body {
                    self.sketch.insert("body", body);
                }
            }
            Action::Watch { person } => {
                if !self.writer.catalog.people.iter().any(|known| &known.id == person) {
                    self.refuse(canonical::WATCHER);
                }
                self.drafted.digests.push(canonical::watcher(person.as_str(), self.key));
                let id = person.clone();
                self.sketch.insert("person", Named { id, name: None, email: None, active: true });
            }
            Action::Sprint { sprint } => {
                let catalog = self.writer.catalog;
                match catalog.field_with(FieldRole::Sprint) {
                    Some(field) => self.update(&[(field.id.clone(), Value::Node(sprint.clone()))]),
                    None => self.refuse("sprint"),
                }
            }
            Action::Rank { after } => {
                if after == own {
                    self.refuse("rank");
                }
                self.drafted.needs.push(after.clone());
                self.sketch.insert("after", after);
            }
            Action::Property { name, value } => {
                if name.is_empty() || value.expose().is_null() {
                    self.refuse("property");
                }
                self.drafted.digests.push(canonical::property(name, value.expose(), self.key));
                self.sketch.insert("name", name);
                self.sketch.insert("value", value.expose());
            }
            _ => self.drafted.refusals.push(Refusal::of(RefusalKind::ValueInvalid)),
        }
    }

    /// Renders a change of fields. A field that it empties has no digest.
    fn update(&mut self, changes: &[(FieldId, Value)]) {
        let mut fields = Map::new();
        for (id, value) in changes {
            let catalog = self.writer.catalog;
            let Some(field) = catalog.field(id).filter(|field| field.writable) else {
                self.writer.losses.note(LossKind::FieldNotOnScreen, Some(id), 1);
                continue;
            };
            let refused = self.writer.refusals.len();
            match self.writer.value(field, value) {
                Some(datum) => self.insert(&mut fields, field, &datum),
                None if self.writer.refusals.len() > refused || !is_empty(value) => {}
                None if field.role == Some(FieldRole::Summary) => {
                    let refusal = Refusal::in_field(RefusalKind::TitleEmpty, id.clone());
                    self.writer.refusals.push(refusal);
                }
                None => drop(fields.insert(id.to_string(), Json::Null)),
            }
        }
        self.sketch.insert("fields", fields);
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.as_str().trim().is_empty(),
        Value::RichText(document) => document.expose().is_empty(),
        Value::Many(values) => values.iter().all(is_empty),
        _ => false,
    }
}
