//! What stands around every function: no panic leaves it, and every error has a handle.

use std::panic::{AssertUnwindSafe, catch_unwind};

use migrayt_core::error::{Error, ErrorKind, Result};

use super::handle::{ERRORS, migrayt_error};
use super::process;
use super::status::migrayt_status;
use super::view::pointer;
use crate::face::Failure;

/// Carries a function out, and tells by `error` what went wrong. `error` may be NULL.
pub(super) fn call(
    function: &'static str,
    error: *mut *mut migrayt_error,
    body: impl FnOnce() -> Result<migrayt_status>,
) -> migrayt_status {
    call_anywhere(function, error, || {
        process::ensure_ours()?;
        body()
    })
}

/// The same, for a function that is of use in a fork too.
pub(super) fn call_anywhere(
    function: &'static str,
    error: *mut *mut migrayt_error,
    body: impl FnOnce() -> Result<migrayt_status>,
) -> migrayt_status {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "failpoints")]
        super::failpoint::pass(function);
        body()
    }));
    let outcome = outcome.unwrap_or_else(|_| {
        Err(Error::new(ErrorKind::Unexpected, "the call failed: a fault of ours"))
    });
    match outcome {
        Ok(status) => {
            tell(error, std::ptr::null_mut());
            status
        }
        Err(failed) => {
            let failed = failed.with("function", function);
            let status = migrayt_status::from(failed.kind().code());
            if !error.is_null() {
                // In a fork the table may be locked by a thread that is not there.
                let ours = process::ensure_ours().is_ok();
                let put = || ERRORS.put(Failure::from(&failed));
                tell(error, pointer(if ours { put() } else { process::FORKED }));
            }
            status
        }
    }
}

/// Carries out a function that cannot fail: one that frees, or that tells something fixed.
pub(super) fn quietly<T>(function: &'static str, otherwise: T, body: impl FnOnce() -> T) -> T {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "failpoints")]
        super::failpoint::pass(function);
        #[cfg(not(feature = "failpoints"))]
        let _ = function;
        if process::ensure_ours().is_ok() { Some(body()) } else { None }
    }));
    outcome.ok().flatten().unwrap_or(otherwise)
}

#[expect(unsafe_code, reason = "the host says where the error goes")]
fn tell(to: *mut *mut migrayt_error, error: *mut migrayt_error) {
    if !to.is_null() {
        // SAFETY: it is not NULL, and every function demands that a handle can be written there.
        let _written = unsafe { super::cast::write(to, error, "error") };
    }
}
