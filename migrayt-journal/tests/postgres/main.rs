//! The PostgreSQL journal from outside, against a real server, directly and through a pooler: the
//! conformance suite, the memory journal as its model, and what only a server can get wrong.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails says where"
)]

mod bed;
#[path = "../journal/canary.rs"]
mod canary;
mod concurrency;
mod conformance;
mod content;
#[path = "../journal/dice.rs"]
mod dice;
mod durability;
#[path = "../journal/model.rs"]
mod model;
mod plans;
#[path = "../journal/sample.rs"]
mod sample;
mod schema;
mod walls;
