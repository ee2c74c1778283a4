//! What a host holds: each type stands for a handle in C, and each table has what such handles are
//! of.

use std::sync::LazyLock;

use super::table::Table;
use crate::face::{Engine, Event, Failure, Run};

/// One migration for one caller, with the threads that carry it. Freed by `migrayt_engine_free`.
#[derive(Debug)]
pub struct migrayt_engine {
    _opaque: [u8; 0],
}

/// One job that goes on in the background. Freed by `migrayt_run_free`.
#[derive(Debug)]
pub struct migrayt_run {
    _opaque: [u8; 0],
}

/// Something that a run told. Freed by `migrayt_event_free`.
#[derive(Debug)]
pub struct migrayt_event {
    _opaque: [u8; 0],
}

/// What went wrong. Freed by `migrayt_error_free`.
#[derive(Debug)]
pub struct migrayt_error {
    _opaque: [u8; 0],
}

pub(super) static ENGINES: LazyLock<Table<Engine>> = LazyLock::new(|| Table::new(1));
pub(super) static RUNS: LazyLock<Table<Run>> = LazyLock::new(|| Table::new(2));
pub(super) static EVENTS: LazyLock<Table<Event>> = LazyLock::new(|| Table::new(3));
pub(super) static ERRORS: LazyLock<Table<Failure>> = LazyLock::new(|| Table::new(4));
