//! The wire level: the engine with the real connectors and a real mapping, between simulated
//! trackers that answer in process.

mod air;
mod oracle;
mod storm;
mod template;
mod world;

pub use self::template::Carried;
pub(crate) use self::template::carry;
pub(crate) use self::world::run;
