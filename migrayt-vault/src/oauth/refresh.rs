//! The renewal of a grant whose tokens rotate, by any number of processes, any of which may die at
//! any step:
//!
//! 1. take the attempt in the row, unless somebody has it;
//! 2. ask the authority with the current refresh token;
//! 3. stage the answer in the vault under the attempt's version;
//! 4. promote it, which compares the version that it replaces;
//! 5. write the row.
//!
//! Whoever comes to a row with an attempt that was left finds by promoting it whether step 3 was
//! reached, and goes on from there. Only if nothing was staged is the authority asked again with the
//! old refresh token, which Atlassian accepts for ten minutes more.

use migrayt_core::{Error, ErrorKind, Result, Retry};
use migrayt_tenancy::TenantScope;
use time::{Duration, OffsetDateTime};

use super::answer::{DEADLINE, ask};
use super::grant::Grant;
use super::issued::issued;
use super::request::TokenRequest;
use super::row::{Attempt, ConnectionRow};
use super::{ConnectionParts, OAuthApp};
use crate::{Held, SecretName, SecretVersion};

/// For how long an attempt is its beginner's: longer than an answer may take.
const LEASE: Duration = Duration::seconds(30);

/// How often an answer is staged in vain: others are as late once each.
const TRIES: usize = 4;

/// The longest that an authority may keep us from asking again.
const LONGEST_PAUSE: Duration = Duration::minutes(10);

/// A connection as its parts and its name.
#[derive(Clone, Debug)]
pub(super) struct Renewer {
    pub(super) parts: ConnectionParts,
    pub(super) app: OAuthApp,
    pub(super) scope: TenantScope,
    pub(super) name: SecretName,
}

/// When a grant is renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// If it is due.
    Due,
    /// In any case.
    Now,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Renewal {
    /// It was not due.
    NotDue,
    /// The authority gave us a new one, and it is the current one.
    Done,
    /// Another's new one is the current one.
    Adopted,
    /// Another is at it, until then at the latest.
    Busy(OffsetDateTime),
}

impl Renewer {
    /// The row, of a connection that is there and lives.
    pub(super) async fn row(&self) -> Result<ConnectionRow> {
        let row = self.row_that_is().await?;
        row.ensure_lives().map_err(|error| self.named(error))?;
        Ok(row)
    }

    /// The row, of a connection that is there, though it may have ended.
    pub(super) async fn row_that_is(&self) -> Result<ConnectionRow> {
        let row = self.parts.rows.read(&self.scope, &self.name).await?;
        row.ok_or_else(|| self.absent())
    }

    /// What the vault holds.
    pub(super) async fn hold(&self) -> Result<(Held, Grant)> {
        let held = self.parts.vault.hold(&self.scope, &self.name).await?;
        let grant = Grant::from_secret(&held.secret).map_err(|error| self.named(error))?;
        Ok((held, grant))
    }

    /// Renews the grant.
    ///
    /// # Errors
    /// - `NeedsConsent` if the authority says that the grant is no more, now and from now on.
    /// - `NotFound` if the connection is no more.
    /// - Those of the authority, the vault and the rows. None of them loses the grant.
    pub(super) async fn renew(&self, demand: Demand) -> Result<Renewal> {
        loop {
            let row = self.row().await?;
            let now = self.parts.clock.now();
            if demand == Demand::Due && !row.is_due(now) {
                return Ok(Renewal::NotDue);
            }
            if let Some(attempt) = row.attempt.filter(|attempt| now < attempt.free_from) {
                return Ok(Renewal::Busy(attempt.free_from));
            }
            let left = row.attempt.map(|attempt| attempt.version);
            // The version of what was left stays in the row until it is known to be in vain.
            let version = left.unwrap_or_else(|| self.fresh());
            let Some(row) = self.take(row, version).await? else { continue };
            return self.carry_out(row, version, left.is_some()).await;
        }
    }

    /// Goes through the steps after the first.
    async fn carry_out(
        &self,
        mut row: ConnectionRow,
        mut version: SecretVersion,
        is_left: bool,
    ) -> Result<Renewal> {
        let (held, grant) = self.hold().await?;
        if held.version != row.version {
            if grant.is_before(&row) {
                // A vault that lends from a cache has not noticed yet what the row tells.
                return Ok(Renewal::Busy(self.parts.clock.now().saturating_add(LEASE)));
            }
            // Somebody came to step 4 and no further, or the secret was rotated by hand.
            return self.adopt(&row, held.version, grant).await;
        }
        if is_left {
            if self.promote(&row, version).await? {
                let (held, grant) = self.hold().await?;
                return self.adopt(&row, held.version, grant).await;
            }
            version = self.fresh();
            let Some(taken) = self.take(row, version).await? else {
                return Ok(Renewal::Busy(self.parts.clock.now()));
            };
            row = taken;
        }
        let asked_at = self.parts.clock.now();
        if row.attempt.is_none_or(|own| asked_at.saturating_add(DEADLINE) > own.free_from) {
            // We were too slow: the answer could come when another has taken it up.
            return Ok(Renewal::Busy(row.attempt.map_or(asked_at, |own| own.free_from)));
        }
        let request = TokenRequest::Refresh { refresh: &grant.refresh }.of(&self.app)?;
        let answer = ask(self.parts.wire.as_ref(), self.parts.clock.as_ref(), request).await;
        let answer = answer.and_then(|answer| {
            issued(&self.app, &answer, Some(&grant.refresh), asked_at, grant.consented_at)
        });
        let next = match answer {
            Ok(next) => next.doubtful_if(is_left),
            Err(error) if error.kind() == ErrorKind::NeedsConsent => {
                return self.end(&row, error).await;
            }
            Err(error) => {
                self.pause(&row, &error).await;
                return Err(self.named(error));
            }
        };
        if self.is_overtaken(&row).await? {
            // Theirs is the later request, or will be.
            return Ok(Renewal::Adopted);
        }
        if self.bring_in(&row, version, &next).await? {
            self.settle(&row, version, &next).await?;
            return Ok(Renewal::Done);
        }
        Ok(Renewal::Adopted)
    }

    /// Whether we took so long that another has taken the attempt up.
    async fn is_overtaken(&self, row: &ConnectionRow) -> Result<bool> {
        if row.attempt.is_some_and(|own| self.parts.clock.now() < own.free_from) {
            return Ok(false);
        }
        let now = self.parts.rows.read(&self.scope, &self.name).await?;
        // Not by its times, which may be kept less fine than they were written.
        Ok(now.is_none_or(|now| now.revision != row.revision))
    }

    /// Steps 3 and 4; whether ours is the current one. Others may come in between who were slower
    /// than us: of two answers the later request's is the one that the authority goes on with.
    async fn bring_in(
        &self,
        row: &ConnectionRow,
        version: SecretVersion,
        ours: &Grant,
    ) -> Result<bool> {
        let mut row = row.clone();
        for _ in 0..TRIES {
            let secret = ours.to_secret()?;
            let vault = &self.parts.vault;
            match vault.stage(&self.scope, &self.name, row.version, version, secret).await {
                // It is there, or what it would stand beside is not: promoting tells which.
                Err(error)
                    if !matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::Conflict) =>
                {
                    return Err(error);
                }
                _ => {}
            }
            if self.promote(&row, version).await? {
                return Ok(true);
            }
            let (held, theirs) = self.hold().await?;
            let is_later = theirs.asked_at >= ours.asked_at;
            if held.version != row.version && (is_later || theirs.consented_at != ours.consented_at)
            {
                return Ok(false);
            }
            row.version = held.version;
        }
        Ok(false)
    }

    /// Step 1: writes the attempt into the row; `None` if somebody changed it meanwhile.
    async fn take(
        &self,
        row: ConnectionRow,
        version: SecretVersion,
    ) -> Result<Option<ConnectionRow>> {
        let free_from = self.parts.clock.now().saturating_add(LEASE);
        let taken = ConnectionRow {
            revision: row.revision.saturating_add(1),
            attempt: Some(Attempt { version, free_from }),
            ..row
        };
        let is_ours =
            self.parts.rows.exchange(&self.scope, &self.name, row.revision, &taken).await?;
        Ok(is_ours.then_some(taken))
    }

    /// Step 4; whether the staged value is the current one.
    async fn promote(&self, row: &ConnectionRow, version: SecretVersion) -> Result<bool> {
        let done = self.parts.vault.promote(&self.scope, &self.name, row.version, version).await;
        match done {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::Conflict => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Step 5. If somebody changed the row meanwhile, they find what is in the vault.
    async fn settle(
        &self,
        row: &ConnectionRow,
        version: SecretVersion,
        grant: &Grant,
    ) -> Result<bool> {
        let next = row.revision.saturating_add(1);
        let chance = self.parts.ids.fresh();
        let settled = ConnectionRow::of(&row.platform, next, version, grant, chance);
        self.parts.rows.exchange(&self.scope, &self.name, row.revision, &settled).await
    }

    /// Writes into the row what was found in the vault. If it is not of the attempt in the row, that
    /// one may have asked the authority later.
    async fn adopt(
        &self,
        row: &ConnectionRow,
        version: SecretVersion,
        grant: Grant,
    ) -> Result<Renewal> {
        let is_of_it = row.attempt.is_some_and(|attempt| attempt.version == version);
        let doubtful = grant.doubtful || !is_of_it;
        self.settle(row, version, &grant.doubtful_if(doubtful)).await?;
        Ok(Renewal::Adopted)
    }

    /// Marks the grant as ended, unless what was refused is not the current one any more.
    async fn end(&self, row: &ConnectionRow, error: Error) -> Result<Renewal> {
        let (held, grant) = self.hold().await?;
        if held.version != row.version {
            return self.adopt(row, held.version, grant).await;
        }
        let over = ConnectionRow {
            revision: row.revision.saturating_add(1),
            attempt: None,
            ended: true,
            ..row.clone()
        };
        self.parts.rows.exchange(&self.scope, &self.name, row.revision, &over).await?;
        tracing::warn!(secret = %self.name, platform = %row.platform, "the grant has ended");
        Err(self.named(error))
    }

    /// Keeps everybody from asking again for as long as the authority wants. That it is not
    /// written changes only when it is asked again.
    async fn pause(&self, row: &ConnectionRow, error: &Error) {
        let Retry::After(pause) = error.retry() else { return };
        let pause = Duration::try_from(pause).unwrap_or(LONGEST_PAUSE).clamp(LEASE, LONGEST_PAUSE);
        let free_from = self.parts.clock.now().saturating_add(pause);
        let attempt = row.attempt.map(|attempt| Attempt { free_from, ..attempt });
        let paused =
            ConnectionRow { revision: row.revision.saturating_add(1), attempt, ..row.clone() };
        let _written =
            self.parts.rows.exchange(&self.scope, &self.name, row.revision, &paused).await;
    }

    fn fresh(&self) -> SecretVersion {
        SecretVersion::from_bits(self.parts.ids.fresh())
    }

    fn named(&self, error: Error) -> Error {
        error.with("connection", &self.name)
    }

    fn absent(&self) -> Error {
        self.named(
            Error::new(ErrorKind::NotFound, "there is no connection of this name")
                .with_help("Connect first, or look at the names of the connections."),
        )
    }
}
