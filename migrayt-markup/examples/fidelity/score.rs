use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use crate::adf_normal::normal;
use crate::wiki_equal;

/// How many nodes of other converters' documents are in ours, in the same order and place.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    pub(crate) nodes: usize,
    pub(crate) found: usize,
    pub(crate) documents: usize,
    /// Documents that are the same as a whole.
    pub(crate) equal: usize,
}

impl Score {
    /// Compares two documents in their normal form.
    pub(crate) fn add(&mut self, theirs: &Value, ours: &Value) {
        let (theirs, ours) = (normal(theirs), normal(ours));
        let same = theirs == ours;
        self.count(&theirs, &ours, same);
    }

    /// Compares two documents in the normal form of those that were wiki markup.
    pub(crate) fn add_wiki(&mut self, theirs: &Value, ours: &Value) {
        let (theirs, ours) = (wiki_equal::normal(theirs), wiki_equal::normal(ours));
        let same = wiki_equal::equal(&ours, &theirs);
        self.count(&theirs, &ours, same);
    }

    fn count(&mut self, theirs: &Value, ours: &Value, same: bool) {
        self.documents += 1;
        self.equal += usize::from(same);
        let (theirs, ours) = (nodes(theirs), nodes(ours));
        self.nodes += theirs.len();
        self.found += common(&theirs, &ours);
    }
}

/// A number for each node below the document: the kinds that lead to it, and all of itself but its content.
fn nodes(document: &Value) -> Vec<u64> {
    let mut out = Vec::new();
    let mut left = vec![(document, 0_u64, true)];
    while let Some((node, above, is_document)) = left.pop() {
        let mut place = DefaultHasher::new();
        (above, node["type"].as_str()).hash(&mut place);
        let place = place.finish();
        if !is_document {
            let mut whole = DefaultHasher::new();
            place.hash(&mut whole);
            for part in ["attrs", "marks", "text"] {
                node[part].to_string().hash(&mut whole);
            }
            out.push(whole.finish());
        }
        let content = node["content"].as_array().into_iter().flatten().rev();
        left.extend(content.map(|child| (child, place, false)));
    }
    out
}

/// The length of the longest sequence that both hold in order.
fn common(one: &[u64], other: &[u64]) -> usize {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    let mut row = vec![0_usize; other.len()];
    for a in one {
        let (mut before, mut left) = (0, 0);
        for (b, cell) in other.iter().zip(&mut row) {
            let above = *cell;
            *cell = if a == b { before + 1 } else { above.max(left) };
            (before, left) = (above, *cell);
        }
    }
    same + row.last().copied().unwrap_or_default()
}
