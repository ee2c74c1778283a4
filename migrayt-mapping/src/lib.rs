#![doc = include_str!("../README.md")]

mod attribution;
mod check;
mod compiled;
pub mod defaults;
pub mod document;
mod propose;
pub mod suggest;
mod system;
mod tally;

pub use self::attribution::Attribution;
pub use self::compiled::{Compiled, MatchedBy, Unmatched, Who};
pub use self::document::MappingDocument;
pub use self::propose::{propose, propose_with};
pub use self::suggest::{NameSuggester, Suggester};
pub use self::system::System;
