use std::collections::BTreeMap;

use async_trait::async_trait;
use migrayt_core::id::{AccountId, TenantId};
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::{Member, Membership, Presented, Role, TenantDirectory, TenantScope, admit};

use crate::clock::HandClock;

/// A directory that a test fills in.
#[derive(Debug, Default)]
pub(crate) struct TableDirectory {
    pub(crate) members: BTreeMap<&'static str, Membership>,
    pub(crate) failure: Option<ErrorKind>,
}

#[async_trait]
impl TenantDirectory for TableDirectory {
    async fn look_up(&self, presented: &Presented) -> Result<Option<Membership>> {
        match self.failure {
            Some(kind) => Err(Error::new(kind, "the directory says so").with("account", "acc_7")),
            None => Ok(self.members.get(presented.expose()).cloned()),
        }
    }
}

pub(crate) fn block<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

pub(crate) fn membership(tenant: &str, account: &str, role: Role) -> Membership {
    Membership {
        tenant: TenantId::new(tenant),
        member: Member::new(AccountId::new(account), role),
        session_end: None,
    }
}

/// The scope of an account of a tenant.
pub(crate) fn scope(tenant: &str, account: &str, role: Role) -> TenantScope {
    let members = BTreeMap::from([("token", membership(tenant, account, role))]);
    let directory = TableDirectory { members, failure: None };
    block(admit(&directory, &Presented::new("token"), &HandClock::default())).unwrap()
}
