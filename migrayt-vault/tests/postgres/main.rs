//! The rows of connections in PostgreSQL, from outside, against a real server: the conformance
//! suite, both walls between tenants, the schema, and what rests in the server.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails says where"
)]

mod bed;
mod conformance;
#[path = "../sqlite/connection.rs"]
mod connection;
mod content;
mod schema;
mod walls;
