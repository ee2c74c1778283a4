use std::collections::BTreeMap;
use std::fmt;

use super::gap::Gap;
use super::violation::Violation;

/// What was held against the documents of a tracker.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Account {
    /// The operations that were asked for, and how often.
    pub operations: BTreeMap<String, u64>,
    /// Requests with their answers.
    pub requests: u64,
    /// Bodies of requests and answers that a document has a schema for.
    pub bodies: u64,
    /// Known gaps of the documents.
    pub gaps: usize,
    /// How often one of them was met.
    pub excused: u64,
    /// What does not hold, and how often.
    pub violations: BTreeMap<Violation, u64>,
    /// Gaps that were never met.
    pub unused: Vec<Gap>,
}

impl Account {
    /// Whether everything held, and every gap is still one.
    pub fn is_kept(&self) -> bool {
        self.requests > 0 && self.violations.is_empty() && self.unused.is_empty()
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (violation, count) in &self.violations {
            writeln!(f, "violation, {count} times: {violation}")?;
        }
        for gap in &self.unused {
            writeln!(f, "a gap that was never met: {gap}")?;
        }
        write!(
            f,
            "{} operations, {} requests, {} bodies; {} violations; {} known gaps of the documents \
             met {} times, {} never met",
            self.operations.len(),
            self.requests,
            self.bodies,
            self.violations.len(),
            self.gaps,
            self.excused,
            self.unused.len()
        )
    }
}
