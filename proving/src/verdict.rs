use crate::coverage::Coverage;
use crate::tally::Tally;

/// What one seed came to.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Verdict {
    /// What the oracle counted.
    pub tally: Tally,
    /// What is not as it must be, in words.
    pub faults: Vec<String>,
    /// What the seed met.
    pub coverage: Coverage,
    /// SHA-256 over all calls and their answers.
    pub hash: String,
    /// All calls, if they were asked for.
    pub trace: Vec<String>,
}
