#![expect(unsafe_code, reason = "the functions of the ABI are named in C, and are given pointers")]

use std::mem::{offset_of, size_of};

use super::cast;
use super::guard::{call, quietly};
use super::handle::{EVENTS, migrayt_error, migrayt_event};
use super::status::{MIGRAYT_OK, migrayt_status};
use super::view::{handle, migrayt_bytes};

/// What an event says. Set `size` before the call.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct migrayt_event_view {
    /// `sizeof(migrayt_event_view)`.
    pub size: usize,
    /// What it is: one of `MIGRAYT_PROGRESS`, `MIGRAYT_REQUEST`, `MIGRAYT_STATE`, `MIGRAYT_LOG` and
    /// `MIGRAYT_RESULT`. Pass over a number that you do not know.
    pub kind: u32,
    /// The number by which a question is answered; 0 for every other kind.
    pub request: u64,
    /// A JSON object whose shape follows from the kind.
    pub json: migrayt_bytes,
    /// Bytes that go with a question: a piece of a file, a secret.
    pub bytes: migrayt_bytes,
}

// SAFETY: it is `repr(C)`, begins with its size, and has only numbers and pointers.
unsafe impl cast::Sized for migrayt_event_view {
    const FIRST: usize = offset_of!(Self, bytes) + size_of::<migrayt_bytes>();
    const UNSET: Self = Self {
        size: 0,
        kind: 0,
        request: 0,
        json: migrayt_bytes::NONE,
        bytes: migrayt_bytes::NONE,
    };
}

/// Tells what an event says.
///
/// Ownership: what `view` points to belongs to the event and is there until that is freed. Threads:
/// one at a time for each event.
///
/// # Safety
/// Pointers are NULL or point to what the types say, for the length of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn migrayt_event_read(
    event: *const migrayt_event,
    view: *mut migrayt_event_view,
    error: *mut *mut migrayt_error,
) -> migrayt_status {
    call("migrayt_event_read", error, || {
        let event = EVENTS.alone(handle(event))?;
        let event = event.value();
        let told = migrayt_event_view {
            size: 0,
            kind: event.kind as u32,
            request: event.request,
            json: migrayt_bytes::of(event.json.as_bytes()),
            bytes: migrayt_bytes::of(&event.bytes),
        };
        // SAFETY: the caller vouches that it is NULL or a view that begins with its size.
        unsafe { cast::write_sized(view, told, "view")? };
        Ok(MIGRAYT_OK)
    })
}

/// Frees an event, and zeroes its JSON. NULL and a handle that was freed are no-ops. Threads: any,
/// once nobody else uses the handle.
#[unsafe(no_mangle)]
pub extern "C" fn migrayt_event_free(event: *mut migrayt_event) {
    quietly("migrayt_event_free", (), || drop(EVENTS.take(handle(event))));
}
