//! The journal of a host: a table of texts that the host keeps, and everything else in Rust over it.
//!
//! The host answers four questions and needs to know nothing of plans and runs: `describe`, `get`,
//! `scan` and `commit`. [`trial`] tells whether a host's table keeps its rules.

mod account;
mod batch;
mod doubts;
mod forest;
mod key;
mod lanes;
mod ledger;
mod operations;
mod outlines;
mod pending;
mod plan;
mod plan_store;
mod port;
mod row;
mod run;
mod seal;
mod sealing;
mod sweep;
mod table;
mod trial;
mod walk;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use migrayt_core::digest::DigestKey;
use migrayt_core::error::{Error, ErrorKind, Result, Retry};
use migrayt_core::id::{RunId, TenantId};
use serde::Deserialize;

use self::batch::Batch;
use self::row::RunRow;
use self::table::{Table, keys};
pub use self::trial::trial;
use super::super::desk::{Desk, Question, read};

/// What rows are written as. A journal of another version is refused.
const VERSION: u32 = 1;

/// How often a call begins anew because somebody else wrote between its questions.
const TRIES: u32 = 16;

/// Tries until nobody else writes in between.
macro_rules! until_written {
    ($attempt:expr) => {{
        let mut tries = 0;
        loop {
            if let Some(done) = $attempt.await? {
                break Ok(done);
            }
            tries += 1;
            if tries == $crate::face::host::journal::TRIES {
                break Err($crate::face::host::journal::contended());
            }
        }
    }};
}
use until_written;

/// A journal and plan store over a table that the host keeps.
///
/// A call reads rows, works out what follows, and writes it in one commit that the host makes only
/// if the rows are still what they were. If they are not, the call begins anew; what it answers is
/// then about the rows as they are now.
///
/// It keeps nothing but which runs it has met. Making and sealing an outline or a plan holds some
/// tens of bytes for each item, everything else no more than the page that it is asked for.
#[derive(Debug)]
pub struct HostJournal {
    table: Table,
    key: DigestKey,
    durable: bool,
    /// Runs that were met. What is kept of one never changes.
    runs: Mutex<BTreeMap<RunId, Arc<RunRow>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    durable: bool,
}

impl HostJournal {
    /// The journal of a tenant.
    ///
    /// # Errors
    /// `InputInvalid` if the host gives no key of 32 bytes; `ConfigInvalid` if the rows are of
    /// another version.
    pub async fn open(desk: Arc<dyn Desk>, tenant: TenantId) -> Result<Self> {
        let asked = serde_json::json!({ "tenant": tenant });
        let answer = desk.ask(Question::new(table::PORT, "describe", &asked)?).await?;
        let description: Description = read(answer.value, table::PORT, "describe")?;
        let key = <[u8; 32]>::try_from(answer.bytes.as_ref()).map_err(|_| {
            Error::new(ErrorKind::InputInvalid, "the key of the journal is not of 32 bytes")
                .with("bytes", answer.bytes.len())
                .with_help("answer `journal.describe` with the 32 random bytes of the journal")
        })?;
        let journal = Self {
            table: Table::new(desk, tenant),
            key: DigestKey::new(key),
            durable: description.durable,
            runs: Mutex::default(),
        };
        until_written!(journal.try_ensure_version())?;
        Ok(journal)
    }

    /// The key of its digests, which the host keeps beside its other secrets.
    pub fn key(&self) -> DigestKey {
        self.key.clone()
    }

    /// Says in an empty journal what its rows are written as.
    async fn try_ensure_version(&self) -> Result<Option<()>> {
        let found = self.table.get(keys([key::VERSION.to_owned()])).await?;
        match found.read::<u32>(key::VERSION)? {
            Some(VERSION) => Ok(Some(())),
            Some(other) => Err(Error::new(
                ErrorKind::ConfigInvalid,
                "the journal was written by another version of the engine",
            )
            .with("version", other)
            .with_help("use the engine that wrote it, or another journal")),
            None => {
                let mut batch = Batch::checking(&found, key::VERSION);
                batch.put(key::VERSION.to_owned(), &VERSION)?;
                Ok(self.table.commit(batch).await?.then_some(()))
            }
        }
    }
}

fn contended() -> Error {
    Error::new(ErrorKind::Unavailable, "others write to the journal faster than this call can")
        .with_retry(Retry::Backoff)
        .with_help("if nobody else does, look at how the host compares rows in `journal.commit`")
}
