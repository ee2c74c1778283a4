//! The port level: source, target and journal are simulated, the engine is the real one.

mod fence;
mod journal;
mod mapper;
mod oracle;
mod site;
mod source;
mod target;
mod tree;
mod world;

pub(crate) use self::world::run;
