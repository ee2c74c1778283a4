use migrayt_core::Result;
use migrayt_core::catalog::Catalog;
use migrayt_core::id::TypeId;
use migrayt_core::item::Item;
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Action, Command, NewItem, OperationKey, OperationKind};
use migrayt_core::plan::{Outline, PlanOperation, PlanRow, Stage};
use migrayt_core::port::{Finding, Known, Mapped, Mapper, TargetCapabilities};

use super::tree::{ORGANIZATION, PROJECT};

/// Every kind of operation that a mapping can ask for.
#[derive(Debug)]
pub(super) struct PlainMapper;

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
