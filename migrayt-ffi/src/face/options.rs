use std::path::PathBuf;

use migrayt::config::Configuration;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use serde::Deserialize;
use serde_json::Value as Json;

use super::shape;

/// How an engine is made: one migration, for one caller.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Options {
    /// The configuration as an object, or as the text of a file. Without one only those jobs can be
    /// started that need none.
    configuration: Option<Json>,
    /// The configuration's file, in place of it.
    configuration_file: Option<PathBuf>,
    /// The folder that paths are relative to; the file's own, if it is left out.
    folder: Option<PathBuf>,
    /// Who implements what.
    pub(crate) ports: Ports,
    /// How many threads carry runs, 1 to 64; 2 if left out.
    threads: Option<u16>,
}

/// Who implements the ports that a configuration does not describe.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Ports {
    pub(crate) journal: JournalPort,
    pub(crate) vault: VaultPort,
    pub(crate) directory: DirectoryPort,
}

/// Where plan and journal are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JournalPort {
    /// In the configuration's file.
    #[default]
    File,
    /// In memory, as long as the engine lives.
    Memory,
    /// In the host.
    Host,
}

/// Where secrets are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VaultPort {
    /// In the configuration's folder, encrypted.
    #[default]
    Folder,
    /// In memory, as long as the engine lives.
    Memory,
    /// In the host.
    Host,
    /// In AWS Secrets Manager, under a customer's key.
    #[cfg(feature = "aws")]
    Aws(super::aws::Settings),
}

/// Who knows whose tokens are whose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DirectoryPort {
    /// There is one tenant, who may do everything.
    #[default]
    Solo,
    /// The host.
    Host,
}

/// The most threads that an engine has.
const MOST_THREADS: u16 = 64;

impl Options {
    /// # Errors
    /// `InputInvalid` with the place, if it is not of the shape.
    pub(crate) fn parse(json: &str) -> Result<Self> {
        if json.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str(json).map_err(|error| {
            Error::new(ErrorKind::InputInvalid, "the engine's options have another shape")
                .with("line", error.line())
                .with("column", error.column())
                .with("reason", shape::reason(&error))
        })
    }

    /// How many threads to start.
    ///
    /// # Errors
    /// `InputInvalid` if it is none, or more than 64.
    pub(crate) fn threads(&self) -> Result<usize> {
        match self.threads.unwrap_or(2) {
            threads @ 1..=MOST_THREADS => Ok(threads.into()),
            threads => Err(Error::new(ErrorKind::InputInvalid, "an engine has 1 to 64 threads")
                .with("threads", threads)),
        }
    }

    /// The configuration, if there is one.
    ///
    /// # Errors
    /// `ConfigInvalid` with the line, or with what is wrong.
    pub(crate) fn configuration(&self) -> Result<Option<Configuration>> {
        let mut configuration = match (&self.configuration, &self.configuration_file) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => {
                return Err(Error::new(
                    ErrorKind::ConfigInvalid,
                    "the configuration is given twice",
                )
                .with_help("give either configuration or configuration_file"));
            }
            (None, Some(file)) => Configuration::load(file)?,
            (Some(Json::String(text)), None) => Configuration::parse(text)?,
            (Some(object), None) => {
                let parsed = Configuration::deserialize(object).map_err(|error| {
                    Error::new(ErrorKind::ConfigInvalid, "the configuration is not valid")
                        .with("reason", shape::reason(&error))
                })?;
                parsed.checked()?
            }
        };
        if let Some(folder) = &self.folder {
            if !folder.is_dir() {
                return Err(Error::new(ErrorKind::ConfigInvalid, "the folder is not there")
                    .with("folder", Fact::name(folder.display().to_string()))
                    .with_help("make it, or name another one"));
            }
            configuration.folder.clone_from(folder);
        }
        Ok(Some(configuration))
    }
}
