//! What a C program would write around the functions.

use std::mem::size_of;
use std::ptr;

use migrayt_ffi::c::*;

/// What an error says, and its number.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) code: migrayt_status,
    pub(crate) message: String,
}

/// Reads an error and frees it.
pub(crate) fn told(error: *mut migrayt_error) -> Told {
    let mut view = error_view();
    // SAFETY: the view has its size.
    let status = unsafe { migrayt_error_read(error, &raw mut view, ptr::null_mut()) };
    assert_eq!(status, MIGRAYT_OK);
    let told = Told { code: view.code, message: text(view.message) };
    migrayt_error_free(error);
    told
}

pub(crate) fn error_view() -> migrayt_error_view {
    let none = migrayt_bytes { data: ptr::null(), length: 0 };
    migrayt_error_view {
        size: size_of::<migrayt_error_view>(),
        code: 0,
        retry: 0,
        retry_after_ms: 0,
        effect: 0,
        message: none,
        json: none,
    }
}

pub(crate) fn event_view() -> migrayt_event_view {
    let none = migrayt_bytes { data: ptr::null(), length: 0 };
    migrayt_event_view {
        size: size_of::<migrayt_event_view>(),
        kind: 0,
        request: 0,
        json: none,
        bytes: none,
    }
}

/// The text of a view, copied.
pub(crate) fn text(bytes: migrayt_bytes) -> String {
    // SAFETY: the handle that it belongs to is there.
    let bytes = unsafe { std::slice::from_raw_parts(bytes.data, bytes.length) };
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn options(json: &str) -> migrayt_options {
    migrayt_options {
        size: size_of::<migrayt_options>(),
        abi_version: migrayt_abi_version(),
        json: json.as_ptr(),
        json_length: json.len(),
        token: ptr::null(),
        token_length: 0,
    }
}

/// An engine without a configuration.
pub(crate) fn engine() -> *mut migrayt_engine {
    let mut engine = ptr::null_mut();
    let options = options("{}");
    // SAFETY: both are there for the call.
    let status =
        unsafe { migrayt_engine_new(&raw const options, &raw mut engine, ptr::null_mut()) };
    assert_eq!(status, MIGRAYT_OK);
    engine
}

/// A job that goes on until it is cancelled.
pub(crate) const ENDLESS: &str = r#"{"job":"log"}"#;
/// A job that has a result at once.
pub(crate) const SHORT: &str = r#"{"job":"convert","from":"html","to":"markdown","text":"x"}"#;

pub(crate) fn run(engine: *mut migrayt_engine, job: &str) -> *mut migrayt_run {
    let mut run = ptr::null_mut();
    // SAFETY: all are there for the call.
    let status = unsafe {
        migrayt_run_start(
            engine,
            job.as_ptr(),
            job.len(),
            ptr::null(),
            0,
            &raw mut run,
            ptr::null_mut(),
        )
    };
    assert_eq!(status, MIGRAYT_OK);
    run
}

/// The result of a short job.
pub(crate) fn event(engine: *mut migrayt_engine) -> *mut migrayt_event {
    let (run, mut event) = (run(engine, SHORT), ptr::null_mut());
    // SAFETY: the place is there for the call.
    let status = unsafe { migrayt_run_next(run, -1, &raw mut event, ptr::null_mut()) };
    assert_eq!(status, MIGRAYT_OK);
    migrayt_run_free(run);
    event
}

/// An error: that of a job that there is not.
pub(crate) fn error(engine: *mut migrayt_engine) -> *mut migrayt_error {
    let (mut run, mut error) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: both places are there for the call.
    let status = unsafe {
        migrayt_run_start(engine, ptr::null(), 0, ptr::null(), 0, &raw mut run, &raw mut error)
    };
    assert_eq!(status, MIGRAYT_INPUT_INVALID);
    assert!(run.is_null());
    error
}
