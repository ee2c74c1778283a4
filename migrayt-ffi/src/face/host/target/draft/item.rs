use migrayt_core::catalog::{Catalog, Field, FieldRole, WorkType};
use migrayt_core::id::{FieldId, TypeId};
use migrayt_core::marker::HISTORY_NAME;
use migrayt_core::operation::NewItem;
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::value::Value;
use serde_json::{Map, Value as Json};

use super::{Draft, SketchedOrigin};
use crate::face::host::model::datum::Datum;
use crate::face::host::target::canonical;
use crate::face::host::target::writer::same_name;

impl Draft<'_, '_, '_> {
    /// Renders an item to be made.
    pub(super) fn create(&mut self, item: &NewItem, history: bool) {
        let Some(work_type) = work_type(self.writer.catalog, &item.type_id) else {
            self.writer.refusals.push(Refusal::of(RefusalKind::TypeUnmapped));
            return;
        };
        self.drafted.digests.push(canonical::work_type(work_type.id.as_str(), self.key));
        let mut fields = Map::new();
        for (id, value) in item.fields.iter().filter(|(_, value)| !value.is_null()) {
            let Some(field) = on_screen(self.writer.catalog, work_type, id) else {
                self.writer.losses.note(LossKind::FieldNotOnScreen, Some(id), 1);
                continue;
            };
            let Some(datum) = self.written(item, field, value) else { continue };
            self.insert(&mut fields, field, &datum);
        }
        let is_child = work_type.level.is_some_and(|level| level < 0);
        match &item.parent {
            Some(parent) => {
                self.sketch.insert("parent", parent);
                let list =
                    if is_child { &mut self.drafted.needs } else { &mut self.drafted.optional };
                list.push(parent.clone());
            }
            None if is_child => self.writer.refusals.push(Refusal::of(RefusalKind::ParentRequired)),
            None => {}
        }
        self.require(work_type, &fields);
        if let Some(kept) = item.history.as_ref().filter(|_| history) {
            self.drafted.digests.push(canonical::property(HISTORY_NAME, kept.expose(), self.key));
            self.sketch.insert("history", kept.expose());
        }
        self.sketch.insert("type", &work_type.id);
        self.sketch.insert("fields", fields);
        self.sketch.origin = Some(SketchedOrigin {
            organization: item.origin.organization.clone(),
            project: item.origin.project.clone(),
            revision: item.origin.revision,
        });
    }

    /// Puts a value among those that are sent, if there is anything of it to be seen.
    pub(super) fn insert(&mut self, fields: &mut Map<String, Json>, field: &Field, datum: &Datum) {
        let digest = canonical::field(self.writer.style, &field.id, datum, self.key);
        if let (Some(digest), Ok(json)) = (digest, serde_json::to_value(datum)) {
            self.drafted.digests.push(digest);
            fields.insert(field.id.to_string(), json);
        }
    }

    /// A field's value. What is lost of a text that is written again is counted when it is.
    fn written(&mut self, item: &NewItem, field: &Field, value: &Value) -> Option<Datum> {
        if !item.provisional.contains(&field.id) {
            return self.writer.value(field, value);
        }
        let losses = self.writer.losses.clone();
        let datum = self.writer.value(field, value);
        self.writer.losses = losses;
        datum
    }

    /// Refuses an item without a title or without a value that its type requires.
    fn require(&mut self, work_type: &WorkType, fields: &Map<String, Json>) {
        let title = self.writer.catalog.field_with(FieldRole::Summary).map(|field| &field.id);
        let others = work_type.required.iter().filter(|id| Some(*id) != title);
        for id in title.into_iter().chain(others) {
            let refused = self.writer.refusals.iter().any(|it| it.field.as_ref() == Some(id));
            if fields.contains_key(id.as_str()) || refused {
                continue;
            }
            let missing = Some(id) == title;
            let kind = if missing { RefusalKind::TitleEmpty } else { RefusalKind::RequiredMissing };
            self.writer.refusals.push(Refusal::in_field(kind, id.clone()));
        }
    }
}

fn work_type<'a>(catalog: &'a Catalog, id: &TypeId) -> Option<&'a WorkType> {
    catalog
        .work_type(id)
        .or_else(|| catalog.types.iter().find(|it| same_name(&it.name, id.as_str())))
}

/// The field, if a new item of the type takes it.
fn on_screen<'a>(catalog: &'a Catalog, work_type: &WorkType, id: &FieldId) -> Option<&'a Field> {
    let field = catalog.field(id).filter(|field| field.writable)?;
    (work_type.fields.is_empty() || work_type.fields.contains(id)).then_some(field)
}
