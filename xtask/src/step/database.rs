//! Says whether the tests on a real database had one, since they pass without it.

#[path = "../../../migrayt-tenancy/tests/postgres/machine.rs"]
#[expect(
    dead_code,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "the tests' own file, so that both look alike"
)]
mod machine;

use std::time::Duration;

use crate::row::{Row, Skip, Tally};

/// The row of the closing table.
pub(crate) fn row() -> Row {
    let there = machine::find_postgres().is_some() && machine::find_pgbouncer().is_some();
    Row {
        name: "database".into(),
        tally: Tally { passed: u64::from(there), failed: 0 },
        skipped: (!there).then(|| Skip {
            what: format!("tests on PostgreSQL and PgBouncer ({})", machine::INSTALL),
            optional: true,
        }),
        took: Duration::ZERO,
    }
}
