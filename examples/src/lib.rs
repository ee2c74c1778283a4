//! What the programs in the `examples` folder share: trackers to try them on, and a short way to
//! a target of your own. See the `README.md` beside this crate.

pub mod neutral;
pub mod records;
pub mod trackers;

use std::io;

use migrayt::core::{Error, ErrorKind, Result};
use migrayt_testkit::conformance::target::Breach;

/// Ends an example with an error unless what it shows is true.
///
/// # Errors
/// `DataCorrupt`, if it is not.
pub fn ensure(so: bool, otherwise: &'static str) -> Result<()> {
    if so { Ok(()) } else { Err(Error::new(ErrorKind::DataCorrupt, otherwise)) }
}

/// The error of an example that cannot use its folder.
pub fn unusable(error: io::Error) -> Error {
    let gone = error.kind() == io::ErrorKind::NotFound;
    let kind = if gone { ErrorKind::NotFound } else { ErrorKind::Unavailable };
    Error::new(kind, "the folder cannot be read or written").with_source(error)
}

/// The error of an implementation that a conformance suite found wrong.
pub fn breached(breach: Breach) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the contract is broken").with_source(breach)
}
