//! Stores that a host implements: journal, vault and directory, against a host as it would be written
//! in another language.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails says where"
)]

#[path = "../../../migrayt/tests/migrayt/clock.rs"]
mod clock;
#[path = "../../../migrayt-journal/tests/journal/dice.rs"]
mod dice;
mod directory;
mod host;
mod journal;
mod killed;
#[path = "../../../migrayt-journal/tests/journal/model.rs"]
mod model;
mod questions;
mod races;
#[path = "../../../migrayt-journal/tests/journal/sample.rs"]
mod sample;
mod shapes;
mod vault;
