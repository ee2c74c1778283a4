#![doc = include_str!("../README.md")]

#[cfg(feature = "adf")]
pub mod adf;
#[cfg(feature = "html")]
mod build;
mod convert;
#[cfg(feature = "html")]
pub mod html;
#[cfg(feature = "html")]
pub mod limit;
mod loss;
#[cfg(feature = "markdown")]
pub mod markdown;
mod outcome;
pub mod resolve;
mod walk;
#[cfg(feature = "wiki")]
pub mod wiki;

pub use self::convert::{convert, read, write};
pub use self::loss::{Fidelity, Loss, LossKind, Path, Step};
pub use self::outcome::{Reading, Writing};
