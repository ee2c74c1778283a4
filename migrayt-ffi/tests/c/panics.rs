//! A panic in each function is an error, and nothing is lost by it.

use std::ptr::{null, null_mut};
use std::sync::Mutex;

use migrayt_ffi::c::*;

use crate::bed::{self, ENDLESS};

/// Failpoints are the whole process'.
static ALONE: Mutex<()> = Mutex::new(());

/// A function with all its arguments but the last.
type Call<'a> = Box<dyn FnMut(*mut *mut migrayt_error) -> migrayt_status + 'a>;

#[test]
fn a_panic_is_an_error_and_never_leaves_a_function() {
    let _alone = ALONE.lock().unwrap();
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let engine = bed::engine();
    let run = bed::run(engine, ENDLESS);
    let event = bed::event(engine);
    let other = bed::error(engine);
    let options = bed::options("{}");
    let mut engine_out = null_mut();
    let mut run_out = null_mut();
    let mut event_out = null_mut();
    let mut descriptor = 0;
    let mut about = migrayt_bytes { data: null(), length: 0 };
    let mut error_view = bed::error_view();
    let mut event_view = bed::event_view();
    let job = bed::SHORT;
    macro_rules! calls {
        ($($name:ident($($argument:expr),* $(,)?);)+) => {
            vec![$((
                stringify!($name),
                Box::new(|error| {
                    // SAFETY: all that it is given is there for the call.
                    unsafe { $name($($argument,)* error) }
                }) as Call<'_>,
            )),+]
        };
    }
    let calls: Vec<(&str, Call<'_>)> = calls! {
        migrayt_about(&raw mut about);
        migrayt_engine_new(&raw const options, &raw mut engine_out);
        migrayt_run_start(engine, job.as_ptr(), job.len(), null(), 0, &raw mut run_out);
        migrayt_run_next(run, 0, &raw mut event_out);
        migrayt_run_descriptor(run, &raw mut descriptor);
        migrayt_answer(run, 1, null(), 0, null(), 0);
        migrayt_run_pause(run);
        migrayt_run_resume(run);
        migrayt_run_cancel(run);
        migrayt_event_read(event, &raw mut event_view);
        migrayt_error_read(other, &raw mut error_view);
    };
    let mut names: Vec<_> = calls.iter().map(|(name, _)| *name).collect();
    for (name, mut call) in calls {
        failpoint::panic_in(name);
        let mut error = null_mut();
        assert_eq!(call(&raw mut error), MIGRAYT_UNEXPECTED, "{name}");
        let told = bed::told(error);
        assert!(told.message.contains("a fault of ours"), "{name} {}", told.message);
        assert!(told.message.contains(name), "{name} {}", told.message);
        failpoint::panic_in(name);
        assert_eq!(call(null_mut()), MIGRAYT_UNEXPECTED, "{name}");
    }
    assert!(engine_out.is_null() && run_out.is_null() && event_out.is_null());
    // Those that answer nothing do nothing, and can be called again.
    failpoint::panic_in("migrayt_abi_version");
    assert_eq!(migrayt_abi_version(), ABI_VERSION);
    names.push("migrayt_abi_version");
    for (name, free) in [
        ("migrayt_event_free", &(|| migrayt_event_free(event)) as &dyn Fn()),
        ("migrayt_error_free", &|| migrayt_error_free(other)),
        ("migrayt_run_free", &|| migrayt_run_free(run)),
        ("migrayt_engine_free", &|| migrayt_engine_free(engine)),
    ] {
        failpoint::panic_in(name);
        free();
        free();
        names.push(name);
    }
    // A freed handle is no handle: each of the four was freed by its second call.
    // SAFETY: the places are there for the call.
    let status = unsafe { migrayt_run_next(run, 0, &raw mut event_out, null_mut()) };
    assert_eq!(status, MIGRAYT_MISUSE);
    std::panic::set_hook(quiet);
    assert_eq!(names.len(), declared().len(), "a function of the header was left out");
    names.sort_unstable();
    assert_eq!(names, declared());
}

/// The functions that the header declares, sorted.
fn declared() -> Vec<&'static str> {
    let header = include_str!("../../include/migrayt.h");
    let lines = header.lines().filter(|line| !line.starts_with("//") && !line.starts_with(' '));
    let mut names: Vec<_> = lines
        .filter_map(|line| line.split_once('(')?.0.rsplit([' ', '*']).next())
        .filter(|name| name.starts_with("migrayt_"))
        .collect();
    names.sort_unstable();
    names
}
