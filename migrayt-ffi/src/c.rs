//! The C ABI: one function for each thing that a host can do, without logic of its own.
//!
//! A handle is a number in the shape of a pointer; nothing is ever read from where it points. A
//! handle that was freed, that is of another kind, or that a host made up is refused.

#![expect(non_camel_case_types, reason = "these are the names in C")]

mod about;
mod cast;
mod engine;
mod error;
mod event;
#[cfg(feature = "failpoints")]
pub mod failpoint;
mod guard;
mod handle;
mod process;
mod run;
mod status;
mod table;
mod view;

/// Each function has the type that the header gives it, or this does not compile.
#[cfg_attr(not(test), expect(clippy::wildcard_imports, reason = "the header says which"))]
mod proof {
    use super::*;

    include!(concat!(env!("OUT_DIR"), "/proof.rs"));
}

pub use self::about::{migrayt_abi_version, migrayt_about};
pub use self::engine::{migrayt_engine_free, migrayt_engine_new, migrayt_options};
pub use self::error::{migrayt_error_free, migrayt_error_read, migrayt_error_view};
pub use self::event::{migrayt_event_free, migrayt_event_read, migrayt_event_view};
pub use self::handle::{migrayt_engine, migrayt_error, migrayt_event, migrayt_run};
pub use self::run::{
    migrayt_answer, migrayt_run_cancel, migrayt_run_descriptor, migrayt_run_free, migrayt_run_next,
    migrayt_run_pause, migrayt_run_resume, migrayt_run_start,
};
pub use self::status::*;
pub use self::view::migrayt_bytes;
