//! Conformance suites: one per port, for our implementations and for strangers'.

mod breach;
pub mod journal;
pub mod source;
pub mod target;
mod trouble;

pub use self::breach::Breach;
pub use self::trouble::Trouble;
