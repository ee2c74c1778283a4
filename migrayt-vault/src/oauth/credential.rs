use std::fmt;

use async_trait::async_trait;
use futures_util::lock::Mutex;
use migrayt_core::port::Credential;
use migrayt_core::{Error, ErrorKind, Result, Retry};
use secrecy::SecretString;
use time::{Duration, OffsetDateTime};

use super::refresh::{Demand, Renewal, Renewer};
use super::row::ConnectionRow;
use crate::SecretVersion;

/// How long a token is lent without looking at the row: a renewal by another process, and a
/// disconnection, are noticed after this.
const UNSEEN: Duration = Duration::seconds(5);

/// How long before its end a token is lent no more, so that it arrives alive.
const MARGIN: Duration = Duration::seconds(30);

/// How often somebody else's renewal is looked at while it is waited for.
const LOOK: Duration = Duration::seconds(1);

/// How long a renewal is waited for by whoever has no token that lives, and by a fence.
const PATIENCE: Duration = Duration::minutes(5);

/// The credential of a connection: it lends the current access token, which it renews when 80 % of
/// its life are over. Many of them, in many processes, may serve one connection at once.
///
/// `lend` fails with `NeedsConsent` when the grant has ended, without asking the authority again,
/// and with `NotFound` when the connection is no more.
pub struct OAuthCredential {
    renewer: Renewer,
    /// The lock makes one of many requests renew, and the others wait for it.
    loan: Mutex<Option<Loan>>,
}

/// A token in memory.
struct Loan {
    header: SecretString,
    version: SecretVersion,
    access_until: OffsetDateTime,
    /// When the row was last seen to have this version.
    seen_at: OffsetDateTime,
    /// Until when the vault lends it.
    fresh_until: OffsetDateTime,
}

impl OAuthCredential {
    pub(super) fn new(renewer: Renewer) -> Self {
        Self { renewer, loan: Mutex::new(None) }
    }

    fn now(&self) -> OffsetDateTime {
        self.renewer.parts.clock.now()
    }

    /// The token that the row names, from memory or from the vault.
    async fn current(&self, row: &ConnectionRow, loan: &mut Option<Loan>) -> Result<()> {
        let now = self.now();
        match loan {
            Some(there) if there.version == row.version && now < there.fresh_until => {
                there.seen_at = now;
            }
            _ => {
                // What lies in the vault may be newer than the row tells.
                let (held, grant) = self.renewer.hold().await?;
                let fresh_for = Duration::try_from(held.fresh_for).unwrap_or_default();
                *loan = Some(Loan {
                    header: format!("Bearer {}", grant.access.expose()).into(),
                    version: held.version,
                    access_until: grant.access_until,
                    seen_at: now,
                    fresh_until: now.saturating_add(fresh_for),
                });
            }
        }
        Ok(())
    }

    /// Waits for somebody else's renewal, but not for longer than `until`.
    async fn wait(&self, until: OffsetDateTime, patience: OffsetDateTime) -> Result<()> {
        let now = self.now();
        if now >= patience {
            return Err(Error::new(ErrorKind::Unavailable, "the grant is not renewed in time")
                .with_help("Try again in a minute; nothing is lost.")
                .with_retry(Retry::Backoff)
                .with("connection", &self.renewer.name));
        }
        let next = until.min(now.saturating_add(LOOK)).max(now.saturating_add(LOOK / 10));
        self.renewer.parts.clock.sleep_until(next).await;
        Ok(())
    }
}

impl Loan {
    fn is_seen(&self, now: OffsetDateTime) -> bool {
        now < self.seen_at.saturating_add(UNSEEN) && now < self.fresh_until
    }

    fn lives(&self, now: OffsetDateTime) -> bool {
        now < self.access_until.saturating_sub(MARGIN)
    }
}

#[async_trait]
impl Credential for OAuthCredential {
    async fn lend(&self) -> Result<SecretString> {
        let mut loan = self.loan.lock().await;
        let patience = self.now().saturating_add(PATIENCE);
        loop {
            let now = self.now();
            if let Some(loan) = loan.as_ref().filter(|loan| loan.is_seen(now) && loan.lives(now)) {
                return Ok(loan.header.clone());
            }
            let row = match self.renewer.row().await {
                Ok(row) => row,
                Err(error) => {
                    // What has ended is not kept.
                    *loan = None;
                    return Err(error);
                }
            };
            let renewal = if now >= row.renew_from {
                self.renewer.renew(Demand::Due).await
            } else {
                Ok(Renewal::NotDue)
            };
            let row = match &renewal {
                Ok(Renewal::NotDue | Renewal::Busy(_)) => row,
                Ok(Renewal::Done | Renewal::Adopted) | Err(_) => self.renewer.row().await?,
            };
            self.current(&row, &mut loan).await?;
            let now = self.now();
            match (loan.as_ref().filter(|loan| loan.lives(now)), renewal) {
                // A token that lives is lent whatever has become of its renewal.
                (Some(loan), _) => return Ok(loan.header.clone()),
                (None, Ok(Renewal::Busy(until))) => self.wait(until, patience).await?,
                (None, Ok(_)) => self.wait(now, patience).await?,
                (None, Err(error)) => return Err(error),
            }
        }
    }

    /// Renews the grant, which at Atlassian ends the tokens that were lent before, at once or within
    /// ten minutes.
    ///
    /// # Errors
    /// `Unsupported` at a platform whose access tokens live to their end: Microsoft Entra.
    async fn fence(&self) -> Result<()> {
        if !self.renewer.app.platform.renewal_ends_older() {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "tokens of this platform cannot be ended",
            )
            .with("platform", self.renewer.app.platform.name()));
        }
        let mut loan = self.loan.lock().await;
        let patience = self.now().saturating_add(PATIENCE);
        loop {
            match self.renewer.renew(Demand::Now).await? {
                Renewal::Done => {
                    *loan = None;
                    return Ok(());
                }
                Renewal::Busy(until) => self.wait(until, patience).await?,
                Renewal::Adopted | Renewal::NotDue => self.wait(self.now(), patience).await?,
            }
        }
    }
}

impl fmt::Debug for OAuthCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthCredential")
            .field("platform", &self.renewer.app.platform.name())
            .field("connection", &self.renewer.name)
            .finish_non_exhaustive()
    }
}
