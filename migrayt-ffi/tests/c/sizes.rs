//! Structs of earlier and later headers.

use std::mem::size_of;
use std::ptr::{null, null_mut};

use migrayt_ffi::c::*;

use crate::bed;

#[test]
fn a_struct_that_is_too_short_is_misuse() {
    let engine = bed::engine();
    let event = bed::event(engine);
    for size in [0, 1, size_of::<usize>(), size_of::<migrayt_event_view>() - 1] {
        let mut view = migrayt_event_view { size, ..bed::event_view() };
        let mut error = null_mut();
        // SAFETY: as much is there as the type has.
        let status = unsafe { migrayt_event_read(event, &raw mut view, &raw mut error) };
        assert_eq!(status, MIGRAYT_MISUSE, "{size}");
        assert!(bed::told(error).message.contains("shorter than it can be"));
        assert_eq!(view.size, size);
        assert!(view.json.data.is_null());
    }
    migrayt_event_free(event);
    migrayt_engine_free(engine);
}

#[test]
fn a_struct_of_a_later_header_is_filled_as_far_as_we_know_it() {
    #[repr(C)]
    struct Later {
        view: migrayt_event_view,
        more: u64,
    }
    let engine = bed::engine();
    let event = bed::event(engine);
    let mut later = Later { view: bed::event_view(), more: 7 };
    later.view.size = size_of::<Later>();
    // SAFETY: as many bytes are there as it says.
    let status = unsafe { migrayt_event_read(event, (&raw mut later).cast(), null_mut()) };
    assert_eq!(status, MIGRAYT_OK);
    assert_eq!((later.view.kind, later.more), (MIGRAYT_RESULT, 7));
    assert_eq!(later.view.size, size_of::<Later>());
    assert_eq!(bed::text(later.view.json), r#"{"losses":[],"text":"x"}"#);
    migrayt_event_free(event);
    migrayt_engine_free(engine);
}

#[test]
fn options_of_another_version_are_refused() {
    let mut engine = null_mut();
    for version in [0, ABI_VERSION + 1, u32::MAX] {
        let options = migrayt_options { abi_version: version, ..bed::options("{}") };
        let mut error = null_mut();
        // SAFETY: all are there for the call.
        let status =
            unsafe { migrayt_engine_new(&raw const options, &raw mut engine, &raw mut error) };
        assert_eq!(status, MIGRAYT_MISUSE, "{version}");
        assert!(bed::told(error).message.contains("another version"));
    }
    let options = migrayt_options { json: null(), json_length: 0, ..bed::options("{}") };
    // SAFETY: all are there for the call.
    let status = unsafe { migrayt_engine_new(&raw const options, &raw mut engine, null_mut()) };
    assert_eq!(status, MIGRAYT_OK, "no options are options");
    migrayt_engine_free(engine);
}
