//! A PostgreSQL and a PgBouncer of the tests' own, where this machine has them.
//!
//! A test binary that wants a database starts a [`Server`] and passes without one, saying so, unless
//! [`machine::REQUIRED`] demands it. Nothing is shared with a server that the machine runs.

#[expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test says what it measured and why it was skipped"
)]
pub mod machine;
mod scope;
#[expect(clippy::unwrap_used, clippy::panic, reason = "a server that does not start says why")]
mod server;

pub use self::scope::scope_of;
pub use self::server::{Pooler, Server, run};
