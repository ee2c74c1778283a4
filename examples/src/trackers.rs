//! Two simulated trackers in this process, so that the examples need no account and no network.
//!
//! Against real trackers you need none of this: make the two connectors as `quickstart` does.

use std::sync::Arc;

use migrayt::connectors::http::{BasicCredential, ClientParts};
use migrayt::connectors::{azure_devops, jira};
use migrayt::core::Result;
use migrayt::core::digest::DigestKey;
use migrayt::core::memory_journal::MemoryJournal;
use migrayt::core::port::{Clock, Closing, Credential, Ids, Journal, PlanStore, Source, Target};
use migrayt::system::{SystemClock, SystemIds};
use migrayt::verify::{Verification, VerifyOptions};
use migrayt::{Migration, Parts, RunOptions};
use migrayt_testkit::sample;
use migrayt_testkit::sim::Simulator;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::Jira;
use migrayt_testkit::wire::InProcess;
use tokio_util::sync::CancellationToken;

use crate::ensure;

/// Who signs in to the simulated Jira.
pub const EMAIL: &str = "me@example.com";
/// With which token.
pub const TOKEN: &str = "target-token";

/// Both trackers and what connects to them.
#[derive(Clone, Debug)]
pub struct Trackers {
    /// An organisation with a project of sample items.
    pub azure_devops: Arc<AzureDevOps>,
    /// A site with an empty project.
    pub jira: Arc<Jira>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub ids: Arc<dyn Ids>,
}

impl Trackers {
    /// Starts both, the first with so many of the sample's items.
    pub fn new(items: usize) -> Result<Self> {
        let azure_devops = AzureDevOps::new("fabrikam", sample::PROJECT, "source-token");
        azure_devops.load(sample::items()?.into_iter().take(items))?;
        Ok(Self {
            azure_devops: Arc::new(azure_devops),
            jira: Arc::new(Jira::new("example", "SHOP", EMAIL, TOKEN)),
            clock: Arc::new(SystemClock::new()),
            ids: Arc::new(SystemIds),
        })
    }

    /// The connector that reads the first.
    pub fn source(&self) -> Result<Arc<dyn Source>> {
        let url = "https://dev.azure.com/fabrikam";
        let settings = azure_devops::Settings::new(url.to_owned(), sample::PROJECT);
        let credential = Arc::new(BasicCredential::new("", &"source-token".into()));
        let parts = self.client(Arc::clone(&self.azure_devops) as _, credential);
        Ok(Arc::new(azure_devops::AzureDevOps::new(&settings, parts)?))
    }

    /// The connector that writes the second.
    pub fn target(&self) -> Result<Arc<dyn Target>> {
        self.target_with(Arc::new(BasicCredential::new(EMAIL, &TOKEN.into())))
    }

    /// The same, with a credential of your own.
    pub fn target_with(&self, credential: Arc<dyn Credential>) -> Result<Arc<dyn Target>> {
        let settings = jira::Settings::new("https://example.atlassian.net".to_owned(), "SHOP");
        let parts = self.client(Arc::clone(&self.jira) as _, credential);
        Ok(Arc::new(jira::Jira::new(&settings, parts)?))
    }

    /// A migration between two endpoints, whose journal is gone with the program.
    pub fn migration(&self, source: Arc<dyn Source>, target: Arc<dyn Target>) -> Result<Migration> {
        let key = DigestKey::new(SystemIds.key()?);
        Ok(self.migration_with(source, target, Arc::new(MemoryJournal::default()), key))
    }

    /// A migration with a journal of your own and its key: one for each journal.
    pub fn migration_with<J: Journal + PlanStore>(
        &self,
        source: Arc<dyn Source>,
        target: Arc<dyn Target>,
        journal: Arc<J>,
        key: DigestKey,
    ) -> Migration {
        Migration::new(Parts {
            source,
            target,
            fence: None,
            journal: Arc::clone(&journal) as _,
            plans: journal,
            key,
            clock: Arc::clone(&self.clock),
            ids: Arc::clone(&self.ids),
        })
    }

    /// Takes a migration from scan to verification, as `quickstart` does step by step.
    ///
    /// # Errors
    /// `DataCorrupt` unless everything stands as planned.
    pub async fn carry_out(migration: &Migration, options: VerifyOptions) -> Result<Verification> {
        let scan = migration.scan().await?;
        let mapping = migrayt::mapping::propose(&scan.source, &scan.target).await?;
        let mapper = migration.compile(mapping, &scan)?;
        let stop = CancellationToken::new();
        migration.plan(mapper.clone(), &scan, &stop, &|_| {}).await?;
        let outcome = migration.run(mapper, &scan, RunOptions::default()).await?;
        ensure(outcome.closing == Some(Closing::Completed), "the run did not come to its end")?;
        let found = migration.verify(&scan, options, &|_| {}).await?;
        ensure(found.is_clean(), "not everything stands as planned")?;
        Ok(found)
    }

    fn client(&self, to: Arc<dyn Simulator>, credential: Arc<dyn Credential>) -> ClientParts {
        let wire = Arc::new(InProcess::new(to, Arc::clone(&self.clock)));
        ClientParts::new(wire, credential, Arc::clone(&self.clock), Arc::clone(&self.ids))
    }
}
