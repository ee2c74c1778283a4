//! What a scan finds in an endpoint: names and counts, never content.

mod address;
mod field;
mod link_type;
mod node;
mod person;
mod work_type;

use serde::{Deserialize, Serialize};

pub use self::address::{Address, NotMasked};
pub use self::field::{Field, FieldKind, FieldRole};
pub use self::link_type::LinkType;
pub use self::node::{Node, NodeKind};
pub use self::person::KnownPerson;
pub use self::work_type::{State, StateCategory, WorkType};

use crate::id::{EndpointId, FieldId, TypeId};

/// The types, states, fields, nodes, people and link types of an endpoint.
///
/// It holds names of types, fields, allowed values and nodes, and people's account ids. People's
/// names and addresses are not in it; see [`KnownPerson`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Catalog {
    /// The endpoint that was scanned.
    pub endpoint: EndpointId,
    /// The work item types, parents' level first.
    pub types: Vec<WorkType>,
    /// The fields.
    pub fields: Vec<Field>,
    /// The area, iteration, component and sprint nodes.
    pub nodes: Vec<Node>,
    /// The priorities' names, highest first; empty where the tracker numbers them.
    pub priorities: Vec<String>,
    /// The link types.
    pub link_types: Vec<LinkType>,
    /// The people.
    pub people: Vec<KnownPerson>,
    /// How many items there are.
    pub items: u64,
    /// How many attachments the items have, where the scan counted them.
    pub attachments: Option<u64>,
    /// How many comments the items have, where the scan counted them.
    pub comments: Option<u64>,
    /// The largest file that the endpoint takes, in bytes, where it tells.
    #[serde(default)]
    pub max_attachment: Option<u64>,
    /// Where a person's page is found: an address to which the account id is added.
    #[serde(default)]
    pub profiles: Option<String>,
    /// Whether items have a place in a backlog, which can be set.
    #[serde(default)]
    pub ranks: bool,
}

impl Catalog {
    /// A catalog in which nothing was found yet.
    pub fn new(endpoint: EndpointId) -> Self {
        Self {
            endpoint,
            types: Vec::new(),
            fields: Vec::new(),
            nodes: Vec::new(),
            priorities: Vec::new(),
            link_types: Vec::new(),
            people: Vec::new(),
            items: 0,
            attachments: None,
            comments: None,
            max_attachment: None,
            profiles: None,
            ranks: false,
        }
    }

    /// The type of that id.
    pub fn work_type(&self, id: &TypeId) -> Option<&WorkType> {
        self.types.iter().find(|work_type| &work_type.id == id)
    }

    /// The type of that name, whatever its case.
    pub fn type_named(&self, name: &str) -> Option<&WorkType> {
        self.types.iter().find(|work_type| same_name(&work_type.name, name))
    }

    /// The field of that id.
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| &field.id == id)
    }

    /// The field that plays a role, such as story points.
    pub fn field_with(&self, role: FieldRole) -> Option<&Field> {
        self.fields.iter().find(|field| field.role == Some(role))
    }

    /// The field of that name, whatever its case.
    pub fn field_named(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| same_name(&field.name, name))
    }

    /// The link type of that name, whatever its case.
    pub fn link_type_named(&self, name: &str) -> Option<&LinkType> {
        self.link_types.iter().find(|link_type| same_name(&link_type.name, name))
    }
}

/// Whether two names are the same but for case and surrounding space.
pub(crate) fn same_name(left: &str, right: &str) -> bool {
    left.trim().to_lowercase() == right.trim().to_lowercase()
}
