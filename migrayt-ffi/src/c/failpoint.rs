//! Panics on demand, and how many handles there are, for tests of the boundary.

use std::sync::{Mutex, PoisonError};

use super::handle::{ENGINES, ERRORS, EVENTS, RUNS};

static NEXT: Mutex<Option<String>> = Mutex::new(None);

/// Lets the next call of a function panic.
pub fn panic_in(function: &str) {
    *NEXT.lock().unwrap_or_else(PoisonError::into_inner) = Some(function.to_owned());
}

/// How many handles were given and not freed.
pub fn handles() -> usize {
    ENGINES.len() + RUNS.len() + EVENTS.len() + ERRORS.len()
}

#[expect(clippy::panic, reason = "that is what it is for")]
pub(super) fn pass(function: &str) {
    let mut next = NEXT.lock().unwrap_or_else(PoisonError::into_inner);
    if next.as_deref() == Some(function) {
        *next = None;
        drop(next);
        panic!("a panic on demand in {function}");
    }
}
