use serde::{Deserialize, Serialize};

use super::Hash;

/// The proof that one leaf is part of a tree whose root is known: enough to show somebody one line
/// of a ledger without the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Which leaf, counted from 0; the header is leaf 0.
    pub leaf: u64,
    /// How many leaves the tree has.
    pub leaves: u64,
    /// The hashes beside the way from the leaf to the root, from the leaf's level upward.
    pub path: Vec<Hash>,
}

impl Proof {
    /// Whether the leaf with this hash stands at its place in the tree with this root. This is the
    /// check of RFC 9162, section 2.1.3.2.
    pub fn holds(&self, leaf: &Hash, root: &Hash) -> bool {
        if self.leaf >= self.leaves {
            return false;
        }
        let (mut place, mut last) = (self.leaf, self.leaves - 1);
        let mut hash = *leaf;
        for beside in &self.path {
            if last == 0 {
                return false;
            }
            if place % 2 == 1 || place == last {
                hash = Hash::of_node(beside, &hash);
                // A last node without a neighbour rises until it has one on its left.
                while place.is_multiple_of(2) && place != 0 {
                    (place, last) = (place / 2, last / 2);
                }
            } else {
                hash = Hash::of_node(&hash, beside);
            }
            (place, last) = (place / 2, last / 2);
        }
        last == 0 && hash == *root
    }
}
