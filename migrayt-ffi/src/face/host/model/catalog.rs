use migrayt_core::catalog::{
    Catalog, Field, FieldKind, FieldRole, LinkType, Node, NodeKind, State, StateCategory, WorkType,
};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, FieldId, LinkTypeId, NodeId, StateId, TypeId};
use serde::Deserialize;
use time::Date;

use super::person::{Known, yes};

/// A catalog in the host's words. People come plainly and leave as digests.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::face::host) struct Told {
    #[serde(default)]
    types: Vec<ToldType>,
    #[serde(default)]
    fields: Vec<ToldField>,
    #[serde(default)]
    nodes: Vec<ToldNode>,
    #[serde(default)]
    priorities: Vec<String>,
    #[serde(default)]
    link_types: Vec<ToldLink>,
    #[serde(default)]
    people: Vec<Known>,
    #[serde(default)]
    items: u64,
    #[serde(default)]
    attachments: Option<u64>,
    #[serde(default)]
    comments: Option<u64>,
    #[serde(default)]
    max_attachment: Option<u64>,
    #[serde(default)]
    profiles: Option<String>,
    #[serde(default)]
    ranks: bool,
}

impl Told {
    /// The place of the first person whose id is an e-mail address, which no catalog may keep.
    pub(in crate::face::host) fn addressed(&self, key: &DigestKey) -> Option<usize> {
        self.people.iter().position(|person| person.is_addressed(key))
    }

    /// The catalog of an endpoint.
    pub(in crate::face::host) fn into_catalog(
        self,
        endpoint: EndpointId,
        key: &DigestKey,
    ) -> Catalog {
        let mut catalog = Catalog::new(endpoint);
        catalog.types = self.types.into_iter().map(ToldType::into_type).collect();
        catalog.fields = self.fields.into_iter().map(ToldField::into_field).collect();
        catalog.nodes = self.nodes.into_iter().map(ToldNode::into_node).collect();
        catalog.priorities = self.priorities;
        catalog.link_types = self.link_types.into_iter().map(ToldLink::into_link).collect();
        catalog.people = self.people.into_iter().map(|it| it.into_known(key)).collect();
        catalog.items = self.items;
        catalog.attachments = self.attachments;
        catalog.comments = self.comments;
        catalog.max_attachment = self.max_attachment;
        catalog.profiles = self.profiles;
        catalog.ranks = self.ranks;
        catalog
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldType {
    id: TypeId,
    name: String,
    #[serde(default)]
    level: Option<i32>,
    #[serde(default)]
    states: Vec<ToldState>,
    #[serde(default)]
    fields: Vec<FieldId>,
    #[serde(default)]
    required: Vec<FieldId>,
    #[serde(default)]
    used: Option<u64>,
}

impl ToldType {
    fn into_type(self) -> WorkType {
        let mut work_type = WorkType::new(self.id, self.name);
        work_type.level = self.level;
        let state = |it: ToldState| State { id: it.id, name: it.name, category: it.category };
        work_type.states = self.states.into_iter().map(state).collect();
        work_type.fields = self.fields;
        work_type.required = self.required;
        work_type.used = self.used;
        work_type
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldState {
    id: StateId,
    name: String,
    category: StateCategory,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldField {
    id: FieldId,
    name: String,
    kind: FieldKind,
    #[serde(default)]
    many: bool,
    #[serde(default = "yes")]
    writable: bool,
    #[serde(default)]
    role: Option<FieldRole>,
    #[serde(default)]
    max_length: Option<u32>,
    #[serde(default)]
    allowed: Vec<String>,
    #[serde(default)]
    used: Option<u64>,
}

impl ToldField {
    fn into_field(self) -> Field {
        let mut field = Field::new(self.id, self.name, self.kind);
        field.many = self.many;
        field.writable = self.writable;
        field.role = self.role;
        field.max_length = self.max_length;
        field.allowed = self.allowed;
        field.used = self.used;
        field
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldNode {
    id: NodeId,
    name: String,
    kind: NodeKind,
    #[serde(default)]
    depth: u32,
    #[serde(default)]
    start: Option<Date>,
    #[serde(default)]
    finish: Option<Date>,
    #[serde(default)]
    used: Option<u64>,
}

impl ToldNode {
    fn into_node(self) -> Node {
        let mut node = Node::new(self.id, self.name, self.kind);
        node.depth = self.depth;
        node.start = self.start;
        node.finish = self.finish;
        node.used = self.used;
        node
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldLink {
    id: LinkTypeId,
    name: String,
    outward: String,
    inward: String,
    #[serde(default)]
    used: Option<u64>,
}

impl ToldLink {
    fn into_link(self) -> LinkType {
        let Self { id, name, outward, inward, used } = self;
        LinkType { id, name, outward, inward, used }
    }
}
