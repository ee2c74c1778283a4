#![expect(unsafe_code, reason = "the functions of the ABI are named in C, and are given pointers")]

use std::time::Duration;

use super::cast;
use super::guard::{call, quietly};
use super::handle::{
    ENGINES, EVENTS, RUNS, migrayt_engine, migrayt_error, migrayt_event, migrayt_run,
};
use super::status::{MIGRAYT_END, MIGRAYT_OK, MIGRAYT_WAITING, migrayt_status};
use super::view::{handle, pointer};
use crate::face::Next;

/// Starts a job: `json` names it and holds its arguments, `bytes` is what it takes besides, a
/// secret say.
///
/// Ownership: `*run` is the caller's, to be freed by `migrayt_run_free`; `json` and `bytes` are
/// copied. Threads: one at a time for each engine.
///
/// Errors: `MIGRAYT_INPUT_INVALID` with the place, if there is no such job or it is not of its
/// shape. What goes wrong later is told by `migrayt_run_next`.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_run_start(
    engine: *mut migrayt_engine,
    json: *const u8,
    json_length: usize,
    bytes: *const u8,
    bytes_length: usize,
    run: *mut *mut migrayt_run,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_run_start", error, || {
        cast::place(run, "run")?;
        // SAFETY: the caller vouches for pointer and length.
        let json = unsafe { cast::text(json, json_length, "json")? };
        // SAFETY: the caller vouches for pointer and length.
        let bytes = unsafe { cast::bytes(bytes, bytes_length, "bytes")? };
        let started = ENGINES.alone(handle(engine))?.value().start(json, bytes)?;
        // SAFETY: the caller vouches that a handle can be written there.
        unsafe { cast::write(run, pointer(RUNS.put(started)), "run")? };
        Ok(MIGRAYT_OK)
    })
}

/// Waits for the next event, for at most `timeout_ms` milliseconds: for ever if it is negative, not
/// at all if it is 0.
///
/// Answers `MIGRAYT_OK` with an event, `MIGRAYT_WAITING` if there was none in the time, and
/// `MIGRAYT_END` after the last one. The last event of a job that came to its end is its result; a
/// job that failed answers its error once, and then `MIGRAYT_END`.
///
/// Ownership: `*event` is the caller's, to be freed by `migrayt_event_free`, also after the run.
/// Threads: one at a time for each run.
///
/// Errors: why the job failed, which may be `MIGRAYT_MISUSE` too; `MIGRAYT_CANCELLED` if it was
/// cancelled.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_run_next(
    run: *mut migrayt_run,
    timeout_ms: i32,
    event: *mut *mut migrayt_event,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_run_next", error, || {
        cast::place(event, "event")?;
        let limit = u64::try_from(timeout_ms).ok().map(Duration::from_millis);
        let next = RUNS.alone(handle(run))?.value().next(limit)?;
        let Next::Event(next) = next else {
            return Ok(if matches!(next, Next::End) { MIGRAYT_END } else { MIGRAYT_WAITING });
        };
        // SAFETY: the caller vouches that a handle can be written there.
        unsafe { cast::write(event, pointer(EVENTS.put(next)), "event")? };
        Ok(MIGRAYT_OK)
    })
}

/// A descriptor that can be read from while `migrayt_run_next` would not wait, for `poll`, `epoll`
/// and event loops. It belongs to the run: wait on it, never read from it and never close it.
/// Threads: any.
///
/// Errors: `MIGRAYT_UNSUPPORTED` where the system has none (it is an eventfd of Linux).
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_run_descriptor(
    run: *mut migrayt_run,
    descriptor: *mut i32,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_run_descriptor", error, || {
        cast::place(descriptor, "descriptor")?;
        let found = RUNS.share(handle(run))?.value().descriptor()?;
        // SAFETY: the caller vouches that a number can be written there.
        unsafe { cast::write(descriptor, found, "descriptor")? };
        Ok(MIGRAYT_OK)
    })
}

/// Answers a question: `json` is `{"ok": value}` or `{"error": {"kind": "NotFound", ...}}`, and may
/// be empty for a value of null; `bytes` is what goes with it. Threads: any, at any time.
///
/// Errors: `MIGRAYT_NOT_FOUND` if nobody waits for the answer, because it came already or because
/// the run does not need it any more; `MIGRAYT_INPUT_INVALID` if it is neither, and the question
/// stays open.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_answer(
    run: *mut migrayt_run,
    request: u64,
    json: *const u8,
    json_length: usize,
    bytes: *const u8,
    bytes_length: usize,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_answer", error, || {
        // SAFETY: the caller vouches for pointer and length.
        let json = unsafe { cast::text(json, json_length, "json")? };
        // SAFETY: the caller vouches for pointer and length.
        let bytes = unsafe { cast::bytes(bytes, bytes_length, "bytes")? };
        RUNS.share(handle(run))?.value().answer(request, json, bytes)?;
        Ok(MIGRAYT_OK)
    })
}

/// Lets a run rest at the next edge between operations; an event of the kind `MIGRAYT_STATE` tells
/// that it rests. Nothing holds the run meanwhile. Threads: any, at any time.
///
/// Errors: `MIGRAYT_UNSUPPORTED` for a job that cannot rest: only `run` and `retry` can.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_run_pause(
    run: *mut migrayt_run,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_run_pause", error, || {
        RUNS.share(handle(run))?.value().pause()?;
        Ok(MIGRAYT_OK)
    })
}

/// Lets a run that rests go on. Threads: any, at any time.
///
/// Errors: `MIGRAYT_UNSUPPORTED` for a job that cannot rest.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_run_resume(
    run: *mut migrayt_run,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_run_resume", error, || {
        RUNS.share(handle(run))?.value().resume()?;
        Ok(MIGRAYT_OK)
    })
}

/// Asks a job to stop: nothing new is begun, and what is under way is waited for. Go on with
/// `migrayt_run_next`, and answer what is still asked, to the end. Threads: any, at any time.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_run_cancel(
    run: *mut migrayt_run,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_run_cancel", error, || {
        RUNS.share(handle(run))?.value().cancel();
        Ok(MIGRAYT_OK)
    })
}

/// Frees a run. NULL and a handle that was freed are no-ops.
///
/// A job that still goes on is given up, as if the process had been killed: nothing is lost, and
/// what was under way is in doubt until the next run. It returns when all that the job held is gone.
/// Events of the run stay good. Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn migrayt_run_free(run: *mut migrayt_run) {
    quietly("migrayt_run_free", (), || {
        if let Some(run) = RUNS.take(handle(run)) {
            // Somebody who waits in `migrayt_run_next` is told, and lets go of it.
            run.value().give_up();
        }
    });
}
