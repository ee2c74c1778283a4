//! A migration whose parts a configuration file names: both trackers over HTTP, and a folder with
//! mapping, plan, journal and report.

mod connect;
mod key;
mod people;
mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use migrayt_connectors::azure_devops::AzureDevOps;
use migrayt_connectors::jira::Jira;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::id::TenantId;
use migrayt_core::port::{Clock, Ids};
use migrayt_journal::SqliteJournal;
use migrayt_mapping::MappingDocument;

use crate::config::{Configuration, Prompt};
use crate::migration::{Migration, Parts};
use crate::plan::Extent;
use crate::scan::Scan;
use crate::secrets::Secrets;
use crate::system::{SystemClock, SystemIds};

/// A migration and its folder.
#[derive(Debug)]
pub struct Project {
    configuration: Configuration,
    migration: Migration,
    source: Arc<AzureDevOps>,
    target: Arc<Jira>,
}

impl Project {
    /// Fetches the credentials, opens the journal and makes both endpoints ready. Nothing is sent
    /// yet.
    ///
    /// # Errors
    /// `ConfigInvalid` for settings that cannot be used, with the setting.
    pub async fn open(configuration: Configuration, prompt: &dyn Prompt) -> Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let ids: Arc<dyn Ids> = Arc::new(SystemIds);
        let secrets = Secrets::new(&configuration, prompt, Arc::clone(&clock));
        let source = connect::source(&configuration, &secrets, &clock, &ids).await?;
        let (target, fence) = connect::target(&configuration, &secrets, &clock, &ids).await?;
        drop(secrets);
        let (source, target) = (Arc::new(source), Arc::new(target));
        let path = configuration.path(&configuration.files.journal);
        let key = key::open(&path)?;
        let journal = Arc::new(SqliteJournal::open(&path, TenantId::solo()).await?);
        let migration = Migration::new(Parts {
            source: Arc::clone(&source) as _,
            target: Arc::clone(&target) as _,
            fence,
            journal: Arc::clone(&journal) as _,
            plans: journal as _,
            key,
            clock,
            ids,
        });
        Ok(Self { configuration, migration, source, target })
    }

    /// The configuration.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The migration.
    pub fn migration(&self) -> &Migration {
        &self.migration
    }

    /// What a plan is of: all in scope, beside what stands already where the scope leaves something
    /// out.
    pub fn extent(&self) -> Extent {
        let narrow = self.configuration.source.scope.is_narrow();
        if narrow { Extent::all().beside_standing() } else { Extent::all() }
    }

    /// How many requests were sent to both trackers so far, retries included.
    pub fn requests(&self) -> u64 {
        self.source.requests().total() + self.target.requests().total()
    }

    /// Looks at both endpoints and keeps what it found beside the journal.
    pub async fn scan(&self) -> Result<Scan> {
        let scan = self.migration.scan().await?;
        scan.save(&self.scan_path())?;
        Ok(scan)
    }

    /// The last scan.
    pub fn last_scan(&self) -> Result<Scan> {
        Scan::load(&self.scan_path())
    }

    /// Where the mapping is.
    pub fn mapping_path(&self) -> PathBuf {
        self.configuration.path(&self.configuration.files.mapping)
    }

    /// The mapping, as a person left it.
    ///
    /// # Errors
    /// `ConfigInvalid` with file, line and column.
    pub fn mapping(&self) -> Result<MappingDocument> {
        let path = self.mapping_path();
        let at = |error: Error| error.with("file", Fact::name(path.display().to_string()));
        let text = fs::read_to_string(&path).map_err(|error| {
            at(Error::new(ErrorKind::ConfigInvalid, "the mapping cannot be read"))
                .with_help("run `migrayt suggest` to propose one")
                .with_source(error)
        })?;
        MappingDocument::parse(&text).map_err(at)
    }

    /// Proposes a mapping and writes it, unless there is one already.
    ///
    /// # Errors
    /// `AlreadyExists` if there is one and `replace` is not set.
    pub async fn suggest(&self, scan: &Scan, replace: bool) -> Result<MappingDocument> {
        let path = self.mapping_path();
        if path.exists() && !replace {
            return Err(Error::new(ErrorKind::AlreadyExists, "there is a mapping already")
                .with("file", Fact::name(path.display().to_string()))
                .with_help("review it, or replace it with `migrayt suggest --replace`"));
        }
        let mapping = migrayt_mapping::propose(&scan.source, &scan.target).await?;
        write(&path, mapping.to_toml()?.as_bytes())?;
        Ok(mapping)
    }

    fn scan_path(&self) -> PathBuf {
        self.configuration.path(&self.configuration.files.journal).with_extension("scan.json")
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| {
        Error::new(ErrorKind::ConfigInvalid, "a file cannot be written")
            .with("file", Fact::name(path.display().to_string()))
            .with_help("make the folder, or name another one under [files]")
            .with_source(error)
    })
}
