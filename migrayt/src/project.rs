//! A migration whose parts a configuration file names: both trackers over HTTP, and a folder with
//! mapping, plan, journal and report.

mod brought;
mod connect;
mod key;
mod people;
mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use migrayt_connectors::azure_devops::AzureDevOps;
use migrayt_connectors::http::Counts;
use migrayt_connectors::jira::Jira;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::id::TenantId;
use migrayt_core::port::{Clock, Ids};
use migrayt_journal::SqliteJournal;
use migrayt_mapping::MappingDocument;

pub use self::brought::{Brought, BroughtJournal};
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
    /// The journal in the configuration's file, if that is where it is.
    file: Option<Arc<SqliteJournal>>,
    /// Those that count their requests.
    trackers: (Option<Arc<AzureDevOps>>, Option<Arc<Jira>>),
}

impl Project {
    /// Fetches the credentials, opens the journal and makes both endpoints ready. Nothing is sent
    /// yet.
    ///
    /// # Errors
    /// `ConfigInvalid` for settings that cannot be used, with the setting.
    pub async fn open(configuration: Configuration, prompt: &dyn Prompt) -> Result<Self> {
        Self::open_with(configuration, Brought::default(), prompt).await
    }

    /// The same, with some parts that the program brings itself.
    ///
    /// # Errors
    /// As for [`Project::open`]; `Misuse` if a side is of the kind `host` and is not brought.
    pub async fn open_with(
        configuration: Configuration,
        brought: Brought,
        prompt: &dyn Prompt,
    ) -> Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let ids: Arc<dyn Ids> = Arc::new(SystemIds);
        let secrets = Secrets::new(&configuration, prompt, Arc::clone(&clock));
        #[cfg(feature = "vault")]
        let secrets = secrets.with_brought(&brought);
        let tenant = brought.tenant();
        let (source, azure_devops) =
            connect::source(&configuration, brought.source, &secrets, &clock, &ids).await?;
        let connect::Target { port: target, jira, fence } =
            connect::target(&configuration, brought.target, &secrets, &clock, &ids).await?;
        drop(secrets);
        let (file, BroughtJournal { journal, plans, key }) = match brought.journal {
            Some(journal) => (None, journal),
            None => journal(&configuration, tenant).await?,
        };
        let parts = Parts { source, target, fence, journal, plans, key, clock, ids };
        let migration = Migration::new(parts);
        Ok(Self { configuration, migration, file, trackers: (azure_devops, jira) })
    }

    /// The configuration.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The migration.
    pub fn migration(&self) -> &Migration {
        &self.migration
    }

    /// The journal in the configuration's file, for who wants to close it once the project is
    /// dropped; none if the program brought another one.
    pub fn file_journal(&self) -> Option<Arc<SqliteJournal>> {
        self.file.clone()
    }

    /// What a plan is of: all in scope, beside what stands already where the scope leaves something
    /// out.
    pub fn extent(&self) -> Extent {
        let narrow = self.configuration.source.scope.is_narrow();
        if narrow { Extent::all().beside_standing() } else { Extent::all() }
    }

    /// How many requests were sent to both trackers so far, retries included; what a program brings
    /// is not counted.
    pub fn requests(&self) -> u64 {
        let (source, target) = self.requests_by_class();
        source.total() + target.total()
    }

    /// The same, of source and target, by class of request.
    pub fn requests_by_class(&self) -> (Counts, Counts) {
        let (source, target) = &self.trackers;
        let source = source.as_ref().map(|tracker| tracker.requests());
        let target = target.as_ref().map(|tracker| tracker.requests());
        (source.unwrap_or_default(), target.unwrap_or_default())
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

/// The journal in the configuration's file.
async fn journal(
    configuration: &Configuration,
    tenant: TenantId,
) -> Result<(Option<Arc<SqliteJournal>>, BroughtJournal)> {
    let path = configuration.path(&configuration.files.journal);
    let key = key::open(&path)?;
    let journal = Arc::new(SqliteJournal::open(&path, tenant).await?);
    let brought = BroughtJournal {
        journal: Arc::clone(&journal) as _,
        plans: Arc::clone(&journal) as _,
        key,
    };
    Ok((Some(journal), brought))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| {
        Error::new(ErrorKind::ConfigInvalid, "a file cannot be written")
            .with("file", Fact::name(path.display().to_string()))
            .with_help("make the folder, or name another one under [files]")
            .with_source(error)
    })
}
