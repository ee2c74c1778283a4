use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, FieldRole};
use migrayt_core::content::Content;
use migrayt_core::id::{ItemId, TargetRef};
use migrayt_core::operation::{Action, Command, OperationKind};
use migrayt_core::richtext::plain_text;

use super::{joined, value};

/// What an item would become, in words.
#[derive(Debug, Default)]
pub(super) struct Planned {
    /// By the target's field; the last operation that writes it counts.
    fields: BTreeMap<String, Content<String>>,
    /// By kind and part, in the order of the lane.
    parts: Vec<(OperationKind, String, Content<String>)>,
}

/// The other items that a command refers to.
pub(super) fn others(command: &Command) -> Option<ItemId> {
    match &command.action {
        Action::Create(new) => new.parent.clone(),
        Action::Link { other, .. } => Some(other.clone()),
        Action::Rank { after } => Some(after.clone()),
        _ => None,
    }
}

impl Planned {
    pub(super) fn of(
        commands: &[Command],
        catalog: &Catalog,
        went: &BTreeMap<ItemId, TargetRef>,
    ) -> Self {
        let mut planned = Self::default();
        for command in commands {
            let words = planned.command(&command.action, catalog, went);
            if let Some(words) = words {
                planned.parts.push((command.key.kind, command.key.part.clone(), words));
            }
        }
        planned
    }

    pub(super) fn field(&self, id: &str) -> Option<Content<String>> {
        self.fields.get(id).cloned()
    }

    pub(super) fn part(&self, kind: OperationKind, part: &str) -> Option<Content<String>> {
        let found = self.parts.iter().find(|(of, id, _)| *of == kind && id == part);
        found.map(|(_, _, words)| words.clone())
    }

    /// The order in which comments should stand, by their ids in the target.
    pub(super) fn order(&self, went: &BTreeMap<&str, &str>) -> Content<String> {
        let comments = self.parts.iter().filter(|(kind, _, _)| *kind == OperationKind::Comment);
        joined(comments.filter_map(|(_, part, _)| went.get(part.as_str()).copied()))
    }

    /// Takes what a command writes to fields, and gives what its part would be.
    fn command(
        &mut self,
        action: &Action,
        catalog: &Catalog,
        went: &BTreeMap<ItemId, TargetRef>,
    ) -> Option<Content<String>> {
        let went = |item: &ItemId| went.get(item).map(|target| target.key.to_string());
        let mut write =
            |id: &str, words: Content<String>| drop(self.fields.insert(id.into(), words));
        match action {
            Action::Create(new) => {
                for (field, value) in &new.fields {
                    write(field.as_str(), value::words(value));
                }
                let work_type = catalog.work_type(&new.type_id);
                let name = work_type.map_or(new.type_id.as_str(), |known| known.name.as_str());
                write("issuetype", name.into());
                if let Some(parent) = new.parent.as_ref().and_then(went) {
                    write("parent", parent.into());
                }
            }
            Action::Update { fields } => {
                for (field, value) in fields {
                    write(field.as_str(), value::words(value));
                }
            }
            Action::RewriteBody { field, body, .. } => {
                write(field.as_str(), plain_text(body.expose()));
            }
            Action::Transition { to } => {
                let mut states = catalog.types.iter().flat_map(|work_type| &work_type.states);
                let name = states.find(|state| state.id == *to).map(|state| state.name.as_str());
                write("status", name.unwrap_or(to.as_str()).into());
            }
            Action::Sprint { sprint } => {
                let field = catalog.field_with(FieldRole::Sprint)?;
                let node = catalog.nodes.iter().find(|node| node.id == *sprint);
                write(
                    field.id.as_str(),
                    node.map_or(sprint.as_str(), |it| it.name.as_str()).into(),
                );
            }
            Action::Comment { body, .. } => return Some(plain_text(body.expose())),
            Action::Attach(file) => {
                let size = file.size.map(|size| format!(", {size} bytes")).unwrap_or_default();
                return Some(Content::new(format!("{}{size}", file.name.as_str())));
            }
            Action::Link { link_type, other } => {
                let other = went(other).unwrap_or_else(|| other.to_string());
                return Some(Content::new(format!("{link_type} to {other}")));
            }
            Action::RemoteLink { url, title, .. } => {
                return Some(Content::new(format!("{}: {}", title.as_str(), url.as_str())));
            }
            Action::Worklog { started, seconds, body, .. } => {
                let mut words = Content::new(format!("{seconds} s, {started}"));
                if let Some(body) = body {
                    words.expose_mut().push_str(", ");
                    words.expose_mut().push_str(plain_text(body.expose()).as_str());
                }
                return Some(words);
            }
            Action::Watch { person } => return Some(person.as_str().into()),
            Action::Property { value, .. } => {
                return Some(Content::new(value.expose().to_string()));
            }
            _ => {}
        }
        None
    }
}
