//! The functions of the ABI, each with what must hold of its answer.

use std::ptr;
use std::time::{Duration, Instant};

use migrayt_ffi::c;
use serde_json::Value as Json;

/// What a function answered.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) status: c::migrayt_status,
    pub(super) error: Option<usize>,
    pub(super) handle: Option<usize>,
}

/// What an event says, copied.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) kind: u32,
    pub(super) request: u64,
    pub(super) json: Json,
    pub(super) bytes: Vec<u8>,
}

/// What is where an error or a handle will be written.
const UNWRITTEN: usize = 0xbad;

/// How long a call may take that waits for nothing: a page of the machine, and not a deadlock.
const PATIENCE: Duration = Duration::from_secs(15);

const ERRORS: [c::migrayt_status; 18] = [
    c::MIGRAYT_UNEXPECTED,
    c::MIGRAYT_CANCELLED,
    c::MIGRAYT_MISUSE,
    c::MIGRAYT_CONFIG_INVALID,
    c::MIGRAYT_INPUT_INVALID,
    c::MIGRAYT_UNSUPPORTED,
    c::MIGRAYT_UNAUTHENTICATED,
    c::MIGRAYT_PERMISSION_DENIED,
    c::MIGRAYT_NEEDS_CONSENT,
    c::MIGRAYT_NOT_FOUND,
    c::MIGRAYT_ALREADY_EXISTS,
    c::MIGRAYT_CONFLICT,
    c::MIGRAYT_RATE_LIMITED,
    c::MIGRAYT_TIMEOUT,
    c::MIGRAYT_UNAVAILABLE,
    c::MIGRAYT_DATA_CORRUPT,
    c::MIGRAYT_LEASE_LOST,
    c::MIGRAYT_LEASE_HELD,
];

pub(super) fn pointer<T>(handle: usize) -> *mut T {
    ptr::without_provenance_mut(handle)
}

pub(super) fn engine(options: *const c::migrayt_options) -> Outcome {
    giving(|engine, error| unsafe { c::migrayt_engine_new(options, engine, error) })
}

pub(super) fn start(engine: usize, json: &[u8], bytes: &[u8]) -> Outcome {
    giving(|run, error| unsafe {
        let engine = pointer(engine);
        let (json, bytes) = ((json.as_ptr(), json.len()), (bytes.as_ptr(), bytes.len()));
        c::migrayt_run_start(engine, json.0, json.1, bytes.0, bytes.1, run, error)
    })
}

pub(super) fn next(run: usize, timeout_ms: i32) -> Outcome {
    giving(|event, error| unsafe { c::migrayt_run_next(pointer(run), timeout_ms, event, error) })
}

pub(super) fn answer(run: usize, request: u64, json: &[u8], bytes: &[u8]) -> Outcome {
    plain(|error| unsafe {
        let (json, bytes) = ((json.as_ptr(), json.len()), (bytes.as_ptr(), bytes.len()));
        c::migrayt_answer(pointer(run), request, json.0, json.1, bytes.0, bytes.1, error)
    })
}

/// Pausing, resuming and cancelling.
pub(super) fn steer(
    run: usize,
    how: unsafe extern "C" fn(*mut c::migrayt_run, *mut *mut c::migrayt_error) -> c::migrayt_status,
) -> Outcome {
    plain(|error| unsafe { how(pointer(run), error) })
}

pub(super) fn descriptor(run: usize) -> Outcome {
    let mut descriptor = -1;
    let told =
        plain(|error| unsafe { c::migrayt_run_descriptor(pointer(run), &mut descriptor, error) });
    assert_eq!(told.status == c::MIGRAYT_OK, descriptor >= 0, "{told:?} {descriptor}");
    told
}

pub(super) fn read_event(event: usize, size: usize) -> (Outcome, Told) {
    let mut view: c::migrayt_event_view = unsafe { std::mem::zeroed() };
    view.size = size;
    let told = plain(|error| unsafe { c::migrayt_event_read(pointer(event), &mut view, error) });
    if told.status != c::MIGRAYT_OK {
        return (told, Told::default());
    }
    assert_eq!(view.size, size, "a view's size was written");
    assert!((1..=5).contains(&view.kind), "an event of the kind {}", view.kind);
    assert_eq!(view.kind == c::MIGRAYT_REQUEST, view.request != 0, "a question has a number");
    let json: Json = serde_json::from_slice(slice(view.json)).expect("an event's JSON");
    assert!(json.is_object(), "{json}");
    let bytes = slice(view.bytes).to_vec();
    (told, Told { kind: view.kind, request: view.request, json, bytes })
}

pub(super) fn read_error(of: usize, size: usize) -> (Outcome, Option<c::migrayt_status>) {
    let mut view: c::migrayt_error_view = unsafe { std::mem::zeroed() };
    view.size = size;
    let told = plain(|error| unsafe { c::migrayt_error_read(pointer(of), &mut view, error) });
    if told.status != c::MIGRAYT_OK {
        return (told, None);
    }
    assert!(ERRORS.contains(&view.code), "an error of the kind {}", view.code);
    assert!(view.retry <= 2 && view.effect <= 1, "{view:?}");
    assert!(view.retry == 2 || view.retry_after_ms == 0, "{view:?}");
    let message = std::str::from_utf8(slice(view.message)).expect("an error's message");
    assert!(!message.is_empty() && !message.contains("fault of ours"), "{message}");
    let json: Json = serde_json::from_slice(slice(view.json)).expect("an error's JSON");
    assert_eq!(json["code"], view.code, "{json}");
    (told, Some(view.code))
}

fn giving<T>(call: impl FnOnce(*mut *mut T, *mut *mut c::migrayt_error) -> i32) -> Outcome {
    let mut handle = pointer::<T>(UNWRITTEN);
    let mut told = plain(|error| call(&mut handle, error));
    if told.status == c::MIGRAYT_OK {
        let given = handle.addr();
        assert!(given != UNWRITTEN && given != 0, "a call was good and gave no handle");
        told.handle = Some(given);
    }
    told
}

/// Makes a call and holds its status against its error.
fn plain(call: impl FnOnce(*mut *mut c::migrayt_error) -> c::migrayt_status) -> Outcome {
    let mut error = pointer::<c::migrayt_error>(UNWRITTEN);
    let began = Instant::now();
    let status = call(&mut error);
    assert!(began.elapsed() < PATIENCE, "a call took {:?}", began.elapsed());
    let good = [c::MIGRAYT_OK, c::MIGRAYT_WAITING, c::MIGRAYT_END].contains(&status);
    assert!(good || ERRORS.contains(&status), "a status of {status}");
    let error = error.addr();
    assert_ne!(error, UNWRITTEN, "the place of the error was left");
    assert_eq!(good, error == 0, "status {status} with the error {error:x}");
    if !good {
        // Reading it is such a call as well, and must be good.
        let size = size_of::<c::migrayt_error_view>();
        assert_eq!(read_error(error, size).1, Some(status), "an error of another status");
    }
    Outcome { status, error: (!good).then_some(error), handle: None }
}

fn slice<'a>(bytes: c::migrayt_bytes) -> &'a [u8] {
    if bytes.length == 0 {
        return &[];
    }
    unsafe { std::slice::from_raw_parts(bytes.data, bytes.length) }
}
