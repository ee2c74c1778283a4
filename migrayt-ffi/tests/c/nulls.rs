//! Every pointer argument of every function is NULL in turn.

use std::ptr::{null, null_mut};

use migrayt_ffi::c::*;

use crate::bed::{self, ENDLESS};

/// Calls with one argument NULL and the others good; each must be `Misuse`, with an error that says
/// which, and must leave every result alone.
macro_rules! misused {
    ($($call:expr => $name:literal;)+) => {$(
        let mut error = null_mut();
        // SAFETY: whatever is not NULL is there for the call.
        let status = unsafe { $call(&raw mut error) };
        assert_eq!(status, MIGRAYT_MISUSE, "{}", stringify!($call));
        let told = bed::told(error);
        assert_eq!(told.code, MIGRAYT_MISUSE);
        assert!(told.message.contains($name), "{} {}", stringify!($call), told.message);
        // SAFETY: as before; an error that nobody wants is no reason to fail otherwise.
        assert_eq!(unsafe { $call(null_mut()) }, MIGRAYT_MISUSE);
    )+};
}

#[test]
fn null_is_misuse_and_never_more() {
    let engine = bed::engine();
    let run = bed::run(engine, ENDLESS);
    let event = bed::event(engine);
    let other = bed::error(engine);
    let options = bed::options("{}");
    let unpaired = |json: bool| migrayt_options {
        json: if json { null() } else { options.json },
        json_length: 2,
        token: null(),
        token_length: usize::from(!json),
        ..options
    };
    let (no_json, no_token) = (unpaired(true), unpaired(false));
    let mut engine_out = null_mut();
    let mut run_out = null_mut();
    let mut event_out = null_mut();
    let mut descriptor = 0;
    let mut error_view = bed::error_view();
    let mut event_view = bed::event_view();
    let job = bed::SHORT;
    misused! {
        |error| migrayt_about(null_mut(), error) => "about";
        |error| migrayt_engine_new(null(), &raw mut engine_out, error) => "options";
        |error| migrayt_engine_new(&raw const options, null_mut(), error) => "engine";
        |error| migrayt_engine_new(&raw const no_json, &raw mut engine_out, error) => "options.json";
        |error| migrayt_engine_new(&raw const no_token, &raw mut engine_out, error) => "options.token";
        |error| migrayt_run_start(
            null_mut(), job.as_ptr(), job.len(), null(), 0, &raw mut run_out, error,
        ) => "handle is NULL";
        |error| migrayt_run_start(engine, null(), 1, null(), 0, &raw mut run_out, error) => "json";
        |error| migrayt_run_start(
            engine, job.as_ptr(), job.len(), null(), 1, &raw mut run_out, error,
        ) => "bytes";
        |error| migrayt_run_start(
            engine, job.as_ptr(), job.len(), null(), 0, null_mut(), error,
        ) => "run";
        |error| migrayt_run_next(null_mut(), 0, &raw mut event_out, error) => "handle is NULL";
        |error| migrayt_run_next(run, 0, null_mut(), error) => "event";
        |error| migrayt_run_descriptor(null_mut(), &raw mut descriptor, error) => "handle is NULL";
        |error| migrayt_run_descriptor(run, null_mut(), error) => "descriptor";
        |error| migrayt_answer(null_mut(), 1, null(), 0, null(), 0, error) => "handle is NULL";
        |error| migrayt_answer(run, 1, null(), 1, null(), 0, error) => "json";
        |error| migrayt_answer(run, 1, null(), 0, null(), 1, error) => "bytes";
        |error| migrayt_run_pause(null_mut(), error) => "handle is NULL";
        |error| migrayt_run_resume(null_mut(), error) => "handle is NULL";
        |error| migrayt_run_cancel(null_mut(), error) => "handle is NULL";
        |error| migrayt_event_read(null(), &raw mut event_view, error) => "handle is NULL";
        |error| migrayt_event_read(event, null_mut(), error) => "view";
        |error| migrayt_error_read(null(), &raw mut error_view, error) => "handle is NULL";
        |error| migrayt_error_read(other, null_mut(), error) => "view";
    }
    assert!(engine_out.is_null() && run_out.is_null() && event_out.is_null());
    assert_eq!(descriptor, 0);
    migrayt_engine_free(null_mut());
    migrayt_run_free(null_mut());
    migrayt_event_free(null_mut());
    migrayt_error_free(null_mut());
    // Everything is still good, and freed once; a second time is nothing.
    for _ in 0..2 {
        migrayt_event_free(event);
        migrayt_error_free(other);
        migrayt_run_free(run);
        migrayt_engine_free(engine);
    }
}

#[test]
fn a_length_that_no_memory_has_is_misuse() {
    let engine = bed::engine();
    let (mut run, mut error) = (null_mut(), null_mut());
    let byte = b'x';
    // SAFETY: the length is refused before anything is read.
    let status = unsafe {
        migrayt_run_start(
            engine,
            &raw const byte,
            usize::MAX,
            null(),
            0,
            &raw mut run,
            &raw mut error,
        )
    };
    assert_eq!(status, MIGRAYT_MISUSE);
    assert!(bed::told(error).message.contains("more than memory can have"));
    migrayt_engine_free(engine);
}

#[test]
fn text_that_is_no_utf_8_is_told_with_its_place() {
    let engine = bed::engine();
    let (mut run, mut error) = (null_mut(), null_mut());
    let job = b"{\"job\":\xff}";
    // SAFETY: all are there for the call.
    let status = unsafe {
        migrayt_run_start(engine, job.as_ptr(), job.len(), null(), 0, &raw mut run, &raw mut error)
    };
    assert_eq!(status, MIGRAYT_INPUT_INVALID);
    assert!(bed::told(error).message.contains("byte: 7"));
    migrayt_engine_free(engine);
}
