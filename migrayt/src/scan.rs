//! What both endpoints are like: names and counts, never content.

use std::fs;
use std::path::Path;

use migrayt_core::catalog::Catalog;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use serde::{Deserialize, Serialize};

/// The version of the file's shape.
const VERSION: u32 = 1;

/// The catalogs of both endpoints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    version: u32,
    /// The source's.
    pub source: Catalog,
    /// The target's.
    pub target: Catalog,
}

impl Scan {
    /// Puts two catalogs together.
    pub fn new(source: Catalog, target: Catalog) -> Self {
        Self { version: VERSION, source, target }
    }

    /// Writes a scan to a file.
    pub fn save(&self, path: &Path) -> Result<()> {
        let json = serde_json::to_vec_pretty(self).map_err(|error| {
            Error::new(ErrorKind::Unexpected, "the scan cannot be written").with_source(error)
        })?;
        fs::write(path, json).map_err(|error| {
            Error::new(ErrorKind::ConfigInvalid, "the scan cannot be written")
                .with("file", Fact::name(path.display().to_string()))
                .with_source(error)
        })
    }

    /// Reads a scan from a file.
    ///
    /// # Errors
    /// `ConfigInvalid` if there is none, or if it was written by another version.
    pub fn load(path: &Path) -> Result<Self> {
        let at = |error: Error| error.with("file", Fact::name(path.display().to_string()));
        let bytes = fs::read(path).map_err(|error| {
            at(Error::new(ErrorKind::ConfigInvalid, "the endpoints have not been scanned"))
                .with_help("run `migrayt scan` first")
                .with_source(error)
        })?;
        let scan: Self = serde_json::from_slice(&bytes).map_err(|error| {
            at(Error::new(ErrorKind::ConfigInvalid, "the scan cannot be read"))
                .with("line", error.line())
                .with("column", error.column())
                .with_help("run `migrayt scan` again")
        })?;
        if scan.version != VERSION {
            return Err(at(Error::new(ErrorKind::ConfigInvalid, "the scan has another version"))
                .with("version", scan.version)
                .with_help("run `migrayt scan` again"));
        }
        Ok(scan)
    }
}
