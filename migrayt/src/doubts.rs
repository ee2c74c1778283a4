//! Operations whose outcome nobody could tell, and what a person says about them.

use futures_util::TryStreamExt as _;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::id::{ItemId, PartId, TargetId, TargetKey, TargetRef, WorkerId};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::port::{Closing, LedgerRow, Outcome, OutcomeState, Settlement};
use migrayt_core::run::Settings;

use crate::migration::Migration;
use crate::scan::Scan;

/// How many rows of the ledger are read at once.
const PAGE: u32 = 500;

/// What a person found out about an operation in doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// It made this item.
    Made(TargetKey),
    /// It happened; for a comment or file with the id of what it made, if that is known.
    Done(Option<PartId>),
    /// It did not happen, and is sent again by the next run.
    Absent,
    /// It is left out, whether or not it happened.
    LeftOut,
}

impl Migration {
    /// The operations of the newest run that are in doubt, ascending.
    ///
    /// # Errors
    /// `Misuse` if there is no plan or no run.
    pub async fn doubts(&self) -> Result<Vec<LedgerRow>> {
        let (_, _, run) = self.newest_run().await?;
        let run = run.ok_or_else(no_run)?;
        let mut doubts = Vec::new();
        let mut after = None;
        loop {
            let page = self.parts().journal.ledger(&run, after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(doubts) };
            after = Some(last.key.clone());
            doubts.extend(page.into_iter().filter(|row| row.in_doubt));
        }
    }

    /// Records what a person found out about an operation of the newest run.
    ///
    /// # Errors
    /// `InputInvalid` if the operation is not in doubt, or if the decision does not fit it;
    /// `NotFound` if there is no such item; `Conflict` if that item comes from another one;
    /// `LeaseHeld` while a process works on the run.
    pub async fn resolve_doubt(
        &self,
        scan: &Scan,
        key: &OperationKey,
        decision: &Decision,
    ) -> Result<()> {
        if !self.doubts().await?.iter().any(|row| row.key == *key) {
            return Err(Error::new(ErrorKind::InputInvalid, "the operation is not in doubt")
                .with("operation", key)
                .with_help("`migrayt doubts` lists those that are"));
        }
        let outcome = self.outcome(scan, key, decision).await?;
        let (plan, fingerprint, run) = self.newest_run().await?;
        let spec = self.spec(run.ok_or_else(no_run)?, plan, fingerprint).await?;
        let parts = self.parts();
        let worker = WorkerId::from_bits(parts.ids.fresh());
        let lease = Settings::default().lease;
        let opened = parts.journal.open(&spec, &worker, parts.clock.now(), lease).await?;
        let settlement = Settlement { outcomes: vec![outcome] };
        let settled = parts.journal.settle(&opened.lease, &settlement).await;
        parts.journal.close(&opened.lease, Closing::Interrupted).await?;
        settled
    }

    async fn outcome(
        &self,
        scan: &Scan,
        key: &OperationKey,
        decision: &Decision,
    ) -> Result<Outcome> {
        let creates = key.kind == OperationKind::Create;
        let mut outcome = Outcome::of(key.clone(), OutcomeState::Adopted);
        match decision {
            Decision::Made(made) if creates => {
                outcome.target = Some(self.item_of(scan, key, made).await?);
            }
            Decision::Done(part) if !creates => outcome.part.clone_from(part),
            Decision::Absent => outcome.state = OutcomeState::Again,
            Decision::LeftOut => outcome.state = OutcomeState::Failed(ErrorKind::Cancelled),
            Decision::Made(_) | Decision::Done(_) => {
                return Err(Error::new(
                    ErrorKind::InputInvalid,
                    "the decision does not fit the operation",
                )
                .with("operation", key)
                .with_help("a creation made an item: name its key; anything else was done"));
            }
        }
        Ok(outcome)
    }

    /// The item of that key, which must not come from another item of the source.
    async fn item_of(
        &self,
        scan: &Scan,
        key: &OperationKey,
        made: &TargetKey,
    ) -> Result<TargetRef> {
        let parts = self.parts();
        let wanted = [TargetId::new(made.as_str())];
        let mut found: Vec<_> =
            parts.target.read_back(&wanted, &scan.target, &parts.key).try_collect().await?;
        let standing = found.pop().ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "the target has no such item").with("item", made)
        })?;
        match &standing.origin {
            Some(origin) if origin.item != key.item => {
                Err(Error::new(ErrorKind::Conflict, "that item comes from another one")
                    .with("item", made)
                    .with("origin", &origin.item))
            }
            _ => Ok(standing.target),
        }
    }
}

/// Reads an operation's name as it is shown: `item/kind` or `item/kind/part`.
///
/// # Errors
/// `InputInvalid` if it is not one.
pub fn operation(text: &str) -> Result<OperationKey> {
    let mut parts = text.splitn(3, '/');
    let item = parts.next().filter(|item| !item.is_empty()).map(ItemId::new);
    let kind = parts
        .next()
        .and_then(|name| OperationKind::ALL.into_iter().find(|kind| kind.name() == name));
    match (item, kind) {
        (Some(item), Some(kind)) => {
            Ok(OperationKey { item, kind, part: parts.next().unwrap_or_default().to_owned() })
        }
        _ => Err(Error::new(ErrorKind::InputInvalid, "this is not the name of an operation")
            .with("operation", Fact::name(text))
            .with_help("write it as `migrayt doubts` shows it, such as 17/create or 17/comment/3")),
    }
}

fn no_run() -> Error {
    Error::new(ErrorKind::Misuse, "there is no run").with_help("begin one with `migrayt run`")
}

#[cfg(test)]
mod tests {
    use super::operation;

    #[test]
    fn the_name_of_an_operation_leads_back_to_it() {
        for name in ["17/create", "17/comment/3", "17/link/Relates:18", "A-1/attach/x/y"] {
            assert_eq!(operation(name).unwrap().to_string(), name);
        }
        for bad in ["", "17", "17/", "17/make", "/create"] {
            assert!(operation(bad).is_err(), "{bad}");
        }
    }
}
