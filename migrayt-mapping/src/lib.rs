#![doc = include_str!("../README.md")]

mod check;
mod compiled;
pub mod defaults;
pub mod document;
mod propose;
pub mod suggest;
mod system;
mod tally;

pub use self::compiled::Compiled;
pub use self::document::MappingDocument;
pub use self::propose::{propose, propose_with};
pub use self::suggest::{NameSuggester, Suggester};
