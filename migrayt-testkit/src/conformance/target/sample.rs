use migrayt_core::catalog::{Field, FieldKind, FieldRole, NodeKind, WorkType};
use migrayt_core::content::Content;
use migrayt_core::id::{FieldId, ItemId, LinkTypeId, NodeId, PartId, PersonId, StateId, TypeId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Action, Command, NewItem, OperationKey, OperationKind};
use migrayt_core::payload::Payload;
use migrayt_core::person::Person;
use migrayt_core::richtext::{Block, Document};
use migrayt_core::value::Value;
use serde_json::json;
use time::macros::{date, datetime};

use super::bench::Bench;
use crate::conformance::breach::Breach;

/// Words that occur in everything that the suite writes and nowhere else.
pub(super) const WORDS: &str = "vermilion kestrel";

/// The revision that the suite's items claim.
pub(super) const REVISION: u64 = 3;

impl Bench<'_> {
    /// The type that most items have: of the standard level if there is one that can be filled.
    pub(super) fn standard(&self) -> Result<&WorkType, Breach> {
        let fillable = || self.catalog.types.iter().filter(|it| self.can_fill(it));
        let level = |work_type: &&WorkType| work_type.level.is_none_or(|level| level == 0);
        fillable()
            .find(level)
            .or_else(|| fillable().find(|it| it.level.is_none_or(|level| level >= 0)))
            .ok_or_else(|| {
                Breach::of(
                    "there is a type whose required fields can be filled (see `Known::value`)",
                    format!("{} types", self.catalog.types.len()),
                )
            })
    }

    /// Whether every field that a type requires can be filled.
    pub(super) fn can_fill(&self, work_type: &WorkType) -> bool {
        work_type
            .required
            .iter()
            .all(|id| self.catalog.field(id).is_some_and(|field| self.fill(field, "1").is_some()))
    }

    /// The field that holds the title.
    pub(super) fn title(&self) -> Result<&Field, Breach> {
        self.catalog
            .field_with(FieldRole::Summary)
            .ok_or_else(|| Breach::of("a field plays the role of the title", "none"))
    }

    /// The fields that an item of a type can have, in the order of the catalog.
    pub(super) fn fields<'c>(&'c self, work_type: &WorkType) -> Vec<&'c Field> {
        let on_screen = |id: &FieldId| work_type.fields.is_empty() || work_type.fields.contains(id);
        self.catalog
            .fields
            .iter()
            .filter(|field| field.writable && on_screen(&field.id))
            .filter(|field| !self.known.without.contains(&field.id))
            .collect()
    }

    /// A value for a field of one item, if its kind tells one.
    pub(super) fn fill(&self, field: &Field, item: &str) -> Option<Value> {
        if let Some(value) = self.known.values.get(&field.id) {
            return Some(value.clone());
        }
        let words = format!("{WORDS} {item}");
        let one = match field.kind {
            FieldKind::Bool => Value::Bool(true),
            FieldKind::Integer => Value::Integer(3),
            FieldKind::Decimal => Value::Decimal(2.5),
            FieldKind::Text if field.allowed.is_empty() => Value::text(words),
            FieldKind::RichText => Value::rich(rich(&words)),
            FieldKind::Date => Value::Date(date!(2026 - 03 - 29)),
            FieldKind::Instant => Value::Instant(datetime!(2026-03-29 00:30:11 UTC)),
            FieldKind::Duration => Value::Duration(7_200),
            FieldKind::Person => Value::Person(self.person()?),
            FieldKind::Text | FieldKind::Choice => {
                Value::Choice(Content::text(field.allowed.first()?.as_str()))
            }
            FieldKind::Cascade => {
                Value::Cascade(Content::text(field.allowed.first()?.as_str()), None)
            }
            FieldKind::Labels => {
                return Some(Value::Many(vec![Value::text("vermilion"), Value::text("kestrel")]));
            }
            FieldKind::Node => {
                let kind = node_kind(field)?;
                let node = self.catalog.nodes.iter().rfind(|node| node.kind == kind)?;
                Value::Node(node.id.clone())
            }
            _ => return None,
        };
        Some(if field.many { Value::Many(vec![one]) } else { one })
    }

    /// Someone to whom work can be given.
    fn person(&self) -> Option<Person> {
        let known = self.catalog.people.iter().find(|person| person.active)?;
        Some(Person { id: known.id.clone(), name: Content::text(WORDS), email: None, active: true })
    }

    pub(super) fn origin(&self, item: &str) -> Origin {
        Origin {
            organization: self.known.organization.clone(),
            project: self.known.project.clone(),
            item: ItemId::new(item),
            revision: REVISION,
        }
    }

    /// Makes an item of the standard type with its title and what is required.
    pub(super) fn create(&self, item: &str) -> Result<Command, Breach> {
        let title = self.title()?.id.clone();
        let standard = self.standard()?;
        Ok(self.create_of(standard, item, |field| {
            field.id == title || standard.required.contains(&field.id)
        }))
    }

    /// Makes an item of a type with some of its fields.
    pub(super) fn create_of(
        &self,
        work_type: &WorkType,
        item: &str,
        with: impl Fn(&Field) -> bool,
    ) -> Command {
        let fields = self
            .fields(work_type)
            .into_iter()
            .filter(|field| with(field))
            .filter_map(|field| Some((field.id.clone(), self.fill(field, item)?)))
            .collect();
        let type_id: TypeId = work_type.id.clone();
        let new = NewItem {
            type_id,
            fields,
            parent: None,
            origin: self.origin(item),
            history: None,
            provisional: Vec::new(),
        };
        Command::new(
            OperationKey::sole(ItemId::new(item), OperationKind::Create),
            Action::Create(Box::new(new)),
        )
    }

    /// A status besides the one that an item is in.
    pub(super) fn other_state(&self, state: &StateId) -> Result<Option<StateId>, Breach> {
        let states = &self.standard()?.states;
        Ok(states.iter().map(|it| &it.id).find(|id| *id != state).cloned())
    }

    /// One command of each kind that the target takes and the suite knows, on the items 1 and 2.
    pub(super) fn one_of_each(&self) -> Result<Vec<Command>, Breach> {
        let mut all = vec![self.create("1")?, self.create("2")?];
        if self.takes(OperationKind::Comment) {
            all.push(comment("1", "c1", "a remark"));
        }
        if self.takes(OperationKind::Attach) {
            all.push(attach(&file("1", "f1", "note.txt", 40)));
        }
        if self.takes(OperationKind::Transition)
            && let Some(state) = self.standard()?.states.last()
        {
            all.push(transition("1", &state.id));
        }
        if self.takes(OperationKind::Link)
            && let Some(link_type) = self.catalog.link_types.first()
        {
            all.push(link("1", &link_type.id, "2"));
        }
        if self.takes(OperationKind::RemoteLink) {
            all.push(remote_link("1", "r1"));
        }
        if self.takes(OperationKind::Update) {
            all.push(self.retitle("1", "2")?);
        }
        if self.takes(OperationKind::RewriteBody)
            && let Some(field) = self.text()
        {
            all.push(rewrite("1", &field.id, "again"));
        }
        if self.takes(OperationKind::Worklog) {
            all.push(worklog("1", "w1", 3_600));
        }
        if self.takes(OperationKind::Watch)
            && let Some(person) = self.catalog.people.iter().find(|person| person.active)
        {
            all.push(watch("1", &person.id));
        }
        if self.takes(OperationKind::Property) {
            all.push(property("1", "conformance", WORDS));
        }
        if self.takes(OperationKind::Sprint)
            && let Some(sprint) = self.sprints().last()
        {
            all.push(enter("1", sprint));
        }
        if self.takes(OperationKind::Rank) {
            all.push(rank("1", "2"));
        }
        Ok(all)
    }
}

/// The kind of node that a field holds, where its role tells.
pub(super) fn node_kind(field: &Field) -> Option<NodeKind> {
    match field.role? {
        FieldRole::Components => Some(NodeKind::Component),
        FieldRole::Sprint => Some(NodeKind::Sprint),
        FieldRole::FixVersions => Some(NodeKind::Version),
        _ => None,
    }
}

/// The new item of a creation, to be changed.
pub(super) fn new_item(command: &mut Command) -> Option<&mut NewItem> {
    match &mut command.action {
        Action::Create(item) => Some(item),
        _ => None,
    }
}

/// A creation with another value in a field; none leaves the field out.
pub(super) fn with_value(mut command: Command, field: &FieldId, value: Option<Value>) -> Command {
    if let Some(item) = new_item(&mut command) {
        item.fields.retain(|(id, _)| id != field);
        item.fields.extend(value.map(|value| (field.clone(), value)));
    }
    command
}

/// A creation below another item.
pub(super) fn below(mut command: Command, parent: &str) -> Command {
    if let Some(item) = new_item(&mut command) {
        item.parent = Some(ItemId::new(parent));
    }
    command
}

pub(super) fn rich(words: &str) -> Document {
    Document::from(vec![Block::plain(words)])
}

fn key(item: &str, kind: OperationKind, part: &str) -> OperationKey {
    OperationKey::part(ItemId::new(item), kind, part)
}

pub(super) fn comment(item: &str, part: &str, words: &str) -> Command {
    let action = Action::Comment {
        source: PartId::new(part),
        body: Content::new(rich(&format!("{WORDS} {words}"))),
        created: Some(datetime!(2026-03-01 12:00 UTC)),
    };
    Command::new(key(item, OperationKind::Comment, part), action)
}

pub(super) fn file(item: &str, part: &str, name: &str, size: u64) -> AttachmentRef {
    AttachmentRef {
        item: ItemId::new(item),
        id: PartId::new(part),
        name: Content::text(format!("{WORDS} {name}")),
        size: Some(size),
        media_type: Some("text/plain".to_owned()),
        created: Some(datetime!(2026-03-01 12:00 UTC)),
        note: None,
    }
}

pub(super) fn attach(file: &AttachmentRef) -> Command {
    let key = key(file.item.as_str(), OperationKind::Attach, file.id.as_str());
    Command::new(key, Action::Attach(file.clone()))
}

pub(super) fn transition(item: &str, to: &StateId) -> Command {
    let key = OperationKey::sole(ItemId::new(item), OperationKind::Transition);
    Command::new(key, Action::Transition { to: to.clone() })
}

pub(super) fn link(item: &str, link_type: &LinkTypeId, other: &str) -> Command {
    let part = format!("{link_type}:{other}");
    let action = Action::Link { link_type: link_type.clone(), other: ItemId::new(other) };
    Command::new(key(item, OperationKind::Link, &part), action)
}

pub(super) fn remote_link(item: &str, part: &str) -> Command {
    let action = Action::RemoteLink {
        global_id: format!("conformance-{item}-{part}"),
        url: Content::text(format!("https://example.org/{part}")),
        title: Content::text(format!("{WORDS} {part}")),
    };
    Command::new(key(item, OperationKind::RemoteLink, part), action)
}

pub(super) fn update(item: &str, fields: Vec<(FieldId, Value)>) -> Command {
    Command::on(ItemId::new(item), Action::Update { fields })
}

pub(super) fn rewrite(item: &str, field: &FieldId, words: &str) -> Command {
    let body = Content::new(rich(&format!("{WORDS} {words}")));
    Command::on(ItemId::new(item), Action::RewriteBody { field: field.clone(), body, before: None })
}

pub(super) fn worklog(item: &str, part: &str, seconds: u64) -> Command {
    let action = Action::Worklog {
        source: PartId::new(part),
        started: datetime!(2026-03-01 12:00 UTC),
        seconds,
        body: Some(Content::new(rich(WORDS))),
    };
    Command::on(ItemId::new(item), action)
}

pub(super) fn watch(item: &str, person: &PersonId) -> Command {
    Command::on(ItemId::new(item), Action::Watch { person: person.clone() })
}

pub(super) fn enter(item: &str, sprint: &NodeId) -> Command {
    Command::on(ItemId::new(item), Action::Sprint { sprint: sprint.clone() })
}

pub(super) fn rank(item: &str, after: &str) -> Command {
    Command::on(ItemId::new(item), Action::Rank { after: ItemId::new(after) })
}

pub(super) fn property(item: &str, name: &str, words: &str) -> Command {
    let value = Payload::new(json!({ "words": words, "count": 3 }));
    Command::on(ItemId::new(item), Action::Property { name: name.to_owned(), value })
}
