use serde::{Deserialize, Serialize};

/// When an operation is due: parents before children, and what needs both ends after all items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stage(u32);

impl Stage {
    /// The stage after all levels.
    pub const LINKS: Self = Self(u32::MAX);

    /// The lanes of the items of a level; 0 is the topmost.
    pub fn level(level: u32) -> Self {
        Self(level.min(u32::MAX - 1))
    }

    /// The stage as a number that sorts.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The stage of a stored number.
    pub fn from_number(number: u32) -> Self {
        Self(number)
    }
}
