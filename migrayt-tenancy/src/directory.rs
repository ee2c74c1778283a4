use std::fmt::Debug;

use async_trait::async_trait;
use migrayt_core::Result;

use crate::{Membership, Presented};

/// Knows which credential belongs to which member of which tenant.
///
/// **Whoever implements it is trusted**: what it answers is what scopes are made of. A deployment
/// has exactly one. Callers ask it through [`admit`](crate::admit) only.
///
/// # Contract
/// - It looks for the whole token, and by a digest of it: a token at rest, and a comparison that
///   ends early, both tell a stranger something.
/// - A token that was never given out, one that was taken back and one whose member was removed
///   are the same to a caller: `None`.
/// - It answers what is true at this moment. A member that lost a role has lost it at the next
///   look-up, and one that was disabled is answered as such, not as `None`.
/// - It compares no times; `admit` does, with its clock.
/// - It leaves no trace of the token in errors, logs or storage.
///
/// # Errors
/// `Unavailable` or `Timeout` if it cannot tell. Nobody is let in then.
#[async_trait]
pub trait TenantDirectory: Debug + Send + Sync + 'static {
    /// Whom the token belongs to, if it belongs to anybody.
    async fn look_up(&self, presented: &Presented) -> Result<Option<Membership>>;
}
