#![doc = include_str!("../README.md")]

#[cfg(feature = "adf")]
pub mod adf;
#[cfg(any(feature = "adf", feature = "html", feature = "wiki"))]
mod beyond;
#[cfg(feature = "html")]
mod build;
#[cfg(any(feature = "adf", feature = "html", feature = "wiki"))]
mod color;
mod convert;
#[cfg(feature = "html")]
pub mod html;
#[cfg(feature = "html")]
pub mod limit;
mod loss;
#[cfg(feature = "markdown")]
pub mod markdown;
mod names;
mod outcome;
pub mod resolve;
#[cfg(any(feature = "adf", feature = "html", feature = "wiki"))]
mod scheme;
mod walk;
#[cfg(feature = "wiki")]
pub mod wiki;

pub use self::convert::{convert, read, write};
pub use self::loss::{Fidelity, Loss, LossKind, Path, Step};
pub use self::outcome::{Reading, Writing};
