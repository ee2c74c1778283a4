//! The account of a run as a list of leaves and the root of their Merkle tree.
//!
//! The first leaf is the [`Header`], one more follows for each operation, ascending by its key. A
//! leaf is the compact JSON of what it says, in UTF-8, with the members in the order in which the
//! types here declare them and without those that are absent; so anybody can work the root out with
//! a hash function and nothing else. The tree is the one of RFC 6962, section 2.1: leaves and nodes
//! are hashed with different first bytes, so that neither can stand for the other.
//!
//! All of it is pure and holds ids, counts and codes, never content.

mod entry;
mod hash;
mod header;
mod proof;
mod roll;
mod tree;

pub use self::entry::{Entry, EntryLoss, EntryState};
pub use self::hash::Hash;
pub use self::header::{Header, HeaderCounts, VERSION};
pub use self::proof::Proof;
pub use self::roll::{Leaf, Roll, Totals};
pub use self::tree::Tree;
