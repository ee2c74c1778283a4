//! Calls from other threads, while the script goes on.

use std::thread::{self, JoinHandle};

use migrayt_ffi::c;

use super::call::{self, Outcome};
use super::pool::Kind;

/// Threads that make calls of their own.
#[derive(Debug, Default)]
pub(super) struct Sides(Vec<JoinHandle<Vec<(Kind, usize)>>>);

/// As many at once as find what there is to find.
const MOST: usize = 4;

impl Sides {
    /// Lets another thread do what a character says with a run.
    pub(super) fn start(&mut self, run: usize, what: u8) {
        if self.0.len() >= MOST {
            return;
        }
        self.0.push(thread::spawn(move || match what {
            b's' => steer(run),
            b'f' => {
                c::migrayt_run_free(call::pointer(run));
                Vec::new()
            }
            _ => wait(run),
        }));
    }

    pub(super) fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// What they were given, once all of them are done.
    pub(super) fn join(&mut self) -> Vec<(Kind, usize)> {
        let ended = self.0.drain(..).map(|side| side.join().expect("a call panicked"));
        ended.flatten().collect()
    }
}

fn wait(run: usize) -> Vec<(Kind, usize)> {
    let mut given = Vec::new();
    for _ in 0..8 {
        let told = call::next(run, 5);
        let over = told.status != c::MIGRAYT_OK && told.status != c::MIGRAYT_WAITING;
        keep(&mut given, told, Kind::Event);
        if over {
            break;
        }
    }
    given
}

fn steer(run: usize) -> Vec<(Kind, usize)> {
    let mut given = Vec::new();
    for number in 0..12 {
        let told = match number % 4 {
            0 => call::steer(run, c::migrayt_run_pause),
            1 => call::descriptor(run),
            2 => call::answer(run, number / 2, b"", b""),
            _ => call::steer(run, c::migrayt_run_resume),
        };
        keep(&mut given, told, Kind::Run);
    }
    given
}

fn keep(given: &mut Vec<(Kind, usize)>, told: Outcome, kind: Kind) {
    if let Some(handle) = told.handle {
        given.push((kind, handle));
    }
    if let Some(error) = told.error {
        given.push((Kind::Error, error));
    }
}
