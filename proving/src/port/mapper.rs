use migrayt_core::Result;
use migrayt_core::catalog::{Catalog, NodeKind};
use migrayt_core::id::{PartId, PersonId, TypeId};
use migrayt_core::item::Item;
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Action, Command, NewItem, OperationKey, OperationKind};
use migrayt_core::payload::Payload;
use migrayt_core::plan::{Backlog, Outline, PlanOperation, PlanRow, Stage};
use migrayt_core::port::{Finding, Known, Mapped, Mapper, Preparation, TargetCapabilities};
use serde_json::json;

use super::tree::{ORGANIZATION, PROJECT};

/// Every kind of operation that a mapping can ask for.
#[derive(Debug)]
pub(super) struct PlainMapper;

/// What every item refers to.
pub(super) const NODES: [&str; 2] = ["Web", "Release 1"];

/// What must stand before the items.
pub(super) fn preparations() -> Vec<Preparation> {
    let kinds = [NodeKind::Component, NodeKind::Version];
    let named = kinds.into_iter().zip(NODES);
    named.map(|(kind, name)| Preparation::new(kind, name)).collect()
}

pub(super) const FINGERPRINT: &str = "f";

impl Mapper for PlainMapper {
    fn fingerprint(&self) -> &str {
        FINGERPRINT
    }

    fn check(&self, _: &Catalog, _: &Catalog, _: &TargetCapabilities) -> Vec<Finding> {
        Vec::new()
    }

    fn target_type(&self, _: &TypeId) -> Option<(TypeId, Option<i32>)> {
        Some((TypeId::new("Task"), None))
    }

    fn map(&self, item: &Item, _: &dyn Known) -> Result<Mapped> {
        Ok(Mapped { commands: commands(item), ..Mapped::default() })
    }
}

/// The commands of an item's lane, in order.
pub(super) fn commands(item: &Item) -> Vec<Command> {
    let key = |kind| OperationKey::sole(item.id.clone(), kind);
    let part = |kind, part: &str| OperationKey::part(item.id.clone(), kind, part);
    let origin = origin(item);
    let new = NewItem {
        type_id: TypeId::new("Task"),
        fields: Vec::new(),
        parent: item.parent.clone(),
        origin,
        history: None,
        provisional: Vec::new(),
    };
    let mut commands =
        vec![Command::new(key(OperationKind::Create), Action::Create(Box::new(new)))];
    for file in &item.attachments {
        let key = part(OperationKind::Attach, file.id.as_str());
        commands.push(Command::new(key, Action::Attach(file.clone())));
    }
    for comment in &item.comments {
        let key = part(OperationKind::Comment, comment.id.as_str());
        let source = comment.id.clone();
        let action = Action::Comment { source, body: comment.body.clone(), created: None };
        commands.push(Command::new(key, action));
    }
    commands.extend(rare(item));
    if item.state.as_str() != "New" {
        let action = Action::Transition { to: item.state.clone() };
        commands.push(Command::new(key(OperationKind::Transition), action));
    }
    for link in &item.external_links {
        let global_id = format!("{}:{}", item.id, link.link_type);
        let key = part(OperationKind::RemoteLink, &global_id);
        let title = "page".to_owned().into();
        let action = Action::RemoteLink { global_id, url: link.url.clone(), title };
        commands.push(Command::new(key, action));
    }
    for relation in &item.relations {
        let key = part(OperationKind::Link, &format!("{}:{}", relation.link_type, relation.other));
        let action =
            Action::Link { link_type: relation.link_type.clone(), other: relation.other.clone() };
        commands.push(Command::new(key, action));
    }
    commands
}

/// What only some items have.
fn rare(item: &Item) -> Vec<Command> {
    let number: u64 = item.id.as_str().parse().unwrap_or(0);
    let started = time::OffsetDateTime::UNIX_EPOCH;
    let actions = [
        (4, Action::Update { fields: Vec::new() }),
        (5, Action::Worklog { source: PartId::new("w0"), started, seconds: 60, body: None }),
        (6, Action::Watch { person: PersonId::new("p0") }),
        (7, Action::Property { name: "history".into(), value: Payload::new(json!({})) }),
    ];
    let due = actions.into_iter().filter(|(every, _)| number.is_multiple_of(*every));
    due.map(|(_, action)| Command::on(item.id.clone(), action)).collect()
}

pub(super) fn origin(item: &Item) -> Origin {
    Origin {
        organization: ORGANIZATION.into(),
        project: PROJECT.into(),
        item: item.id.clone(),
        revision: item.revision,
    }
}

/// The plan's row of an item.
pub(super) fn row(item: &Item, level: u32) -> PlanRow {
    PlanRow {
        item: item.id.clone(),
        revision: item.revision,
        type_id: item.type_id.clone(),
        target_type: Some(TypeId::new("Task")),
        operations: commands(item).into_iter().map(|command| planned(level, command)).collect(),
    }
}

pub(super) fn outline(item: &Item) -> Outline {
    Outline {
        item: item.id.clone(),
        revision: item.revision,
        type_id: item.type_id.clone(),
        parent: item.parent.clone(),
        level: 0,
        circular: false,
        backlog: Backlog::default(),
    }
}

fn planned(level: u32, command: Command) -> PlanOperation {
    let (stage, other) = match &command.action {
        Action::Link { other, .. } => (Stage::LINKS, Some(other.clone())),
        Action::Create(new) => (Stage::level(level), new.parent.clone()),
        _ => (Stage::level(level), None),
    };
    PlanOperation {
        key: command.key,
        stage,
        other,
        digests: Vec::new(),
        losses: Vec::new(),
        refusals: Vec::new(),
    }
}
