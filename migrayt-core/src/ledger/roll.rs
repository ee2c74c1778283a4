use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Entry, EntryState, Hash, Header, Tree};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{OperationKey, OperationKind};

/// A ledger while its leaves come by, one after the other: whoever writes it and whoever checks it
/// does the same. Memory holds one hash for each level of the tree.
#[derive(Clone, Debug)]
pub struct Roll {
    tree: Tree,
    /// The hash over the hashes of all leaves so far.
    running: Hash,
    last: Option<OperationKey>,
    tallies: BTreeMap<OperationKind, Tally>,
}

/// A leaf and the check that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The leaf.
    pub bytes: Vec<u8>,
    /// 16 hexadecimal digits that depend on this leaf and on all before it, so that a change is
    /// found at its place. They are no proof of anything: the root is.
    pub check: String,
}

/// What a whole ledger comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// How many operations it accounts for.
    pub rows: u64,
    /// The root over the header and all of them.
    pub root: Hash,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    done: u64,
    adopted: u64,
    failed: u64,
    doubts: u64,
}

impl Roll {
    /// Begins with the header.
    pub fn begin(header: &Header) -> Result<(Self, Leaf)> {
        Self::begin_in(Tree::new(), header)
    }

    /// Begins with the header in a tree of the caller's, which may be one that
    /// [proves](Tree::proving) a leaf.
    ///
    /// # Errors
    /// `Misuse` if the tree has leaves.
    pub fn begin_in(tree: Tree, header: &Header) -> Result<(Self, Leaf)> {
        if tree.leaves() > 0 {
            return Err(Error::new(ErrorKind::Misuse, "a ledger begins with an empty tree"));
        }
        let mut roll = Self { tree, running: Hash::of(&[]), last: None, tallies: BTreeMap::new() };
        let leaf = roll.append(header.encode()?);
        Ok((roll, leaf))
    }

    /// Whether an entry may come next: entries are strictly ascending by key.
    pub fn is_next(&self, entry: &Entry) -> bool {
        self.last.as_ref().is_none_or(|last| *last < entry.key())
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// `Misuse` if it may not come next.
    pub fn add(&mut self, entry: &Entry) -> Result<Leaf> {
        if !self.is_next(entry) {
            return Err(Error::new(ErrorKind::Misuse, "a ledger's entries are ascending by key")
                .with("operation", &entry.key()));
        }
        self.last = Some(entry.key());
        let tally = self.tallies.entry(entry.kind).or_default();
        match entry.state {
            EntryState::Done => tally.done += 1,
            EntryState::Adopted => {
                tally.done += 1;
                tally.adopted += 1;
            }
            EntryState::Failed => tally.failed += 1,
            EntryState::Doubtful => tally.doubts += 1,
            EntryState::Due | EntryState::Gone | EntryState::Skipped => {}
        }
        Ok(self.append(entry.encode()?))
    }

    /// Whether what the header counts as done, adopted, failed and in doubt is what the entries so
    /// far say.
    pub fn agrees_with(&self, header: &Header) -> bool {
        let mut tallies = self.tallies.clone();
        tallies.retain(|_, tally| *tally != Tally::default());
        let mut counted = BTreeMap::new();
        for counts in &header.counts {
            let tally = Tally {
                done: counts.done,
                adopted: counts.adopted,
                failed: counts.failed,
                doubts: counts.doubts,
            };
            if tally != Tally::default() && counted.insert(counts.kind, tally).is_some() {
                return false;
            }
        }
        counted == tallies
    }

    /// What the ledger comes to so far.
    pub fn totals(&self) -> Totals {
        Totals { rows: self.tree.leaves().saturating_sub(1), root: self.tree.root() }
    }

    /// The tree so far.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    fn append(&mut self, bytes: Vec<u8>) -> Leaf {
        let hash = Hash::of_leaf(&bytes);
        self.tree.push(hash);
        self.running = Hash::of(&[self.running.as_bytes(), hash.as_bytes()]);
        let mut check = self.running.to_string();
        check.truncate(16);
        Leaf { bytes, check }
    }
}

pub(super) fn encode(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| {
        Error::new(ErrorKind::Unexpected, "a line of the ledger cannot be written")
            .with_source(error)
    })
}

#[cfg(test)]
mod tests {
    use super::Roll;
    use crate::error::ErrorKind;
    use crate::ledger::{Entry, EntryState, Hash, Header, HeaderCounts, Tree, VERSION};
    use crate::operation::OperationKind;

    fn header(done: u64) -> Header {
        Header {
            version: VERSION,
            run: "run_1".into(),
            plan: "pln_1".into(),
            fingerprint: "5f1e".into(),
            source: "azure-devops:fabrikam/Shop".into(),
            target: "jira:example/SHOP".into(),
            closing: None,
            counts: vec![HeaderCounts {
                kind: OperationKind::Create,
                planned: 2,
                done,
                adopted: 0,
                failed: 0,
                skipped: 0,
                doubts: 0,
            }],
        }
    }

    fn entry(item: &str, state: EntryState) -> Entry {
        Entry {
            item: item.into(),
            kind: OperationKind::Create,
            part: String::new(),
            state,
            error: None,
            target: None,
            made: None,
            losses: Vec::new(),
            revision: None,
            attempts: 1,
        }
    }

    #[test]
    fn entries_come_in_the_order_of_their_keys() {
        let (mut roll, _) = Roll::begin(&header(1)).unwrap();
        roll.add(&entry("1", EntryState::Done)).unwrap();
        for item in ["1", "0"] {
            assert_eq!(
                roll.add(&entry(item, EntryState::Due)).unwrap_err().kind(),
                ErrorKind::Misuse
            );
        }
        roll.add(&entry("2", EntryState::Due)).unwrap();
        assert_eq!(roll.totals().rows, 2);
    }

    #[test]
    fn counts_and_entries_agree_or_do_not() {
        for (done, agrees) in [(0, false), (1, true), (2, false)] {
            let header = header(done);
            let (mut roll, _) = Roll::begin(&header).unwrap();
            roll.add(&entry("1", EntryState::Done)).unwrap();
            roll.add(&entry("2", EntryState::Skipped)).unwrap();
            assert_eq!(roll.agrees_with(&header), agrees, "{done}");
        }
    }

    #[test]
    fn the_root_covers_header_and_entries_and_one_of_them_can_be_proved() {
        let (mut roll, first) = Roll::begin_in(Tree::proving(2), &header(1)).unwrap();
        let leaves = ["1", "2", "3"].map(|item| roll.add(&entry(item, EntryState::Due)).unwrap());
        let mut tree = Tree::new();
        for leaf in [&first].into_iter().chain(&leaves) {
            tree.push(Hash::of_leaf(&leaf.bytes));
        }
        assert_eq!(roll.totals().root, tree.root());
        let proof = roll.tree().proof().unwrap();
        assert!(proof.holds(&Hash::of_leaf(&leaves[1].bytes), &tree.root()));
        assert!(!proof.holds(&Hash::of_leaf(&leaves[0].bytes), &tree.root()));
        let (other, _) = Roll::begin(&header(0)).unwrap();
        let (same, _) = Roll::begin(&header(1)).unwrap();
        assert_ne!(other.totals().root, same.totals().root);
    }

    #[test]
    fn checks_depend_on_all_that_came_before() {
        let (mut one, _) = Roll::begin(&header(1)).unwrap();
        let (mut other, _) = Roll::begin(&header(2)).unwrap();
        let entry = entry("1", EntryState::Done);
        let (one, other) = (one.add(&entry).unwrap(), other.add(&entry).unwrap());
        assert_eq!(one.bytes, other.bytes);
        assert_ne!(one.check, other.check);
    }
}
