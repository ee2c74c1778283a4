//! Conformance suites: one per port, for our implementations and for strangers'.

pub mod journal;
pub mod source;
pub mod target;
