//! Drafting for a target that keeps records in JSON: what to write for each operation, and how an
//! item stands of which such records were kept. It knows nothing of where they are.

use migrayt::core::catalog::{
    Catalog, Field, FieldKind, FieldRole, LinkType, State, StateCategory, WorkType,
};
use migrayt::core::digest::{DigestKey, FieldDigest};
use migrayt::core::id::{
    EndpointId, FieldId, ItemId, LinkTypeId, PartId, StateId, TargetId, TargetRef, TypeId,
};
use migrayt::core::marker::Origin;
use migrayt::core::operation::{Action, Command, NewItem, OperationKey, OperationKind};
use migrayt::core::payload::Payload;
use migrayt::core::plan::{Loss, LossKind, Refusal, RefusalKind};
use migrayt::core::port::{Applied, Drafted, Order, PartStanding, Standing, StandingLink};
use migrayt::core::richtext::Document;
use migrayt::core::value::Value;
use migrayt::core::{Error, ErrorKind, Result};
use migrayt_markup::markdown;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

/// The kinds of operation that are drafted here.
pub const KINDS: [OperationKind; 7] = [
    OperationKind::Create,
    OperationKind::Comment,
    OperationKind::Attach,
    OperationKind::Transition,
    OperationKind::Link,
    OperationKind::RemoteLink,
    OperationKind::RewriteBody,
];

/// What items are like that have a type, a state, a title, a text and links: what can be drafted
/// here. What else an item of the source has stands in the text, or is a named loss.
pub fn catalog(
    endpoint: EndpointId,
    types: &[&str],
    states: &[(&str, StateCategory)],
    links: &[&str],
) -> Catalog {
    let mut catalog = Catalog::new(endpoint);
    for (id, kind, role) in [
        ("title", FieldKind::Text, FieldRole::Summary),
        ("text", FieldKind::RichText, FieldRole::Description),
    ] {
        let mut field = Field::new(FieldId::new(id), id, kind);
        field.role = Some(role);
        catalog.fields.push(field);
    }
    for name in types {
        let mut work_type = WorkType::new(TypeId::new(*name), *name);
        let state = |(name, category): &(&str, StateCategory)| State {
            id: StateId::new(*name),
            name: (*name).to_owned(),
            category: *category,
        };
        work_type.states.extend(states.iter().map(state));
        work_type.fields.extend(catalog.fields.iter().map(|field| field.id.clone()));
        work_type.required.push(FieldId::new("title"));
        catalog.types.push(work_type);
    }
    catalog.link_types.extend(links.iter().map(|name| LinkType {
        id: LinkTypeId::new(*name),
        name: (*name).to_owned(),
        outward: (*name).to_owned(),
        inward: (*name).to_owned(),
        used: None,
    }));
    catalog
}

/// Renders a command. Titles are texts, formatted texts are Markdown; a field of another kind is
/// refused.
pub fn draft(catalog: &Catalog, command: &Command, key: &DigestKey) -> Drafted {
    let mut drafted = Drafted::new(command.key.clone(), Payload::default());
    drafted.losses.clone_from(&command.losses);
    if command.key.kind != OperationKind::Create {
        drafted.needs.push(command.key.item.clone());
    }
    let json = match &command.action {
        Action::Create(item) => create(catalog, item, &mut drafted),
        Action::Comment { body, .. } => json!({ "text": text(body.expose(), None, &mut drafted) }),
        Action::Attach(file) => json!({ "name": file.name.as_str(), "size": file.size }),
        Action::Transition { to } => {
            let mut states = catalog.types.iter().flat_map(|work_type| &work_type.states);
            known(states.any(|state| state.id == *to), &mut drafted);
            json!({ "state": to })
        }
        Action::Link { link_type, other } => {
            known(catalog.link_types.iter().any(|it| it.id == *link_type), &mut drafted);
            drafted.needs.push(other.clone());
            json!({ "type": link_type, "other": other })
        }
        Action::RemoteLink { global_id, url, title } => {
            json!({ "id": global_id, "url": url.as_str(), "title": title.as_str() })
        }
        Action::RewriteBody { field, body, .. } => {
            let text = text(body.expose(), Some(field), &mut drafted);
            json!({ "fields": { field.as_str(): text } })
        }
        _ => {
            known(false, &mut drafted);
            Json::Null
        }
    };
    drafted.digests = digests(command.key.kind, &json, key);
    drafted.payload = Payload::new(json);
    drafted
}

fn known(known: bool, drafted: &mut Drafted) {
    if !known {
        drafted.refusals.push(Refusal::of(RefusalKind::ValueInvalid));
    }
}

fn create(catalog: &Catalog, item: &NewItem, drafted: &mut Drafted) -> Json {
    let Some(work_type) = catalog.work_type(&item.type_id) else {
        drafted.refusals.push(Refusal::of(RefusalKind::TypeUnmapped));
        return Json::Null;
    };
    let mut fields = Map::new();
    for (id, value) in &item.fields {
        // What is lost of a provisional text is counted when it is written again.
        let counted = drafted.losses.len();
        let kind = catalog.field(id).filter(|field| field.writable).map(|field| field.kind);
        let text = match (kind, value) {
            (None, _) => {
                drafted.losses.push(Loss::in_field(LossKind::FieldNotOnScreen, id.clone()));
                continue;
            }
            (Some(FieldKind::Text), Value::Text(line)) => line.as_str().trim().to_owned(),
            (Some(FieldKind::RichText), Value::RichText(document)) => {
                text(document.expose(), Some(id), drafted)
            }
            _ => {
                drafted.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, id.clone()));
                continue;
            }
        };
        if item.provisional.contains(id) {
            drafted.losses.truncate(counted);
        }
        if !text.is_empty() {
            fields.insert(id.as_str().to_owned(), Json::String(text));
        }
    }
    require(work_type, &fields, drafted);
    drafted.optional.extend(item.parent.clone());
    let Origin { organization, project, item: source, revision } = &item.origin;
    json!({
        "type": work_type.id,
        "state": work_type.states.first().map(|state| &state.id),
        "fields": fields,
        "other": item.parent,
        "origin": [organization, project, source],
        "revision": revision,
    })
}

fn require(work_type: &WorkType, fields: &Map<String, Json>, drafted: &mut Drafted) {
    for id in work_type.required.iter().filter(|id| !fields.contains_key(id.as_str())) {
        drafted.refusals.push(Refusal::in_field(RefusalKind::RequiredMissing, id.clone()));
    }
}

fn text(document: &Document, field: Option<&FieldId>, drafted: &mut Drafted) -> String {
    let writing = markdown::write(document);
    drafted.losses.extend(writing.losses.iter().map(|loss| Loss {
        kind: loss.kind.in_plan(),
        field: field.cloned(),
        count: loss.count,
    }));
    writing.value
}

/// The digests of what is written. What stands has those of what was drafted, since both are made
/// of the same JSON.
fn digests(kind: OperationKind, json: &Json, key: &DigestKey) -> Vec<FieldDigest> {
    let of = |field: &str, value: &Json| FieldDigest {
        field: FieldId::new(field),
        digest: key.digest(field, value.to_string().as_bytes()),
    };
    let member = |name: &str| Some(of(name, json.get(name)?));
    let fields = json.get("fields").and_then(Json::as_object).into_iter().flatten();
    let fields = fields.map(|(field, value)| of(field, value));
    match kind {
        OperationKind::Create => fields.chain(member("type")).collect(),
        OperationKind::RewriteBody => fields.collect(),
        OperationKind::Transition => member("state").into_iter().collect(),
        _ => vec![of(kind.name(), json)],
    }
}

/// One thing that was written, as a target keeps it. It is content.
#[derive(Clone, Debug)]
pub struct Written {
    /// The name of the operation that wrote it.
    pub key: OperationKey,
    /// What it says.
    pub payload: Payload,
    /// The item of the target that it refers to: the parent, or the other end of a link.
    pub other: Option<TargetId>,
    /// Whether it is a link of the other item, seen from this one.
    pub inward: bool,
}

impl Written {
    /// What an order writes.
    ///
    /// # Errors
    /// `Misuse` if it needs an item that was not made; `InputInvalid` if the draft was refused.
    pub fn of(order: &Order<'_>) -> Result<Self> {
        if !order.drafted.refusals.is_empty() {
            return Err(Error::new(ErrorKind::InputInvalid, "the draft was refused"));
        }
        if order.drafted.needs.iter().any(|item| order.known.item(item).is_none()) {
            return Err(Error::new(ErrorKind::Misuse, "the order needs an item that was not made"));
        }
        let (key, payload) = (order.drafted.key.clone(), order.drafted.payload.clone());
        let other = text_of(&payload, "other").and_then(|it| order.known.item(&ItemId::new(it)));
        let other = other.map(|target| target.id.clone());
        Ok(Self { key, payload, other, inward: false })
    }

    /// Whether it is what an order would write, whichever attempt wrote it. A text or a status must
    /// say the same: of those an earlier one has the same name.
    pub fn is(&self, order: &Order<'_>) -> bool {
        let planned = &order.drafted.payload;
        let origin = |payload: &Payload| payload.expose().get("origin").cloned();
        let same = match self.key.kind {
            OperationKind::RewriteBody | OperationKind::Transition => self.payload == *planned,
            _ => origin(&self.payload) == origin(planned),
        };
        self.key == order.drafted.key && same && !self.inward
    }

    /// What the run is told of it. A parent that was not made is a loss.
    pub fn applied(&self, target: TargetRef) -> Applied {
        let mut applied = match self.key.kind {
            OperationKind::Create => Applied::item(target),
            _ => Applied::part(self.part()),
        };
        let lost = self.other.is_none() && text_of(&self.payload, "other").is_some();
        applied.losses.extend(lost.then(|| Loss::of(LossKind::ParentOutside)));
        applied
    }

    /// Where the item comes from, for its creation.
    pub fn origin(&self) -> Option<Origin> {
        let json = self.payload.expose();
        let [organization, project, item] = json.get("origin")?.as_array()?.as_slice() else {
            return None;
        };
        Some(Origin {
            organization: organization.as_str()?.to_owned(),
            project: project.as_str()?.to_owned(),
            item: ItemId::new(item.as_str()?),
            revision: json.get("revision")?.as_u64()?,
        })
    }

    /// The record as JSON, to be kept.
    pub fn to_json(&self) -> Json {
        let Self { key, payload, other, inward } = self;
        json!({ "key": key, "payload": payload.expose(), "other": other, "inward": inward })
    }

    /// A record that was kept.
    ///
    /// # Errors
    /// `DataCorrupt` if it is none.
    pub fn from_json(json: Json) -> Result<Self> {
        #[derive(Deserialize)]
        struct Kept {
            key: OperationKey,
            payload: Json,
            other: Option<TargetId>,
            inward: bool,
        }
        let Kept { key, payload, other, inward } = serde_json::from_value(json)
            .map_err(|_| Error::new(ErrorKind::DataCorrupt, "this is no record of ours"))?;
        Ok(Self { key, payload: Payload::new(payload), other, inward })
    }

    /// A part has the name of its operation for an id; a link to an address has the one that it was
    /// given.
    fn part(&self) -> PartId {
        match self.key.kind {
            OperationKind::RemoteLink => {
                PartId::new(text_of(&self.payload, "id").unwrap_or_default())
            }
            _ => PartId::new(self.key.to_string()),
        }
    }

    fn link(&self) -> Option<StandingLink> {
        let link_type = LinkTypeId::new(text_of(&self.payload, "type")?);
        Some(StandingLink { link_type, other: self.other.clone()?, outward: !self.inward })
    }
}

fn text_of<'a>(payload: &'a Payload, name: &str) -> Option<&'a str> {
    payload.expose().get(name)?.as_str()
}

/// An item as it stands, made of what was written to it, oldest first.
pub fn standing(target: TargetRef, written: &[Written], key: &DigestKey) -> Standing {
    let mut standing = Standing::new(target, TypeId::new(""), StateId::new(""));
    for it in written {
        let digests = digests(it.key.kind, it.payload.expose(), key);
        let part = digests.first().map(|it| it.digest);
        let part = part.map(|digest| PartStanding { id: it.part(), digest });
        match it.key.kind {
            OperationKind::Comment => standing.comments.extend(part),
            OperationKind::Attach => {
                standing.attachments.extend(part);
                let size = it.payload.expose().get("size").and_then(Json::as_u64);
                standing.sizes.push(size.unwrap_or_default());
            }
            OperationKind::Link => standing.links.extend(it.link()),
            kind => {
                // A later text or status takes the place of an earlier one.
                if kind != OperationKind::RemoteLink {
                    standing.digests.retain(|old| digests.iter().all(|new| new.field != old.field));
                }
                standing.digests.extend(digests);
            }
        }
        match it.key.kind {
            OperationKind::Create => {
                standing.origin = it.origin();
                standing.parent.clone_from(&it.other);
                standing.type_id = TypeId::new(text_of(&it.payload, "type").unwrap_or_default());
            }
            OperationKind::RemoteLink => standing.remote_links.push(it.part().to_string()),
            _ => {}
        }
        if let Some(state) = text_of(&it.payload, "state") {
            standing.state = StateId::new(state);
        }
    }
    standing
}
