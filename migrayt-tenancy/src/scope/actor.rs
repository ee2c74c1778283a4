use migrayt_core::id::{AccountId, JobId, RunId};

use crate::Role;

/// Who acts for a tenant: what an audit record names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Actor {
    /// A person or a program with an account.
    #[non_exhaustive]
    Account {
        /// The account.
        account: AccountId,
        /// Its role at the moment of admission.
        role: Role,
    },
    /// A job that was asked for earlier.
    #[non_exhaustive]
    Job {
        /// The job.
        job: JobId,
        /// The run that it is about, if there is one already.
        run: Option<RunId>,
        /// The account that asked for it.
        asked_by: AccountId,
        /// Which attempt at the job this is. Whoever takes the job up compares it in the statement
        /// that takes it, so that an older claim does nothing.
        epoch: u64,
    },
}

impl Actor {
    /// The account that acts or that asked for the job.
    pub fn account(&self) -> &AccountId {
        match self {
            Self::Account { account, .. } | Self::Job { asked_by: account, .. } => account,
        }
    }

    /// The role that is held; a job has none, only the rights of its claim.
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Account { role, .. } => Some(*role),
            Self::Job { .. } => None,
        }
    }
}
