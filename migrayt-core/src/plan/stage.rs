use serde::{Deserialize, Serialize};

/// When an operation is due: parents before children, what needs both ends after all items, and
/// places in the backlog last, one group after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stage(u32);

impl Stage {
    /// The stage after all levels.
    pub const LINKS: Self = Self(1 << 31);

    /// The lanes of the items of a level; 0 is the topmost.
    pub fn level(level: u32) -> Self {
        Self(level.min(Self::LINKS.0 - 1))
    }

    /// The stage of the item at a position of the backlog, if a target places so many at once. Each
    /// is placed after the one before it, so that a group is due once those before it are placed.
    pub fn rank(position: u32, together: u32) -> Self {
        Self(Self::LINKS.0.saturating_add(1).saturating_add(position / together.max(1)))
    }

    /// Whether it places items in the backlog.
    pub fn is_rank(self) -> bool {
        self > Self::LINKS
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

#[cfg(test)]
mod tests {
    use super::Stage;

    #[test]
    fn places_come_after_links_and_links_after_levels() {
        assert!(Stage::level(u32::MAX) < Stage::LINKS && !Stage::LINKS.is_rank());
        let ranks = [0, 49, 50, 99, 100].map(|position| Stage::rank(position, 50));
        assert!(ranks.iter().all(|stage| stage.is_rank()) && ranks.is_sorted());
        assert_eq!(ranks[0], ranks[1]);
        assert!(ranks[1] < ranks[2] && ranks[3] < ranks[4]);
        assert_eq!(Stage::rank(3, 0), Stage::rank(3, 1));
    }
}
