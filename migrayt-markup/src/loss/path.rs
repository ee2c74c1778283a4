use std::fmt;

use serde::{Serialize, Serializer};

/// A place in a document: the nodes that lead to it, outermost first, at most eight of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(Vec<Step>);

/// One node on the way to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The kind of node, such as `table` or `item`.
    pub kind: &'static str,
    /// Its place among its siblings, from 0.
    pub index: usize,
}

impl Path {
    /// A path of the first eight of these steps.
    pub(crate) fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        Self(steps.into_iter().take(8).collect())
    }

    /// The steps, outermost first; none for the document itself.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl fmt::Display for Path {
    /// Writes steps as `table[0]/row[2]/cell[1]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            let slash = if place == 0 { "" } else { "/" };
            write!(f, "{slash}{}[{}]", step.kind, step.index)?;
        }
        Ok(())
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
