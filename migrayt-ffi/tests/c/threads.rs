//! Handles and threads.

use std::ptr::null_mut;
use std::thread;

use migrayt_ffi::c::*;

use crate::bed::{self, ENDLESS};

/// A handle that another thread is given.
#[derive(Clone, Copy)]
struct Shared(*mut migrayt_run);

// SAFETY: a handle is a number, and the library says what may be done with it from where.
unsafe impl Send for Shared {}

impl Shared {
    fn next(self, timeout_ms: i32) -> migrayt_status {
        let mut event = null_mut();
        // SAFETY: the place is there for the call.
        let status = unsafe { migrayt_run_next(self.0, timeout_ms, &raw mut event, null_mut()) };
        migrayt_event_free(event);
        status
    }
}

/// Waits, as long as it takes, until another thread waits for the run.
fn until_used(run: Shared) {
    while run.next(0) != MIGRAYT_MISUSE {
        thread::yield_now();
    }
}

#[test]
fn whoever_comes_second_is_told_and_steering_is_for_everyone() {
    let engine = bed::engine();
    let run = Shared(bed::run(engine, ENDLESS));
    let waiting = thread::spawn(move || run.next(-1));
    until_used(run);
    // SAFETY: the handle is good.
    assert_eq!(unsafe { migrayt_run_pause(run.0, null_mut()) }, MIGRAYT_UNSUPPORTED);
    let mut descriptor = 0;
    // SAFETY: the place is there for the call.
    let status = unsafe { migrayt_run_descriptor(run.0, &raw mut descriptor, null_mut()) };
    assert_eq!(status, MIGRAYT_OK);
    // SAFETY: the handle is good.
    assert_eq!(unsafe { migrayt_run_cancel(run.0, null_mut()) }, MIGRAYT_OK);
    assert_eq!(waiting.join().unwrap(), MIGRAYT_OK, "its result, which is its last event");
    assert_eq!(run.next(-1), MIGRAYT_END);
    migrayt_run_free(run.0);
    migrayt_engine_free(engine);
}

#[test]
fn a_run_that_is_freed_lets_go_of_who_waits_for_it() {
    let engine = bed::engine();
    let run = Shared(bed::run(engine, ENDLESS));
    let waiting = thread::spawn(move || run.next(-1));
    until_used(run);
    migrayt_run_free(run.0);
    assert_eq!(waiting.join().unwrap(), MIGRAYT_CANCELLED);
    assert_eq!(run.next(0), MIGRAYT_MISUSE);
    migrayt_engine_free(engine);
}

#[test]
fn an_engine_that_is_freed_gives_its_runs_up_and_leaves_their_handles() {
    let engine = bed::engine();
    let runs: Vec<_> = (0..3).map(|_| Shared(bed::run(engine, ENDLESS))).collect();
    migrayt_engine_free(engine);
    for run in runs {
        assert_eq!(run.next(-1), MIGRAYT_CANCELLED);
        assert_eq!(run.next(-1), MIGRAYT_END);
        migrayt_run_free(run.0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn threads_are_gone_with_what_they_were_for() {
    let ours = || std::fs::read_dir("/proc/self/task").unwrap().count();
    // Other tests have engines at this moment: it is looked at in a process of its own.
    let name = "migrayt-ffi-alone";
    if std::env::args().all(|argument| argument != name) {
        let this = std::env::current_exe().unwrap();
        let case = "threads::threads_are_gone_with_what_they_were_for";
        let status =
            std::process::Command::new(this).args(["--exact", case, "--", name]).status().unwrap();
        assert!(status.success());
        return;
    }
    let before = ours();
    let engine = bed::engine();
    let run = bed::run(engine, ENDLESS);
    assert!(ours() > before);
    migrayt_run_free(run);
    migrayt_engine_free(engine);
    // The kernel takes a moment to forget a thread that was joined.
    for _ in 0..10_000 {
        if ours() == before {
            return;
        }
        thread::yield_now();
    }
    panic!("{} threads are left", ours() - before);
}
