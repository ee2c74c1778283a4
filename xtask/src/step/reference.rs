//! Says whether the reference data was there, since the tests that read it pass without it.

#[path = "../../../migrayt-testkit/src/reference.rs"]
#[expect(unreachable_pub, reason = "the testkit's own file, so that both look in the same place")]
mod testkit;

use std::time::Duration;

use crate::row::{Row, Skip, Tally};

/// Whether it is on this machine.
pub(crate) fn is_there() -> bool {
    testkit::find("specs").is_some() && testkit::find("data").is_some()
}

/// The row of the closing table.
pub(crate) fn row() -> Row {
    let there = is_there();
    Row {
        name: "reference data".into(),
        tally: Tally { passed: u64::from(there), failed: 0 },
        skipped: (!there).then(|| Skip {
            what: format!("tests on reference data (set {} to its folder)", testkit::SETTING),
            optional: true,
        }),
        took: Duration::ZERO,
    }
}
