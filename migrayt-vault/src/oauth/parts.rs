use std::sync::Arc;

use migrayt_core::port::{Clock, Ids, Wire};

use super::ConnectionRows;
use crate::CredentialVault;

/// What connections are made of.
#[derive(Clone, Debug)]
pub struct ConnectionParts {
    /// Where grants are kept. One that lends from a cache makes a renewal by another process noticed
    /// so much later: open a vault in AWS for connections without its cache, since each credential
    /// has its own.
    pub vault: Arc<dyn CredentialVault>,
    /// Where their rows are, for all processes that use the vault.
    pub rows: Arc<dyn ConnectionRows>,
    /// The way to the platforms.
    pub wire: Arc<dyn Wire>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness: of states, verifiers, versions and jitter.
    pub ids: Arc<dyn Ids>,
}
