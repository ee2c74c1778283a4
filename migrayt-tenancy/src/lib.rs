#![doc = include_str!("../README.md")]

mod claim;
mod directory;
mod membership;
mod permit;
#[cfg(feature = "postgres")]
pub mod postgres;
mod presented;
mod proofs;
mod quota;
pub mod right;
mod role;
mod scope;
mod scoped;
mod team;

pub use self::claim::{ClaimKey, JobClaim, JobOrder, SealedClaim};
pub use self::directory::TenantDirectory;
pub use self::membership::{Member, Membership};
pub use self::permit::Permit;
pub use self::presented::Presented;
pub use self::quota::{MemoryQuotas, Quota, QuotaKind, Quotas, Share, Usage};
pub use self::right::{MATRIX, Right, Rights, Row};
pub use self::role::Role;
pub use self::scope::{Actor, Solo, TenantScope, admit, admit_job};
pub use self::scoped::TenantScoped;
pub use self::team::{Change, Changed, Team};
