//! A real database for the tests that want one: they pass without it, and say so.

#[path = "../../../migrayt-testkit/src/postgres/machine.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "the tests' own file, so that both look alike"
)]
mod machine;

use std::time::Duration;

use crate::debian;
use crate::row::{Row, Skip, Tally};

fn is_there() -> bool {
    machine::find_postgres().is_some() && machine::find_pgbouncer().is_some()
}

/// Installs what is missing, for who may.
pub(crate) fn install() {
    if !is_there() {
        debian::install(&["postgresql", "pgbouncer"]);
    }
}

/// The row of the closing table; `all` takes no skip.
pub(crate) fn row(all: bool) -> Row {
    let there = is_there();
    Row {
        name: "database".into(),
        tally: Tally { passed: u64::from(there), failed: 0 },
        skipped: (!there).then(|| Skip {
            what: format!("tests on PostgreSQL and PgBouncer ({})", machine::INSTALL),
            optional: !all,
        }),
        took: Duration::ZERO,
    }
}
