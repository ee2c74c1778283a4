#![doc = include_str!("../README.md")]

pub mod catalog;
pub mod content;
pub mod digest;
pub mod error;
pub mod id;
pub mod item;
pub mod ledger;
pub mod marker;
pub mod memory_journal;
pub mod operation;
pub mod payload;
pub mod person;
pub mod plan;
pub mod port;
pub mod retry;
pub mod richtext;
pub mod run;
pub mod value;

pub use self::content::Content;
pub use self::error::{Effect, Error, ErrorKind, Fact, Result, Retry};
