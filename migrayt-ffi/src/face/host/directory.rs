//! The directory of a host.

use std::sync::Arc;

use async_trait::async_trait;
use migrayt_core::error::Result;
use migrayt_core::id::{AccountId, TenantId};
use migrayt_tenancy::{Member, Membership, Presented, Role, TenantDirectory};
use serde::Deserialize;
use time::OffsetDateTime;

use super::super::desk::{Desk, Question, ask};
use super::secret;

const PORT: &str = "directory";

/// A directory that asks the host whom a credential belongs to. The host is trusted: what it answers
/// is what scopes are made of.
#[derive(Debug)]
pub struct HostDirectory {
    desk: Arc<dyn Desk>,
}

/// What the host answers. All but the end must be said: a member is never let in because something
/// was left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    tenant: TenantId,
    account: AccountId,
    role: Role,
    enabled: bool,
    #[serde(default, with = "time::serde::rfc3339::option")]
    session_end: Option<OffsetDateTime>,
}

impl HostDirectory {
    /// The directory of a host.
    pub fn new(desk: Arc<dyn Desk>) -> Self {
        Self { desk }
    }
}

#[async_trait]
impl TenantDirectory for HostDirectory {
    async fn look_up(&self, presented: &Presented) -> Result<Option<Membership>> {
        let question = Question::new(PORT, "look_up", &serde_json::json!({}))?
            .with_bytes(secret::lend(presented.expose().as_bytes()));
        let known: Option<Known> = ask(self.desk.as_ref(), question).await?;
        Ok(known.map(|known| Membership {
            tenant: known.tenant,
            member: Member { account: known.account, role: known.role, enabled: known.enabled },
            session_end: known.session_end,
        }))
    }
}
