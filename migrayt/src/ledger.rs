//! The account of a run, operation by operation: shown, rooted, written to one file that can be
//! signed, and checked without journal or network.
//!
//! The file is JSON lines: a header, one line for each operation, ascending by key, and a last line
//! with the root of the Merkle tree over all of them and the signature, if it is signed. `docs/ledger.md`
//! of the repository describes it so that anybody can check one with a program of their own.

mod broken;
mod line;
mod public_key;
mod signature;
#[cfg(feature = "signature")]
mod signing_key;
#[cfg(test)]
mod test;
mod verify;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::id::{EndpointId, ItemId};
use migrayt_core::ledger::{Entry, Header, HeaderCounts, Leaf, Roll, Totals, VERSION};
use migrayt_core::port::{Journal, PlanStore};

pub use self::broken::{Broken, Fault};
pub use self::public_key::PublicKey;
pub use self::signature::Signer;
#[cfg(feature = "signature")]
pub use self::signing_key::SigningKey;
pub use self::verify::{Checked, Verdict, verify, verify_file};

use self::line::End;

/// How many rows are read at once.
const PAGE: u32 = 1000;

/// The account of one run as it stands in its journal.
#[derive(Clone, Debug)]
pub struct Ledger<'a> {
    journal: &'a dyn Journal,
    header: Header,
}

impl<'a> Ledger<'a> {
    /// The ledger of the newest run of the newest plan, if there is one. The endpoints are where
    /// items were read and where they were written.
    pub async fn newest(
        endpoints: (EndpointId, EndpointId),
        plans: &dyn PlanStore,
        journal: &'a dyn Journal,
    ) -> Result<Option<Self>> {
        let Some((plan, fingerprint, _)) = plans.newest_plan().await? else { return Ok(None) };
        let Some((run, closing)) = journal.newest_run(&plan).await? else { return Ok(None) };
        let counts = HeaderCounts::all(&journal.counts(&run).await?);
        let (source, target) = endpoints;
        let header =
            Header { version: VERSION, run, plan, fingerprint, source, target, closing, counts };
        Ok(Some(Self { journal, header }))
    }

    /// What it is about.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The account of the operations in one item's lane, ascending by key; empty if the plan has
    /// no such item.
    pub async fn of_item(&self, item: &ItemId) -> Result<Vec<Entry>> {
        let rows = self.journal.ledger_of(&self.header.run, std::slice::from_ref(item)).await?;
        Ok(rows.iter().map(Entry::from).collect())
    }

    /// The root over all of it.
    ///
    /// # Errors
    /// `Conflict` if the run went on meanwhile.
    pub async fn totals(&self) -> Result<Totals> {
        self.walk(&mut |_, _| Ok(())).await
    }

    /// Writes all of it, and signs its root if there is somebody to sign. Memory holds one page.
    ///
    /// # Errors
    /// `Conflict` if the run went on meanwhile; what was written then is no ledger.
    pub async fn write(
        &self,
        to: &mut (dyn Write + Send),
        signer: Option<&dyn Signer>,
    ) -> Result<Totals> {
        let totals = self
            .walk(&mut |name, leaf| to.write_all(&line::of_leaf(name, leaf)).map_err(unwritten))
            .await?;
        let signature = match signer {
            Some(signer) => Some(signature::sign(signer, &totals).await?),
            None => None,
        };
        let end = End { rows: totals.rows, root: totals.root, signature };
        to.write_all(&end.line()?).and_then(|()| to.flush()).map_err(unwritten)?;
        Ok(totals)
    }

    /// Writes it to a file, which is there whole or, after an error, as it was before.
    ///
    /// # Errors
    /// `ConfigInvalid` with `file` if it cannot be written.
    pub async fn write_file(&self, path: &Path, signer: Option<&dyn Signer>) -> Result<Totals> {
        let partial = partial(path);
        let written = self.write_partial(&partial, path, signer).await;
        if written.is_err() {
            // It is of no use to anybody; that it cannot be removed is the smaller trouble.
            drop(fs::remove_file(&partial));
        }
        written.map_err(|error| error.with("file", Fact::name(path.display().to_string())))
    }

    async fn write_partial(
        &self,
        partial: &Path,
        path: &Path,
        signer: Option<&dyn Signer>,
    ) -> Result<Totals> {
        let mut to = BufWriter::new(File::create(partial).map_err(unwritten)?);
        let totals = self.write(&mut to, signer).await?;
        let file = to.into_inner().map_err(|error| unwritten(error.into_error()))?;
        file.sync_all().map_err(unwritten)?;
        drop(file);
        fs::rename(partial, path).map_err(unwritten)?;
        Ok(totals)
    }

    /// Hands every leaf over in order, each with the name of what it holds.
    async fn walk(
        &self,
        each: &mut (dyn FnMut(&'static str, &Leaf) -> Result<()> + Send),
    ) -> Result<Totals> {
        let (mut roll, first) = Roll::begin(&self.header)?;
        each(line::HEADER, &first)?;
        let mut after = None;
        loop {
            let page = self.journal.ledger(&self.header.run, after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.clone());
            for row in &page {
                each(line::ROW, &roll.add(&Entry::from(row))?)?;
            }
        }
        if !roll.agrees_with(&self.header) {
            return Err(Error::new(
                ErrorKind::Conflict,
                "the run went on while its ledger was read",
            )
            .with("run", &self.header.run)
            .with_help("try again once the run has stopped"));
        }
        Ok(roll.totals())
    }
}

fn partial(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn unwritten(error: std::io::Error) -> Error {
    Error::new(ErrorKind::ConfigInvalid, "the ledger cannot be written").with_source(error)
}
