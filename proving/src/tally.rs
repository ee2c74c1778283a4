use serde::{Deserialize, Serialize};

/// What an oracle counted when it compared a source with what stands in the target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tally {
    /// Operations of the source without an effect, which nothing reports.
    pub lost: u64,
    /// Effects beyond the first of one operation, with a fence: counted before any sweep.
    pub duplicate: u64,
    /// Parents and links that lead elsewhere, parts of another item, effects that the journal
    /// denies, writes of a process that knew its lease was over, and of a run that was complete.
    pub wrong: u64,
    /// Items and parts that stand twice where there is no fence, and that the sweep does not tell
    /// of.
    pub unreported: u64,
    /// Items and parts that stand twice where there is no fence, and that the sweep tells of.
    pub reported: u64,
    /// Operations that wait for a person, as the journal says.
    pub parked: u64,
    /// Operations that failed or were left out, as the journal says.
    pub given_up: u64,
    /// Operations that the source asks for.
    pub operations: u64,
    /// Processes that worked.
    pub processes: u64,
}

impl Tally {
    /// Whether every operation has its effect once, or a report.
    pub fn is_clean(&self) -> bool {
        self.lost == 0 && self.duplicate == 0 && self.wrong == 0 && self.unreported == 0
    }

    /// Adds what another seed counted.
    pub fn add(&mut self, other: &Self) {
        self.lost += other.lost;
        self.duplicate += other.duplicate;
        self.wrong += other.wrong;
        self.unreported += other.unreported;
        self.reported += other.reported;
        self.parked += other.parked;
        self.given_up += other.given_up;
        self.operations += other.operations;
        self.processes += other.processes;
    }
}
