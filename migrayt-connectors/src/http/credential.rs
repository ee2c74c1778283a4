use std::fmt;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use migrayt_core::Result;
use migrayt_core::port::Credential;
use secrecy::{ExposeSecret as _, SecretString};

/// A user and a secret that does not change: an API token with its e-mail address (Jira), or a
/// personal access token with an empty user (Azure DevOps).
#[derive(Clone)]
pub struct BasicCredential(SecretString);

impl BasicCredential {
    /// Makes the header's value once.
    pub fn new(user: &str, secret: &SecretString) -> Self {
        let pair = SecretString::from(format!("{user}:{}", secret.expose_secret()));
        Self(format!("Basic {}", STANDARD.encode(pair.expose_secret())).into())
    }
}

#[async_trait]
impl Credential for BasicCredential {
    async fn lend(&self) -> Result<SecretString> {
        Ok(self.0.clone())
    }
}

impl fmt::Debug for BasicCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BasicCredential(..)")
    }
}

/// An access token that does not change while it is used.
#[derive(Clone)]
pub struct BearerCredential(SecretString);

impl BearerCredential {
    /// Makes the header's value once.
    pub fn new(token: &SecretString) -> Self {
        Self(format!("Bearer {}", token.expose_secret()).into())
    }
}

#[async_trait]
impl Credential for BearerCredential {
    async fn lend(&self) -> Result<SecretString> {
        Ok(self.0.clone())
    }
}

impl fmt::Debug for BearerCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerCredential(..)")
    }
}
