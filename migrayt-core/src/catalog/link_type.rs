use serde::{Deserialize, Serialize};

use crate::id::LinkTypeId;

/// A link type of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkType {
    /// Its id, with the direction where the tracker names directions apart.
    pub id: LinkTypeId,
    /// Its name.
    pub name: String,
    /// How the link reads from its source, such as `blocks`.
    pub outward: String,
    /// How it reads from its target, such as `is blocked by`.
    pub inward: String,
    /// How many links there are, where the scan counted them.
    pub used: Option<u64>,
}
