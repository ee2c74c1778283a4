//! The SQLite journal from outside: the conformance suite, the memory journal as its model, and
//! what only a file can get wrong.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails says where"
)]

mod canary;
mod concurrency;
mod conformance;
mod content;
mod dice;
mod durability;
mod fixture;
mod model;
mod sample;
mod versions;
