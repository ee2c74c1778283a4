//! The owned face of the engine: no lifetimes, no generics, nothing that a C ABI could not carry.

#[cfg(feature = "aws")]
mod aws;
mod control;
mod counted;
mod counter;
pub mod desk;
mod engine;
mod event;
mod failure;
mod files;
pub mod host;
mod job;
mod lines;
mod options;
mod queue;
mod run;
mod shape;
mod signal;
mod stores;

pub use self::engine::Engine;
pub use self::event::{Event, EventKind};
pub use self::failure::Failure;
pub use self::job::JOBS;
pub use self::queue::Next;
pub use self::run::Run;
