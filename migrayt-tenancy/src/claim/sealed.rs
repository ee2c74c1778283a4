use std::fmt;

/// A claim on its way through a queue: text in one line of printable ASCII, without spaces.
///
/// Whoever holds it may act as the job until it expires, so that it is not shown. It proves nothing
/// before [`ClaimKey::open`](crate::ClaimKey::open) has verified it.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedClaim(String);

impl SealedClaim {
    /// The longest text of a claim, in bytes.
    pub const LONGEST: usize = 4096;

    /// Wraps what came out of a queue.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text to put into a queue.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SealedClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedClaim(..)")
    }
}
