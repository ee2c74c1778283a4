use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Everything that stands in the target, by what it came from, with nothing in it that differs
/// between two runs: no ids, keys and moments of the target.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Picture {
    /// The items of the source.
    pub(crate) source: BTreeSet<String>,
    /// The parents of the items in the source.
    pub(crate) parents: BTreeMap<String, String>,
    /// What stands, by item; more than one where something stands twice.
    pub(crate) standing: BTreeMap<String, Vec<Standing>>,
    /// Issues without a marker.
    pub(crate) unmarked: u64,
    /// The names of components and sprints.
    pub(crate) nodes: Vec<String>,
}

/// One issue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Standing {
    pub(crate) issue_type: String,
    pub(crate) status: String,
    /// The item whose issue is the parent.
    pub(crate) parent: Option<String>,
    /// A digest of the fields.
    pub(crate) fields: String,
    /// Comments, files, links to other places: each part by a digest or an id, ascending.
    pub(crate) parts: Vec<String>,
    /// Links to other items, ascending.
    pub(crate) links: Vec<String>,
}
