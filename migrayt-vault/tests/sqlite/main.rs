//! The rows of connections in a SQLite file, from outside: the conformance suite, several processes,
//! files of other versions and programs, and what rests in them.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails says where"
)]

mod canary;
mod conformance;
mod connection;
mod file;
mod processes;
mod versions;
