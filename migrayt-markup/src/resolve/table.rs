use std::collections::BTreeMap;

use migrayt_core::id::{PartId, PersonId};
use migrayt_core::richtext::MediaOrigin;

use super::{Reference, TargetItem, Targets};

/// Targets out of tables.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The target's persons by the source's.
    pub people: BTreeMap<PersonId, PersonId>,
    /// Where the target holds the source's attachments, by their ids.
    pub attachments: BTreeMap<PartId, MediaOrigin>,
    /// The same by file names in lower case, for formats that name attachments so.
    pub files: BTreeMap<String, MediaOrigin>,
    /// The target's items by the source's numbers and keys.
    pub items: BTreeMap<String, TargetItem>,
    /// What addresses of the source begin with, such as `https://dev.azure.com/fabrikam/`: a link
    /// elsewhere leads to another tracker's item of the same number. Relative addresses are the
    /// source's.
    pub addresses: Vec<String>,
}

impl Targets for Table {
    fn person(&self, person: &PersonId) -> Option<PersonId> {
        self.people.get(person).cloned()
    }

    fn media(&self, origin: &MediaOrigin) -> Option<MediaOrigin> {
        match origin {
            MediaOrigin::Attachment(id) => self.attachments.get(id).cloned(),
            MediaOrigin::Named(name) => self.files.get(&name.as_str().to_lowercase()).cloned(),
            _ => None,
        }
    }

    fn item(&self, reference: &Reference<'_>) -> Option<TargetItem> {
        let ours = |address: &str| {
            let is_full = address.contains("://") || address.starts_with("//");
            let lower = address.to_lowercase();
            !is_full
                || lower.starts_with("vstfs:")
                || self.addresses.iter().any(|it| is_below(&lower, &it.to_lowercase()))
        };
        if !reference.address.is_none_or(ours) {
            return None;
        }
        self.items.get(reference.name).cloned()
    }
}

/// Whether an address is another one or leads on from it.
fn is_below(address: &str, base: &str) -> bool {
    address.strip_prefix(base).is_some_and(|rest| {
        base.ends_with('/') || rest.is_empty() || rest.starts_with(['/', '?', '#'])
    })
}
