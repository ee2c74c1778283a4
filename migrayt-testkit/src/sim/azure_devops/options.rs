//! What an organisation is like before the first request.

use std::fmt;
use std::sync::Arc;

use super::super::oauth::Authority;
use super::throttle::Throttle;

/// How the organisation answers, as far as it can be chosen.
#[derive(Clone)]
pub(super) struct Options {
    pub(super) organisation: String,
    pub(super) token: String,
    pub(super) sign_in: SignIn,
    pub(super) limits: Limits,
    pub(super) throttle: Option<Throttle>,
    /// Whose access tokens are taken beside the token.
    pub(super) authority: Option<Arc<Authority>>,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("organisation", &self.organisation)
            .field("sign_in", &self.sign_in)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// How a reading request with a wrong credential is answered, unless it asks for a plain refusal
/// by `X-TFS-FedAuthRedirect: Suppress`. The service does all three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignIn {
    /// Status 203 and a page that asks a person to sign in.
    #[default]
    Page,
    /// Status 302 to such a page.
    Redirect,
    /// Status 401.
    Refuse,
}

/// The service's limits. The defaults are its real ones; a test lowers one to reach it soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Most items that one query finds: 20,000.
    pub query_rows: usize,
    /// Longest query in characters: 32,000.
    pub query_length: usize,
    /// Most items read at once: 200.
    pub batch: usize,
    /// Most comments, updates, revisions or people on one page: 200.
    pub page: usize,
    /// Most links of one item: 1,000.
    pub links: usize,
    /// Most attachments of one item: 100.
    pub attachments: usize,
    /// Largest attachment in bytes: 60 MiB.
    pub attachment_size: usize,
    /// Most revisions of one item that this interface makes: 10,000.
    pub revisions: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            query_rows: 20_000,
            query_length: 32_000,
            batch: 200,
            page: 200,
            links: 1_000,
            attachments: 100,
            attachment_size: 60 << 20,
            revisions: 10_000,
        }
    }
}
