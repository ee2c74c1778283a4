use std::sync::Arc;

use migrayt::Scan;
use migrayt::mapping::Compiled;
use migrayt::project::{Brought, BroughtJournal, Project};
use migrayt::system::{SystemClock, SystemIds};
use migrayt::vault::Vault;
use migrayt_core::error::Result;
use migrayt_tenancy::{Solo, TenantScope, admit};
use migrayt_vault::CredentialVault;
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

use super::super::counted::Counted;
use super::super::desk::Desk;
use super::super::engine::Shared;
use super::super::host::{
    HostDirectory, HostJournal, HostPrompt, HostSource, HostTarget, HostVault,
};
use super::super::options::{DirectoryPort, JournalPort, VaultPort};
use super::super::run::Work;
use migrayt::config::{SourceKind, TargetKind};

/// What a job works with.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) engine: Arc<Shared>,
    pub(crate) work: Arc<Work>,
    bytes: Zeroizing<Vec<u8>>,
    scope: OnceCell<TenantScope>,
}

impl Context {
    pub(crate) fn new(engine: Arc<Shared>, work: Arc<Work>, bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { engine, work, bytes, scope: OnceCell::new() }
    }

    /// What the job takes besides its JSON.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where questions go.
    pub(crate) fn desk(&self) -> Arc<dyn Desk> {
        Arc::clone(&self.work.counter) as _
    }

    /// Who is asked for secrets that the configuration does not name a place of.
    pub(crate) fn prompt(&self) -> HostPrompt {
        HostPrompt::new(self.desk())
    }

    /// What is counted of the engine.
    pub(crate) fn counted(&self) -> &Counted {
        &self.engine.counted
    }

    /// For whom the job is done. The directory is asked once for each job.
    ///
    /// # Errors
    /// `Unauthenticated` if the directory does not know the caller.
    pub(crate) async fn scope(&self) -> Result<TenantScope> {
        let find = || async {
            match self.engine.ports.directory {
                DirectoryPort::Solo => Ok(Solo::default().scope()),
                DirectoryPort::Host => {
                    let directory = HostDirectory::new(self.desk());
                    admit(&directory, &self.engine.presented(), &SystemClock::new()).await
                }
            }
        };
        self.scope.get_or_try_init(find).await.cloned()
    }

    /// The ports that are not those of the configuration.
    pub(crate) async fn brought(&self) -> Result<Brought> {
        let configuration = self.engine.configuration()?;
        let scope = self.scope().await?;
        let mut brought = Brought::default();
        if configuration.source.kind == SourceKind::Host {
            brought.source = Some(Arc::new(HostSource::open(self.desk()).await?));
        }
        if configuration.target.kind == TargetKind::Host {
            brought.target = Some(Arc::new(HostTarget::open(self.desk()).await?));
        }
        brought.journal = match self.engine.ports.journal {
            JournalPort::File => None,
            JournalPort::Memory => Some(self.engine.stores.journal()?),
            JournalPort::Host => {
                let journal = HostJournal::open(self.desk(), scope.tenant().clone()).await?;
                let key = journal.key();
                let journal = Arc::new(journal);
                let plans = Arc::clone(&journal) as _;
                Some(BroughtJournal { journal, plans, key })
            }
        };
        brought.vault = self.store().await?;
        brought.scope = Some(scope);
        Ok(brought)
    }

    /// The vault, unless it is the folder.
    async fn store(&self) -> Result<Option<Arc<dyn CredentialVault>>> {
        Ok(match &self.engine.ports.vault {
            VaultPort::Folder => None,
            VaultPort::Memory => Some(self.engine.stores.vault()),
            VaultPort::Host => {
                let (clock, ids) = (Arc::new(SystemClock::new()), Arc::new(SystemIds));
                Some(Arc::new(HostVault::open(self.desk(), clock, ids).await?))
            }
            #[cfg(feature = "aws")]
            VaultPort::Aws(settings) => Some(settings.open().await?),
        })
    }

    /// The vault; a folder that has none yet gets one, if `make` says so.
    pub(crate) async fn vault(&self, make: bool) -> Result<Vault> {
        let scope = self.scope().await?;
        if let Some(store) = self.store().await? {
            return Ok(Vault::over(store, scope));
        }
        let configuration = self.engine.configuration()?;
        let clock = Arc::new(SystemClock::new());
        let vault = if make && !Vault::is_there(configuration) {
            Vault::create(configuration, &self.prompt(), clock).await?
        } else {
            Vault::open(configuration, &self.prompt(), clock).await?
        };
        Ok(vault.of(scope))
    }

    /// The migration, with its ports.
    pub(crate) async fn project(&self) -> Result<Project> {
        let configuration = self.engine.configuration()?.clone();
        let brought = self.brought().await?;
        let project = Project::open_with(configuration, brought, &self.prompt()).await?;
        self.work.files.keep(project.file_journal());
        Ok(project)
    }

    /// The migration with its last scan and the mapping, made ready.
    pub(crate) async fn mapped(&self) -> Result<(Project, Scan, Arc<Compiled>)> {
        let project = self.project().await?;
        let scan = project.last_scan()?;
        let mapper = project.migration().compile(project.mapping()?, &scan)?;
        Ok((project, scan, mapper))
    }
}
