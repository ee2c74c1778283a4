use super::{Hash, Proof};

/// A Merkle tree that is given its leaves one after the other and keeps one hash for each level.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    leaves: u64,
    /// The roots of the whole subtrees so far, the largest first; no two of one height.
    peaks: Vec<Peak>,
    /// The leaf to prove.
    marked: Option<u64>,
    /// What the proof of the marked leaf needs, from its level upward.
    path: Vec<Hash>,
}

#[derive(Clone, Copy, Debug)]
struct Peak {
    hash: Hash,
    height: u32,
    /// Whether the marked leaf is below it.
    marked: bool,
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// A tree without leaves that will be able to prove one of them, counted from 0.
    pub fn proving(leaf: u64) -> Self {
        Self { marked: Some(leaf), ..Self::default() }
    }

    /// Adds the hash of a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let marked = self.marked == Some(self.leaves);
        self.leaves += 1;
        let mut peak = Peak { hash: leaf, height: 0, marked };
        while let Some(left) = self.peaks.pop_if(|left| left.height == peak.height) {
            peak = join(left, peak, &mut self.path);
        }
        self.peaks.push(peak);
    }

    /// How many leaves there are.
    pub fn leaves(&self) -> u64 {
        self.leaves
    }

    /// The root over the leaves so far; without leaves it is the hash of nothing.
    pub fn root(&self) -> Hash {
        self.top(&mut Vec::new()).map_or_else(|| Hash::of(&[]), |top| top.hash)
    }

    /// The proof that the leaf that was chosen is one of the leaves so far, if it is.
    pub fn proof(&self) -> Option<Proof> {
        let leaf = self.marked.filter(|leaf| *leaf < self.leaves)?;
        let mut path = self.path.clone();
        self.top(&mut path)?;
        Some(Proof { leaf, leaves: self.leaves, path })
    }

    fn top(&self, path: &mut Vec<Hash>) -> Option<Peak> {
        let peaks = self.peaks.iter().rev().copied();
        peaks.reduce(|right, left| join(left, right, path))
    }
}

/// The node over two others. The path gets the side on which the marked leaf is not.
fn join(left: Peak, right: Peak, path: &mut Vec<Hash>) -> Peak {
    if left.marked {
        path.push(right.hash);
    } else if right.marked {
        path.push(left.hash);
    }
    Peak {
        hash: Hash::of_node(&left.hash, &right.hash),
        height: left.height + 1,
        marked: left.marked || right.marked,
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::any;
    use proptest::proptest;

    use super::Tree;
    use crate::ledger::Hash;

    /// The leaves that the reference implementations of Certificate Transparency are tested with.
    const LEAVES: [&[u8]; 8] = [
        &[],
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[
            0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
            0x6e, 0x6f,
        ],
    ];

    /// The roots over the first of them.
    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    fn tree(mut tree: Tree, leaves: &[&[u8]]) -> Tree {
        for leaf in leaves {
            tree.push(Hash::of_leaf(leaf));
        }
        tree
    }

    #[test]
    fn roots_are_those_of_rfc_6962() {
        for (count, root) in ROOTS.iter().enumerate() {
            assert_eq!(tree(Tree::new(), &LEAVES[..count]).root().to_string(), *root, "{count}");
        }
    }

    #[test]
    fn proofs_are_those_of_rfc_6962() {
        let path = |leaf, count| tree(Tree::proving(leaf), &LEAVES[..count]).proof().unwrap().path;
        let texts = |leaf, count| -> Vec<String> {
            path(leaf, count).iter().map(ToString::to_string).collect()
        };
        assert_eq!(
            texts(0, 8),
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        );
        assert_eq!(
            texts(5, 8),
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
        assert_eq!(
            texts(2, 3),
            ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]
        );
        assert_eq!(
            texts(1, 5),
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        );
        assert_eq!(path(0, 1), []);
    }

    #[test]
    fn a_leaf_that_was_not_added_has_no_proof() {
        assert!(tree(Tree::proving(3), &LEAVES[..3]).proof().is_none());
        assert!(tree(Tree::new(), &LEAVES).proof().is_none());
    }

    /// The definition of the RFC, word for word.
    fn defined(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::of(&[]),
            [leaf] => *leaf,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                Hash::of_node(&defined(&leaves[..split]), &defined(&leaves[split..]))
            }
        }
    }

    proptest! {
        #[test]
        fn streaming_agrees_with_the_definition(leaves in vec(any::<u16>(), 1..80), at: usize) {
            let leaves: Vec<_> = leaves.iter().map(|leaf| Hash::of_leaf(&leaf.to_le_bytes())).collect();
            let at = at % leaves.len();
            let mut tree = Tree::proving(at as u64);
            for leaf in &leaves {
                tree.push(*leaf);
            }
            let root = defined(&leaves);
            assert_eq!(tree.root(), root);
            let proof = tree.proof().unwrap();
            assert!(proof.holds(&leaves[at], &root));
            // For no other leaf, root, place or number of leaves.
            assert!(!proof.holds(&Hash::of_leaf(b"another"), &root));
            assert!(!proof.holds(&leaves[at], &Hash::of_leaf(b"another")));
            for other in 0..leaves.len() as u64 {
                let mut moved = proof.clone();
                moved.leaf = other;
                assert_eq!(moved.holds(&leaves[at], &root), other == at as u64);
            }
            let mut longer = proof.clone();
            longer.path.push(root);
            assert!(!longer.holds(&leaves[at], &root));
        }
    }
}
