#![expect(unsafe_code, reason = "the functions of the ABI are named in C, and are given pointers")]

use std::mem::{offset_of, size_of};

use super::cast;
use super::guard::{call_anywhere, quietly};
use super::handle::{ERRORS, migrayt_error};
use super::process;
use super::status::{MIGRAYT_OK, migrayt_status};
use super::view::{handle, migrayt_bytes};

/// What an error says. Set `size` before the call.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct migrayt_error_view {
    /// `sizeof(migrayt_error_view)`.
    pub size: usize,
    /// Its kind, the same number as the function answered.
    pub code: migrayt_status,
    /// Whether asking again can help: 0 never, 1 after a pause, 2 after `retry_after_ms`.
    pub retry: u32,
    /// The pause that the remote asked for, in milliseconds; 0 unless `retry` is 2.
    pub retry_after_ms: u64,
    /// Whether it may have happened all the same: 0 certainly not, 1 perhaps.
    pub effect: u32,
    /// One sentence for a person, with the facts behind it.
    pub message: migrayt_bytes,
    /// All of it as JSON: `code`, `kind`, `retry`, `retry_after_ms`, `effect`, `message` (without
    /// the facts), `help`, `context` (the facts) and `causes`.
    pub json: migrayt_bytes,
}

// SAFETY: it is `repr(C)`, begins with its size, and has only numbers and pointers.
unsafe impl cast::Sized for migrayt_error_view {
    const FIRST: usize = offset_of!(Self, json) + size_of::<migrayt_bytes>();
    const UNSET: Self = Self {
        size: 0,
        code: 0,
        retry: 0,
        retry_after_ms: 0,
        effect: 0,
        message: migrayt_bytes::NONE,
        json: migrayt_bytes::NONE,
    };
}

/// Tells what an error says. It holds ids, names and numbers, never content and never a secret.
///
/// Ownership: what `view` points to belongs to `of` and is there until that is freed. Threads: one
/// at a time for each error.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_error_read(
    of: *const migrayt_error,
    view: *mut migrayt_error_view,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call_anywhere("migrayt_error_read", error, || {
        let alone;
        let failure = if let Some(forked) = process::told(handle(of)) {
            forked
        } else {
            process::ensure_ours()?;
            alone = ERRORS.alone(handle(of))?;
            alone.value()
        };
        let told = migrayt_error_view {
            size: 0,
            code: failure.code.into(),
            retry: failure.retry,
            retry_after_ms: failure.retry_after_ms,
            effect: failure.effect,
            message: migrayt_bytes::of(failure.message.as_bytes()),
            json: migrayt_bytes::of(failure.json.as_bytes()),
        };
        // SAFETY: the caller vouches that it is NULL or a view that begins with its size.
        unsafe { cast::write_sized(view, told, "view")? };
        Ok(MIGRAYT_OK)
    })
}

/// Frees an error. NULL and a handle that was freed are no-ops. Threads: any, once nobody else uses
/// the handle.
#[unsafe(no_mangle)]
pub extern "C" fn migrayt_error_free(error: *mut migrayt_error) {
    quietly("migrayt_error_free", (), || drop(ERRORS.take(handle(error))));
}
