use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::lock::Mutex;
use migrayt_core::Result;
use migrayt_core::port::{Clock, Credential};
use migrayt_tenancy::TenantScope;
use secrecy::SecretString;
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use crate::{CredentialVault, SecretName};

/// A connection by a token that a person made and put into the vault: it is held for as long as the
/// vault lends it, so that a rotation and an end are noticed. It cannot be fenced.
pub struct StoredCredential {
    vault: Arc<dyn CredentialVault>,
    scope: TenantScope,
    name: SecretName,
    kind: TokenKind,
    clock: Arc<dyn Clock>,
    loan: Mutex<Option<(SecretString, OffsetDateTime)>>,
}

/// What a token is, and so how it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenKind {
    /// A personal access token of Azure DevOps.
    PersonalAccessToken,
    /// An API token of Atlassian, with the e-mail address of its account.
    ApiToken {
        /// The address.
        email: String,
    },
    /// An access token that is used as it is.
    Bearer,
}

impl StoredCredential {
    /// A token of this name. Nothing is asked for yet.
    pub fn new(
        vault: Arc<dyn CredentialVault>,
        scope: TenantScope,
        name: SecretName,
        kind: TokenKind,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { vault, scope, name, kind, clock, loan: Mutex::new(None) }
    }
}

impl TokenKind {
    fn header(&self, token: &str) -> SecretString {
        let basic = |user: &str| {
            let pair = Zeroizing::new(format!("{user}:{token}"));
            let encoded = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
            format!("Basic {}", encoded.as_str()).into()
        };
        match self {
            Self::PersonalAccessToken => basic(""),
            Self::ApiToken { email } => basic(email),
            Self::Bearer => format!("Bearer {token}").into(),
        }
    }
}

#[async_trait]
impl Credential for StoredCredential {
    /// # Errors
    /// Those of the vault; `InputInvalid` if the secret is no text.
    async fn lend(&self) -> Result<SecretString> {
        let mut loan = self.loan.lock().await;
        let now = self.clock.now();
        if let Some((header, _)) = loan.as_ref().filter(|(_, until)| now < *until) {
            return Ok(header.clone());
        }
        // What is gone is not kept.
        *loan = None;
        let held = self.vault.hold(&self.scope, &self.name).await?;
        let header = self.kind.header(held.secret.expose_text()?);
        let fresh_for = Duration::try_from(held.fresh_for).unwrap_or_default();
        *loan = Some((header.clone(), now.saturating_add(fresh_for)));
        Ok(header)
    }
}

impl fmt::Debug for StoredCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredCredential").field("name", &self.name).finish_non_exhaustive()
    }
}
