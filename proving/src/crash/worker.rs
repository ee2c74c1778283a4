//! The worker: embeds the engine over a SQLite journal and real connectors, and halts where it is
//! told to. What halts it wraps the ports, so that the product knows nothing of it.

mod credential;
mod halts;
mod journal;
mod output;
mod source;
mod target;
mod watcher;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;
use migrayt::system::{SystemClock, SystemIds};
use migrayt::verify::VerifyOptions;
use migrayt::{Migration, Parts, RunOptions, RunOutcome, Scan};
use migrayt_connectors::http::{BasicCredential, ClientParts, ReqwestWire, WireSettings};
use migrayt_connectors::{azure_devops, jira};
use migrayt_core::digest::DigestKey;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::id::TenantId;
use migrayt_core::port::{Clock, Closing, Credential, Ids, Wire};
use migrayt_core::retry::Policy;
use migrayt_journal::{SqliteJournal, SqliteSettings};
use migrayt_mapping::MappingDocument;
use secrecy::SecretString;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use self::credential::RotatingCredential;
use self::halts::Halts;
use self::journal::HaltingJournal;
use self::output::{named, tell};
use self::source::HaltingSource;
use self::target::HaltingTarget;
use self::watcher::Watcher;
use crate::assignment::{Assignment, EMAIL, KEY, PROJECT, SCALE, SOURCE_TOKEN, TARGET_TOKEN};
use crate::told::Told;

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verb {
    /// Scans, proposes a mapping and plans.
    Plan,
    /// Runs the plan, or goes on with it, once nobody else does.
    Run,
    /// Reads the target back.
    Verify,
}

/// How long a request may take without a word, and a write of another process.
const SILENCE: Duration = Duration::from_secs(1);

/// The pause before a journal is asked again that another process is writing to.
const PAUSE: Duration = Duration::from_millis(50);

/// Does what an assignment says, and tells about it.
pub(crate) async fn work(assignment: &Path, verb: Verb) -> Result<()> {
    let text = fs::read_to_string(assignment).map_err(unreadable)?;
    let assignment: Assignment = serde_json::from_str(&text).map_err(unreadable)?;
    let worker = Worker::open(assignment).await?;
    match verb {
        Verb::Plan => worker.plan().await,
        Verb::Run => worker.run().await,
        Verb::Verify => worker.verify().await,
    }
}

#[derive(Debug)]
struct Worker {
    assignment: Assignment,
    migration: Migration,
    halts: Arc<Halts>,
    rotating: Option<Arc<RotatingCredential>>,
}

impl Worker {
    async fn open(assignment: Assignment) -> Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let path = assignment.folder.join("migration.db");
        let halts = Arc::new(Halts::new(assignment.halt, path.clone()));
        let mut settings = WireSettings::default();
        (settings.connect, settings.silence) = (SILENCE, SILENCE);
        settings.total /= SCALE;
        let wire: Arc<dyn Wire> = Arc::new(ReqwestWire::new(&settings)?);
        let mut rotating = None;
        let basic = || BasicCredential::new(EMAIL, &SecretString::from(TARGET_TOKEN));
        let signed: Arc<dyn Credential> = if assignment.fenced {
            let credential = RotatingCredential::open(&assignment, &wire, &halts).await?;
            let credential = Arc::new(credential);
            rotating = Some(Arc::clone(&credential));
            credential
        } else {
            Arc::new(basic())
        };
        let parts = |credential: Arc<dyn Credential>| {
            let ids: Arc<dyn Ids> = Arc::new(SystemIds);
            let mut parts =
                ClientParts::new(Arc::clone(&wire), credential, Arc::clone(&clock), ids);
            parts.policy = Policy::default().scaled(SCALE);
            parts
        };
        let from = azure_devops::Settings::new(&assignment.source_url, PROJECT);
        let token = BasicCredential::new("", &SecretString::from(SOURCE_TOKEN));
        let source = azure_devops::AzureDevOps::new(&from, parts(Arc::new(token)))?;
        let to = jira::Settings::new(&assignment.target_url, KEY);
        let target = jira::Jira::new(&to, parts(signed))?;
        let mut patience = SqliteSettings::default();
        patience.busy_timeout = SILENCE;
        let journal = open_journal(&path, &patience, &*clock).await?;
        let journal = Arc::new(HaltingJournal::new(journal, Arc::clone(&halts)));
        let migration = Migration::new(Parts {
            source: Arc::new(HaltingSource::new(source, Arc::clone(&halts))),
            target: Arc::new(HaltingTarget::new(target, Arc::clone(&halts))),
            fence: rotating.clone().map(|credential| credential as Arc<dyn Credential>),
            journal: Arc::clone(&journal) as _,
            plans: journal as _,
            // The digests of a trial need no secret.
            key: DigestKey::new([7; 32]),
            clock,
            ids: Arc::new(SystemIds),
        });
        Ok(Self { assignment, migration, halts, rotating })
    }

    async fn plan(&self) -> Result<()> {
        let scan = self.migration.scan().await?;
        scan.save(&self.assignment.folder.join("scan.json"))?;
        let mapping = migrayt_mapping::propose(&scan.source, &scan.target).await?;
        fs::write(self.assignment.folder.join("mapping.toml"), mapping.to_toml()?)
            .map_err(unreadable)?;
        let mapper = self.migration.compile(mapping, &scan)?;
        let stop = CancellationToken::new();
        self.migration.plan(mapper, &scan, &stop, &|_| {}).await?;
        Ok(())
    }

    async fn run(&self) -> Result<()> {
        let outcome = loop {
            match self.attempt().await {
                Err(error) if error.kind() == ErrorKind::LeaseHeld => self.wait(&error).await,
                outcome => break outcome,
            }
        };
        let (closing, cause, duplicates) = match outcome {
            Ok(outcome) => {
                self.sign_in_again(&outcome).await?;
                let closing = outcome.closing.map_or_else(|| "lost".to_owned(), named);
                let cause = outcome.cause.map(|error| error.to_string());
                (closing, cause, outcome.sweep.map(|sweep| sweep.duplicates + sweep.repeated))
            }
            Err(error) => {
                // It did not even take the run: nothing of it is under way.
                if error.kind() == ErrorKind::Unauthenticated
                    && let Some(credential) = &self.rotating
                {
                    credential.renew().await?;
                }
                (named(error.kind()), Some(error.to_string()), None)
            }
        };
        tell(&Told::Ended { closing, cause, duplicates, passed: self.halts.passed() });
        Ok(())
    }

    async fn attempt(&self) -> Result<RunOutcome> {
        let folder = &self.assignment.folder;
        let scan = Scan::load(&folder.join("scan.json"))?;
        let text = fs::read_to_string(folder.join("mapping.toml")).map_err(unreadable)?;
        let mapper = self.migration.compile(MappingDocument::parse(&text)?, &scan)?;
        let options = RunOptions {
            settings: self.assignment.settings(),
            observer: Arc::new(Watcher::default()),
            ..RunOptions::default()
        };
        self.migration.run(mapper, &scan, options).await
    }

    /// Waits until the lease of whoever holds the run has ended, unless it is renewed.
    async fn wait(&self, error: &Error) {
        tell(&Told::Held);
        let clock = &self.migration.parts().clock;
        let until = error.context().iter().find(|(key, _)| *key == "until_ms");
        let until = match until {
            Some((_, Fact::Number(milliseconds))) => {
                let nanoseconds = i128::from(*milliseconds) * 1_000_000;
                OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok()
            }
            _ => None,
        };
        clock.sleep_until(until.unwrap_or_else(|| clock.now() + PAUSE)).await;
    }

    /// A worker that holds the run and whose access token was ended by somebody else's rotation
    /// asks for another, for the next worker.
    async fn sign_in_again(&self, outcome: &RunOutcome) -> Result<()> {
        let refused = |error: &Error| error.kind() == ErrorKind::Unauthenticated;
        match &self.rotating {
            Some(credential)
                if outcome.closing == Some(Closing::Broken)
                    && outcome.cause.as_ref().is_some_and(refused) =>
            {
                credential.renew().await
            }
            _ => Ok(()),
        }
    }

    async fn verify(&self) -> Result<()> {
        let scan = Scan::load(&self.assignment.folder.join("scan.json"))?;
        let found = self.migration.verify(&scan, VerifyOptions::default(), &|_| {}).await?;
        tell(&Told::Verified {
            missing: found.missing,
            mismatches: found.mismatches,
            duplicates: found.duplicates,
        });
        Ok(())
    }
}

/// Opens the journal as soon as whoever writes to it lets us.
async fn open_journal(
    path: &Path,
    settings: &SqliteSettings,
    clock: &dyn Clock,
) -> Result<SqliteJournal> {
    loop {
        match SqliteJournal::open_with(path, TenantId::solo(), settings).await {
            Err(error) if error.kind() == ErrorKind::Unavailable => {
                tell(&Told::Held);
                clock.sleep_until(clock.now() + PAUSE).await;
            }
            opened => return opened,
        }
    }
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::ConfigInvalid, "a file of the trial cannot be used").with_source(error)
}
