use serde::Serialize;

/// What a vault can do. It says the same as long as the vault lives.
///
/// That values are encrypted wherever they rest is not among them: every vault does that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VaultCapabilities {
    /// What was put outlives the process.
    pub durable: bool,
    /// Several processes may use it at once.
    pub shared: bool,
    /// The longest secret that it takes, in bytes; at most [`Secret::LONGEST`](crate::Secret::LONGEST).
    pub longest_secret: usize,
}

impl VaultCapabilities {
    /// What a vault declares; the limit is cut to [`Secret::LONGEST`](crate::Secret::LONGEST).
    pub fn new(durable: bool, shared: bool, longest_secret: usize) -> Self {
        Self { durable, shared, longest_secret: longest_secret.min(crate::Secret::LONGEST) }
    }
}
