use migrayt_core::catalog::{Catalog, Field, FieldKind, WorkType};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, LinkTypeId, StateId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::operation::{Action, Command, NewItem, OperationKind};
use migrayt_core::payload::Payload;
use migrayt_core::plan::{Loss, LossKind, Refusal, RefusalKind};
use migrayt_core::port::{Drafted, Measure};
use migrayt_core::richtext::plain_text;
use migrayt_core::value::Value;
use serde_json::{Map, Value as Json, json};

use super::value::{canonical, digest, file_digest};
use super::{Depot, Flaw, LARGEST_FILE};

impl Depot {
    pub(super) fn draft_all(
        &self,
        catalog: &Catalog,
        commands: &[Command],
        key: &DigestKey,
    ) -> Vec<Drafted> {
        let fixed = DigestKey::new([0; 32]);
        let key = if self.has(Flaw::DigestsWithoutKey) { &fixed } else { key };
        let mut drafts: Vec<_> =
            commands.iter().map(|command| self.draft_command(catalog, command, key)).collect();
        if self.has(Flaw::WritesWhenDrafting)
            && let Some(Action::Create(item)) = commands.first().map(|command| &command.action)
        {
            self.store(&item.origin, &Map::new());
        }
        match self.flaw {
            Some(Flaw::DraftsInReverse) if drafts.len() > 2 => drafts.reverse(),
            Some(Flaw::DropsADraft) if drafts.len() > 2 => {
                drafts.pop();
            }
            Some(Flaw::DraftsByNeighbours) => {
                let length = drafts.len() as u64;
                let field = FieldId::new("title");
                for drafted in &mut drafts {
                    drafted.lengths.push(Measure { field: field.clone(), length, limit: 99 });
                }
            }
            _ => {}
        }
        drafts
    }

    fn draft_command(&self, catalog: &Catalog, command: &Command, key: &DigestKey) -> Drafted {
        let mut drafted = Drafted::new(command.key.clone(), Payload::default());
        if !self.has(Flaw::DropsLosses) {
            drafted.losses.clone_from(&command.losses);
        }
        let declared = self.modest || self.has(Flaw::TakesWhatItDoesNotDeclare);
        let declared =
            !declared || matches!(command.key.kind, OperationKind::Create | OperationKind::Comment);
        if !declared && !self.has(Flaw::TakesWhatItDoesNotDeclare) {
            drafted.refusals.push(Refusal::of(RefusalKind::ValueInvalid));
            return drafted;
        }
        let mut json = match &command.action {
            Action::Create(item) => self.draft_item(catalog, item, key, &mut drafted),
            Action::Comment { source, body, .. } => {
                let text = json!(plain_text(body.expose()).as_str());
                drafted.digests.push(digest(&FieldId::new("comment"), &text, key));
                json!({ "text": text, "part": source.as_str() })
            }
            Action::Attach(file) => self.draft_file(file, key, &mut drafted),
            Action::Transition { to } => self.draft_transition(catalog, to, key, &mut drafted),
            Action::Link { link_type, other } => {
                self.check_link(catalog, link_type, &mut drafted);
                json!({ "type": link_type.as_str(), "other": other.as_str() })
            }
            Action::RemoteLink { global_id, url, title } => {
                json!({ "id": global_id, "url": url.as_str(), "title": title.as_str() })
            }
            change => self.draft_change(catalog, change, key, &mut drafted),
        };
        if let Action::Link { other, .. } = &command.action
            && !self.has(Flaw::NeedsOneEnd)
        {
            drafted.needs.push(other.clone());
        }
        if command.key.kind != OperationKind::Create {
            drafted.needs.push(command.key.item.clone());
        }
        if self.has(Flaw::NeedsNothing) {
            drafted.needs.clear();
        }
        if self.has(Flaw::NumbersItsDrafts) {
            json["number"] = json!(self.number());
        }
        if self.has(Flaw::DraftsByWhatStands) {
            json["items"] = json!(self.state().items.len());
        }
        if self.has(Flaw::NamesLossesByContent) && command.key.kind == OperationKind::Comment {
            let field = FieldId::new(json["text"].as_str().unwrap());
            drafted.losses.push(Loss::in_field(LossKind::Shortened, field));
        }
        drafted.payload = Payload::new(json);
        drafted
    }

    fn draft_item(
        &self,
        catalog: &Catalog,
        item: &NewItem,
        key: &DigestKey,
        drafted: &mut Drafted,
    ) -> Json {
        let any = self.has(Flaw::TakesAnyType).then(|| catalog.types.first()).flatten();
        let Some(work_type) = catalog.work_type(&item.type_id).or(any) else {
            drafted.refusals.push(Refusal::of(RefusalKind::TypeUnmapped));
            return Json::Null;
        };
        let mut fields = Map::new();
        for (id, value) in &item.fields {
            let Some(field) = catalog.field(id).filter(|field| field.writable) else {
                let locked = catalog.field(id).is_some() && self.has(Flaw::DropsLockedFields);
                if !self.has(Flaw::DropsUnknownFields) && !locked {
                    drafted.losses.push(Loss::in_field(LossKind::FieldNotOnScreen, id.clone()));
                }
                continue;
            };
            if self.has(Flaw::DropsFieldsInSilence) && id.as_str() == "labels" {
                continue;
            }
            self.draft_value(catalog, field, value, key, (&mut fields, drafted));
        }
        self.require(work_type, &fields, drafted);
        if let Some(parent) = &item.parent
            && !self.has(Flaw::RefersToNoParent)
        {
            let part = work_type.level.is_some_and(|level| level < 0);
            let list = if part { &mut drafted.needs } else { &mut drafted.optional };
            list.push(parent.clone());
        }
        match self.flaw {
            Some(Flaw::DigestsAllTogether) => {
                let all = Json::Object(fields.clone());
                for each in &mut drafted.digests {
                    *each = digest(&each.field.clone(), &all, key);
                }
            }
            Some(Flaw::DigestsNoTitle) => {
                drafted.digests.retain(|digest| digest.field.as_str() != "title");
            }
            _ => {}
        }
        json!({
            "type": work_type.id.as_str(),
            "fields": fields,
            "parent": item.parent.as_ref().map(migrayt_core::id::ItemId::as_str),
            "organization": item.origin.organization,
            "project": item.origin.project,
            "revision": item.origin.revision,
        })
    }

    pub(super) fn draft_value(
        &self,
        catalog: &Catalog,
        field: &Field,
        value: &Value,
        key: &DigestKey,
        (fields, drafted): (&mut Map<String, Json>, &mut Drafted),
    ) {
        let Ok(canonical) = canonical(catalog, field, value) else {
            let silent = match field.kind {
                FieldKind::Person if matches!(value, Value::Person(_)) => {
                    self.has(Flaw::DropsUnknownPeople)
                }
                FieldKind::Choice => self.has(Flaw::DropsUnknownChoices),
                _ => self.has(Flaw::DropsWrongValues),
            };
            if !silent {
                let refusal = Refusal::in_field(RefusalKind::ValueInvalid, field.id.clone());
                drafted.refusals.push(refusal);
            }
            if self.has(Flaw::DigestsRefusedValues) {
                drafted.digests.push(digest(&field.id, &Json::Null, key));
            }
            return;
        };
        let blank = self.has(Flaw::TakesBlankTitles).then(|| json!(""));
        let Some(canonical) = canonical.or(blank) else { return };
        if let (Some(limit), Some(text)) = (field.max_length, canonical.as_str()) {
            self.measure(field, text, limit.into(), drafted);
        }
        let digested = match (self.flaw, value) {
            (Some(Flaw::DigestsLengths), _) => json!(canonical.to_string().len()),
            (Some(Flaw::DigestsWallClocks), Value::Instant(at)) => json!(at.time().to_string()),
            _ => canonical.clone(),
        };
        drafted.digests.push(digest(&field.id, &digested, key));
        fields.insert(field.id.as_str().to_owned(), canonical);
    }

    fn measure(&self, field: &Field, text: &str, limit: u64, drafted: &mut Drafted) {
        let length = text.chars().count() as u64;
        let told = if self.has(Flaw::MeasuresAnotherLimit) { limit + 1 } else { limit };
        if !self.has(Flaw::MeasuresNothing) {
            drafted.lengths.push(Measure { field: field.id.clone(), length, limit: told });
        }
        let over = match self.flaw {
            Some(Flaw::TakesAnyLength) => false,
            Some(Flaw::RefusesTheLongest) => length >= limit,
            _ => length > limit,
        };
        if over {
            drafted.refusals.push(Refusal::too_long(field.id.clone(), length, limit));
        }
    }

    fn require(&self, work_type: &WorkType, fields: &Map<String, Json>, drafted: &mut Drafted) {
        for id in &work_type.required {
            let title = id.as_str() == "title";
            let lenient = match self.flaw {
                Some(Flaw::TakesItemsWithoutTitle) => title,
                Some(Flaw::TakesIncompleteItems) => !title,
                _ => false,
            };
            let known = drafted.refusals.iter().any(|refusal| refusal.field.as_ref() == Some(id));
            if fields.contains_key(id.as_str()) || lenient || known {
                continue;
            }
            let kind = if title { RefusalKind::TitleEmpty } else { RefusalKind::RequiredMissing };
            drafted.refusals.push(Refusal::in_field(kind, id.clone()));
        }
    }

    fn draft_file(&self, file: &AttachmentRef, key: &DigestKey, drafted: &mut Drafted) -> Json {
        let size = file.size.unwrap();
        let over = match self.flaw {
            Some(Flaw::TakesAnyFile) => false,
            Some(Flaw::RefusesTheLargestFile) => size >= LARGEST_FILE,
            _ => size > LARGEST_FILE,
        };
        if over {
            drafted.refusals.push(Refusal::of(RefusalKind::ValueInvalid));
        }
        drafted.digests.push(file_digest(file.name.as_str(), size, key));
        json!({ "name": file.name.as_str(), "size": size })
    }

    fn draft_transition(
        &self,
        catalog: &Catalog,
        to: &StateId,
        key: &DigestKey,
        drafted: &mut Drafted,
    ) -> Json {
        let mut states = catalog.types.iter().flat_map(|work_type| &work_type.states);
        if !states.any(|state| &state.id == to) && !self.has(Flaw::TakesAnyState) {
            drafted.refusals.push(Refusal::of(RefusalKind::ValueInvalid));
        }
        drafted.digests.push(digest(&FieldId::new("state"), &json!(to.as_str()), key));
        json!({ "to": to.as_str() })
    }

    fn check_link(&self, catalog: &Catalog, link_type: &LinkTypeId, drafted: &mut Drafted) {
        let known = catalog.link_types.iter().any(|known| &known.id == link_type);
        if !known && !self.has(Flaw::TakesAnyLinkType) {
            drafted.refusals.push(Refusal::of(RefusalKind::ValueInvalid));
        }
    }
}
