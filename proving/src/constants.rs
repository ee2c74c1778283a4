use serde::{Deserialize, Serialize};

/// What a seed is run with beside itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constants {
    /// How many items; drawn if there is no number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<u64>,
    /// How long a lease holds, in seconds.
    pub lease_s: u64,
    /// How long a caller waits for an answer, in seconds.
    pub patience_s: u64,
    /// The longest time after which a request that was given up takes effect, in seconds.
    pub late_commit_s: u64,
}

impl Default for Constants {
    fn default() -> Self {
        Self { items: None, lease_s: 60, patience_s: 30, late_commit_s: 120 }
    }
}
