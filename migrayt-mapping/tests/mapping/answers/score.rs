use std::collections::BTreeSet;
use std::fmt;

/// How many first suggestions were right, and which were not.
#[derive(Default)]
pub(super) struct Score {
    right: usize,
    all: usize,
    wrong: BTreeSet<String>,
}

impl Score {
    pub(super) fn count(&mut self, of: &str, told: &str, right: &[String]) {
        self.all += 1;
        if right.iter().any(|one| one == told) {
            self.right += 1;
        } else {
            self.wrong.insert(format!("{of}: {told}, right is {}", right.join(" or ")));
        }
    }

    /// The share of right ones in whole percent, rounded down.
    pub(super) fn percent(&self) -> usize {
        (100 * self.right).checked_div(self.all).unwrap_or(0)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} of {} right, {} %", self.right, self.all, self.percent())?;
        self.wrong.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
