//! Catalogs of Azure DevOps projects, made of the real process definitions.

use std::collections::BTreeMap;

use migrayt_core::catalog::{
    Catalog, Field, FieldKind, FieldRole, KnownPerson, LinkType, Node, NodeKind, State,
    StateCategory, WorkType,
};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, FieldId, LinkTypeId, NodeId, PersonId, StateId, TypeId};
use serde::Deserialize;
use time::macros::date;

/// The processes as the simulator of Azure DevOps has them.
const DEFINITIONS: &str = include_str!("../../../migrayt-testkit/data/process/processes.json");

#[derive(Deserialize)]
struct Definitions {
    fields: Vec<RawField>,
    processes: Vec<RawProcess>,
}

#[derive(Deserialize)]
struct RawField {
    #[serde(rename = "ref")]
    reference: String,
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct RawProcess {
    name: String,
    common: Vec<String>,
    types: Vec<RawType>,
}

#[derive(Deserialize)]
struct RawType {
    name: String,
    states: Vec<RawState>,
    fields: Vec<String>,
    allowed: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct RawState {
    name: String,
    category: String,
}

pub(crate) fn key() -> DigestKey {
    DigestKey::new([7; 32])
}

/// The catalog of a project of a process: `Agile`, `Scrum`, `CMMI` or `Basic`.
pub(crate) fn catalog(process: &str) -> Catalog {
    let definitions: Definitions = serde_json::from_str(DEFINITIONS).unwrap();
    let process = definitions.processes.iter().find(|it| it.name == process).unwrap();
    let mut catalog = Catalog::new(EndpointId::new("azure-devops:fabrikam/Shop"));
    catalog.types = process.types.iter().map(|raw| work_type(raw, process)).collect();
    catalog.fields = definitions
        .fields
        .iter()
        .filter(|raw| is_used(&raw.reference, process))
        .map(|raw| field(raw, process))
        .collect();
    catalog.nodes = nodes();
    catalog.link_types = [
        ("System.LinkTypes.Related", "Related", "Related"),
        ("System.LinkTypes.Dependency-Forward", "Successor", "Predecessor"),
        ("System.LinkTypes.Dependency-Reverse", "Predecessor", "Successor"),
        ("System.LinkTypes.Duplicate-Forward", "Duplicate", "Duplicate Of"),
        ("System.LinkTypes.Duplicate-Reverse", "Duplicate Of", "Duplicate"),
        ("Microsoft.VSTS.Common.Affects-Forward", "Affects", "Affected By"),
    ]
    .map(|(id, outward, inward)| LinkType {
        id: LinkTypeId::new(id),
        name: outward.into(),
        outward: outward.into(),
        inward: inward.into(),
        used: None,
    })
    .to_vec();
    let known = |id: &str, email| KnownPerson::new(PersonId::new(id), email, true, &key());
    catalog.people = vec![known("p-jamal", Some("jamal@fabrikam.example")), known("p-gone", None)];
    catalog
}

fn is_used(reference: &str, process: &RawProcess) -> bool {
    process.common.iter().any(|it| it == reference)
        || process.types.iter().any(|of| of.fields.iter().any(|it| it == reference))
}

fn work_type(raw: &RawType, process: &RawProcess) -> WorkType {
    let mut work_type = WorkType::new(TypeId::new(raw.name.as_str()), raw.name.as_str());
    work_type.states = raw
        .states
        .iter()
        .map(|state| State {
            id: StateId::new(state.name.as_str()),
            name: state.name.clone(),
            category: match state.category.as_str() {
                "Proposed" => StateCategory::ToDo,
                "Completed" | "Removed" => StateCategory::Done,
                _ => StateCategory::InProgress,
            },
        })
        .collect();
    let fields = process.common.iter().chain(&raw.fields);
    work_type.fields = fields.map(|it| FieldId::new(it.as_str())).collect();
    work_type
}

fn field(raw: &RawField, process: &RawProcess) -> Field {
    let reference = raw.reference.as_str();
    let mut allowed: Vec<String> = Vec::new();
    for value in process.types.iter().filter_map(|of| of.allowed.get(reference)).flatten() {
        if !allowed.contains(value) {
            allowed.push(value.clone());
        }
    }
    described(reference, &raw.name, &raw.kind.to_ascii_lowercase(), allowed)
}

/// A field as the connector describes it; `kind` is the tracker's word in lower case.
pub(crate) fn described(reference: &str, name: &str, kind: &str, allowed: Vec<String>) -> Field {
    let day = |it: &str| it.starts_with("Microsoft.VSTS.Scheduling.") && it.ends_with("Date");
    let kind = match kind {
        "string" | "plaintext" if reference == "System.Tags" => FieldKind::Labels,
        // XML, of type HTML.
        "html" if reference.ends_with(".Parameters") || reference.ends_with(".LocalDataSource") => {
            FieldKind::Opaque
        }
        "string" if !allowed.is_empty() => FieldKind::Choice,
        "boolean" => FieldKind::Bool,
        "datetime" if day(reference) => FieldKind::Date,
        "datetime" => FieldKind::Instant,
        "double" => FieldKind::Decimal,
        "html" | "history" => FieldKind::RichText,
        "identity" => FieldKind::Person,
        "integer" => FieldKind::Integer,
        "treepath" => FieldKind::Node,
        _ => FieldKind::Text,
    };
    let mut field = Field::new(FieldId::new(reference), name, kind);
    field.many = kind == FieldKind::Labels;
    field.allowed = allowed;
    field.role = match reference {
        "System.Title" => Some(FieldRole::Summary),
        "System.Description" => Some(FieldRole::Description),
        "System.AssignedTo" => Some(FieldRole::Assignee),
        "System.CreatedBy" => Some(FieldRole::Reporter),
        "Microsoft.VSTS.Common.Priority" => Some(FieldRole::Priority),
        "System.Tags" => Some(FieldRole::Labels),
        "System.AreaPath" => Some(FieldRole::Components),
        "System.IterationPath" => Some(FieldRole::Sprint),
        "Microsoft.VSTS.TCM.SystemInfo" => Some(FieldRole::Environment),
        _ => None,
    };
    field
}

fn nodes() -> Vec<Node> {
    let node = |path: &str, kind, days: Option<_>| {
        let name = path.rsplit('\\').next().unwrap();
        let mut node = Node::new(NodeId::new(path), name, kind);
        node.depth = u32::try_from(path.matches('\\').count()).unwrap();
        (node.start, node.finish) = days.unzip();
        node
    };
    let march = (date!(2024 - 03 - 04), date!(2024 - 03 - 17));
    vec![
        node("Shop", NodeKind::Area, None),
        node("Shop\\Web", NodeKind::Area, None),
        node("Shop\\Web\\Checkout", NodeKind::Area, None),
        node("Shop\\Api", NodeKind::Area, None),
        node("Shop", NodeKind::Iteration, None),
        node("Shop\\Sprint 1", NodeKind::Iteration, None),
        node("Shop\\Release 2\\Sprint of the middle of March", NodeKind::Iteration, Some(march)),
    ]
}
