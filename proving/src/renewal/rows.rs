use std::sync::Arc;

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_tenancy::TenantScope;
use migrayt_vault::oauth::{ConnectionRow, ConnectionRows, MemoryRows};
use migrayt_vault::{CredentialVault as _, MemoryVault, SecretName};
use time::{Duration, OffsetDateTime};

use super::flaw::Flaw;
use super::hand::Hand;
use super::vault::access_token;
use crate::locked::Locked;

/// The rows as one process sees them.
#[derive(Debug)]
pub(super) struct SimRows {
    pub(super) hand: Hand,
    pub(super) rows: Arc<MemoryRows>,
    pub(super) vault: Arc<MemoryVault>,
    pub(super) seen: Locked<Option<(OffsetDateTime, ConnectionRow)>>,
}

impl SimRows {
    /// What a flawed process believes to see.
    fn bent(&self, row: ConnectionRow) -> ConnectionRow {
        let hand = &self.hand;
        let now = hand.now();
        match row.attempt {
            Some(_) if hand.is_flawed(Flaw::TwoAtOnce) => ConnectionRow { attempt: None, ..row },
            Some(mut attempt) if hand.is_flawed(Flaw::TakesOverAtOnce) => {
                attempt.free_from = attempt.free_from.min(now - Duration::seconds(5));
                ConnectionRow { attempt: Some(attempt), ..row }
            }
            Some(attempt)
                if hand.is_flawed(Flaw::ForgetsTheAttempt) && attempt.free_from <= now =>
            {
                ConnectionRow { attempt: None, ..row }
            }
            _ => row,
        }
    }
}

#[async_trait]
impl ConnectionRows for SimRows {
    async fn read(&self, scope: &TenantScope, name: &SecretName) -> Result<Option<ConnectionRow>> {
        if self.hand.is_flawed(Flaw::LooksSeldom) {
            let now = self.hand.now();
            let fresh =
                |(at, _): &&(OffsetDateTime, ConnectionRow)| now - *at < Duration::minutes(10);
            let old = self.seen.with(|seen| seen.as_ref().filter(fresh).cloned());
            if let Some((_, row)) = old {
                return Ok(Some(row));
            }
        }
        let read = async || self.rows.read(scope, name).await;
        let row = self.hand.call("read", read).await?.map(|row| self.bent(row));
        self.seen.with(|seen| *seen = row.clone().map(|row| (self.hand.now(), row)));
        Ok(row)
    }

    async fn write(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        row: &ConnectionRow,
    ) -> Result<()> {
        self.rows.write(scope, name, row).await
    }

    async fn exchange(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        seen: u64,
        row: &ConnectionRow,
    ) -> Result<bool> {
        let step = if row.attempt.is_some() { "take" } else { "settle" };
        self.hand
            .call(step, async || {
                if row.ended && self.hand.is_flawed(Flaw::AsksForEver) {
                    return Ok(true);
                }
                let done = self.rows.exchange(scope, name, seen, row).await?;
                if done && row.attempt.is_none() && !row.ended {
                    let held = self.vault.hold(scope, name).await?;
                    let token = access_token(&held.secret);
                    let now = self.hand.now();
                    self.hand.stage.book.with(|book| book.oracle.told(now, token));
                }
                Ok(done)
            })
            .await
    }

    async fn remove(&self, scope: &TenantScope, name: &SecretName) -> Result<bool> {
        self.rows.remove(scope, name).await
    }

    async fn list(&self, scope: &TenantScope) -> Result<Vec<(SecretName, ConnectionRow)>> {
        self.rows.list(scope).await
    }
}
