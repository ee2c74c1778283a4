//! What issues refer to: components, versions and sprints, looked for by name before they are
//! made.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use migrayt_core::catalog::NodeKind;
use migrayt_core::id::PartId;
use migrayt_core::port::{MethodClass, Order, Preparation, Prepared};
use migrayt_core::{Error, ErrorKind, Fact, Result};
use serde_json::{Value as Json, json};

use super::answers::{Made, Project, RawPart};
use super::catalog::optional;
use super::field::{MAX_LINE, MAX_SPRINT};
use super::finish::Days;
use super::payload::{SPRINT, Sprints};
use super::{Jira, board, fault, get, in_english, post};
use crate::http::Call;

/// What stands, by kind and name in lower case.
type Known = BTreeMap<(NodeKind, String), String>;

/// Asks for sprints that are not closed.
const OPEN: [(&str, &str); 1] = [("state", "active,future")];

impl Jira {
    pub(super) async fn prepare_all(&self, preparations: &[Preparation]) -> Vec<Result<Prepared>> {
        let mut known = match self.known_nodes(preparations).await {
            Ok(known) => known,
            Err(error) => {
                return preparations.iter().map(|_| Err(fault::again(&error))).collect();
            }
        };
        let mut results = Vec::with_capacity(preparations.len());
        for preparation in preparations {
            let prepared = self.prepare_one(preparation, &mut known).await;
            results.push(prepared.map_err(|error| {
                // Its name stands in the mapping, which may hold names.
                error.with("name", Fact::name(preparation.name.as_str()))
            }));
        }
        results
    }

    async fn prepare_one(&self, preparation: &Preparation, known: &mut Known) -> Result<Prepared> {
        let name = preparation.name.trim();
        let entry = (preparation.kind, name.to_lowercase());
        if let Some(id) = known.get(&entry) {
            return Ok(Prepared { id: PartId::new(id.as_str()), existed: true });
        }
        check_name(preparation.kind, name)?;
        let id = match self.make(preparation, name).await {
            Ok(id) => id,
            // The answer was lost, or somebody else made it meanwhile: look again.
            Err(error) => {
                let again = self.known_nodes(std::slice::from_ref(preparation)).await;
                match again.ok().and_then(|mut known| known.remove(&entry)) {
                    Some(id) => id,
                    None => return Err(error),
                }
            }
        };
        known.insert(entry, id.clone());
        Ok(Prepared { id: PartId::new(id), existed: false })
    }

    async fn make(&self, preparation: &Preparation, name: &str) -> Result<String> {
        let kind = preparation.kind;
        let call = match kind {
            NodeKind::Component => {
                let body = json!({ "project": self.key, "name": name });
                post(MethodClass::Write, &["component"], &body)?
            }
            NodeKind::Version => {
                let project = self.project().await?;
                let id = project.id.number().ok_or_else(super::unexpected)?;
                let body = json!({ "projectId": id, "name": name });
                post(MethodClass::Write, &["version"], &body)?
            }
            NodeKind::Sprint => {
                let origin = self.boards().await?.first().and_then(RawPart::number);
                let origin = origin.ok_or_else(no_board)?;
                let mut body = json!({ "originBoardId": origin, "name": name });
                if let (Some(days), Some(body)) = (Days::of(preparation), body.as_object_mut()) {
                    body.extend(days.members());
                }
                in_english(Call::post(MethodClass::Write, &board(&["sprint"]), &body)?)
            }
            _ => return Err(Error::new(ErrorKind::Unsupported, "Jira has no such nodes")),
        };
        let made: Made = self.client.json(call).await?;
        if kind == NodeKind::Sprint {
            self.sprints.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
        Ok(made.id.text())
    }

    /// What stands of the kinds that are wanted.
    async fn known_nodes(&self, wanted: &[Preparation]) -> Result<Known> {
        let wants = |kind| wanted.iter().any(|one| one.kind == kind);
        let mut known = Known::new();
        let mut add = |kind, parts: &[RawPart]| {
            for part in parts {
                // Of two sprints of one name the first counts.
                let name = part.name.trim().to_lowercase();
                known.entry((kind, name)).or_insert_with(|| part.id.text());
            }
        };
        if wants(NodeKind::Component) || wants(NodeKind::Version) {
            let project = self.project().await?;
            add(NodeKind::Component, &project.components);
            add(NodeKind::Version, &project.versions);
        }
        if wants(NodeKind::Sprint) {
            add(NodeKind::Sprint, &self.sprints().await?);
        }
        Ok(known)
    }

    async fn project(&self) -> Result<Project> {
        self.client.json(get(MethodClass::Discover, &["project", &self.key])).await
    }

    /// The project's scrum boards, the oldest first; none without the right to see them.
    pub(super) async fn boards(&self) -> Result<Vec<RawPart>> {
        let query = [("projectKeyOrId", self.key.as_str()), ("type", "scrum")];
        let boards = self.pages(|| agile(&["board"]), "values", &query).await;
        Ok(optional(boards)?.unwrap_or_default())
    }

    /// The sprints of the project's boards that issues can be put into, which closed ones are not;
    /// each once.
    pub(super) async fn sprints(&self) -> Result<Vec<RawPart>> {
        let mut sprints: Vec<RawPart> = Vec::new();
        for board in self.boards().await? {
            let id = board.id.text();
            let found = self.pages(|| agile(&["board", &id, "sprint"]), "values", &OPEN).await;
            for sprint in optional::<Vec<RawPart>>(found)?.unwrap_or_default() {
                if sprints.iter().all(|known| known.id.text() != sprint.id.text()) {
                    sprints.push(sprint);
                }
            }
        }
        Ok(sprints)
    }

    /// The ids of the sprints that orders name, read again if one is not known yet.
    pub(super) async fn sprints_for(&self, orders: &[Order<'_>]) -> Result<Sprints> {
        let known = self.sprints.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if orders.iter().all(|order| unknown_sprint(order, &known).is_none()) {
            return Ok(known);
        }
        let mut found = Sprints::new();
        for sprint in self.sprints().await? {
            if let Some(id) = sprint.number() {
                found.entry(sprint.name.trim().to_lowercase()).or_insert(id);
            }
        }
        *self.sprints.lock().unwrap_or_else(PoisonError::into_inner) = found.clone();
        Ok(found)
    }
}

impl RawPart {
    fn number(&self) -> Option<u64> {
        self.id.number()
    }
}

/// The name of a sprint that an order needs and that does not exist.
pub(super) fn unknown_sprint<'a>(order: &Order<'a>, known: &Sprints) -> Option<&'a str> {
    let drafted = order.drafted.payload.expose();
    // Of a creation, of an edit, and of a move into a sprint.
    let fields = drafted.get("fields").or_else(|| drafted.pointer("/body/fields"));
    let fields = fields.and_then(Json::as_object).into_iter().flat_map(|fields| fields.values());
    let mut names = fields
        .chain(drafted.get("sprint"))
        .filter_map(|value| value.get(SPRINT).and_then(Json::as_str));
    names.find(|name| !known.contains_key(&name.to_lowercase()))
}

pub(super) fn no_sprint(name: &str) -> Error {
    Error::new(ErrorKind::InputInvalid, "the sprint does not exist, or may not be seen")
        .with("sprint", Fact::name(name))
        .with_help("let the sprints be prepared, or map the iteration to another sprint")
}

pub(super) fn agile(path: &[&str]) -> Call {
    in_english(Call::get(MethodClass::Discover, &board(path)))
}

fn check_name(kind: NodeKind, name: &str) -> Result<()> {
    let limit = if kind == NodeKind::Sprint { MAX_SPRINT } else { MAX_LINE };
    let length = name.encode_utf16().count();
    if !name.is_empty() && u32::try_from(length).is_ok_and(|length| length <= limit) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InputInvalid, "the name is empty or longer than Jira takes")
        .with("length", length)
        .with("limit", limit)
        .with_help("give it a shorter name in the mapping"))
}

fn no_board() -> Error {
    Error::new(ErrorKind::NotFound, "the project has no scrum board that we may see")
        .with_help("make a scrum board for the project, or map iterations to labels")
}
