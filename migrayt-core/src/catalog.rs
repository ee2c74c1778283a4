//! What a scan finds in an endpoint: names and counts, never content.

mod field;
mod link_type;
mod node;
mod work_type;

use serde::{Deserialize, Serialize};

pub use self::field::{Field, FieldKind, FieldRole};
pub use self::link_type::LinkType;
pub use self::node::{Node, NodeKind};
pub use self::work_type::{State, StateCategory, WorkType};

use crate::digest::DigestKey;
use crate::id::{EndpointId, FieldId, PersonId, TypeId};

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

/// A person as a catalog may keep them: an account id, and the address only in a form that cannot
/// be read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPerson {
    /// The account id.
    pub id: PersonId,
    /// The keyed digest of the lower-cased e-mail address, in hexadecimal.
    pub email_digest: Option<String>,
    /// The address with all but its first letter and its domain hidden.
    pub email_masked: Option<String>,
    /// Whether the account can be assigned.
    pub active: bool,
}

impl KnownPerson {
    /// A person as found in a tracker; the address stays only as its digest and masked.
    pub fn new(id: PersonId, email: Option<&str>, active: bool, key: &DigestKey) -> Self {
        let email = email.map(str::trim).filter(|email| email.contains('@'));
        Self {
            id,
            email_digest: email.map(|email| Self::email_digest(email, key)),
            email_masked: email.and_then(masked),
            active,
        }
    }

    /// The digest under which the same address is found in every catalog of one key.
    pub fn email_digest(email: &str, key: &DigestKey) -> String {
        key.digest("email", email.trim().to_lowercase().as_bytes()).to_string()
    }
}

/// `jamal@fabrikam.example` as `j***@fabrikam.example`.
fn masked(email: &str) -> Option<String> {
    let (name, domain) = email.rsplit_once('@')?;
    Some(format!("{}***@{domain}", name.chars().next()?))
}

/// Whether two names are the same but for case and surrounding space.
pub(crate) fn same_name(left: &str, right: &str) -> bool {
    left.trim().to_lowercase() == right.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::KnownPerson;
    use crate::digest::DigestKey;
    use crate::id::PersonId;

    #[test]
    fn an_address_rests_only_as_digest_and_mask() {
        let key = DigestKey::new([3; 32]);
        let known = |email| KnownPerson::new(PersonId::new("7"), email, true, &key);
        let person = known(Some(" Jamal@Fabrikam.example "));
        assert_eq!(person.email_masked.as_deref(), Some("J***@Fabrikam.example"));
        assert_eq!(person.email_digest, known(Some("jamal@fabrikam.EXAMPLE")).email_digest);
        assert!(!serde_json::to_string(&person).unwrap().contains("amal"));
        assert_eq!(known(Some("no address")).email_digest, None);
        assert_eq!(known(Some("@example.org")).email_masked, None);
    }
}
