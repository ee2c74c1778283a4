use std::fmt;

use migrayt_core::{Error, ErrorKind, Result};
use secrecy::SecretString;
use url::Url;

use super::Platform;

/// The registration of a program at a platform.
#[derive(Clone)]
pub struct OAuthApp {
    pub(super) platform: Platform,
    pub(super) client: String,
    pub(super) secret: Option<SecretString>,
    /// As it is registered, to the letter: platforms compare texts.
    pub(super) redirect: String,
}

impl OAuthApp {
    /// The registration of this client id, whose consents return to `redirect`: exactly one of the
    /// addresses that are registered. The secret is the app's own, if it has one; programs on a
    /// person's machine have none at Entra, and Atlassian gives one to every app.
    ///
    /// # Errors
    /// `ConfigInvalid` for an empty client id or an address that is none.
    pub fn new(
        platform: Platform,
        client: &str,
        secret: Option<SecretString>,
        redirect: &str,
    ) -> Result<Self> {
        let invalid = |message| Error::new(ErrorKind::ConfigInvalid, message);
        if client.is_empty() {
            return Err(invalid("the client id of the app is empty")
                .with_help("Copy it from the registration of the app at the platform."));
        }
        let url = Url::parse(redirect).ok().filter(|url| {
            matches!(url.scheme(), "https" | "http") && url.has_host() && url.fragment().is_none()
        });
        if url.is_none() {
            return Err(invalid("the address to return to is none")
                .with_help("Copy it from the registration of the app."));
        }
        Ok(Self { platform, client: client.to_owned(), secret, redirect: redirect.to_owned() })
    }

    /// The same registration with another of its addresses to return to.
    ///
    /// # Errors
    /// As for [`OAuthApp::new`].
    pub fn returning_to(&self, redirect: &str) -> Result<Self> {
        Self::new(self.platform.clone(), &self.client, self.secret.clone(), redirect)
    }

    /// The platform.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }
}

impl fmt::Debug for OAuthApp {
    /// Everything but the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthApp")
            .field("platform", &self.platform)
            .field("client", &self.client)
            .field("redirect", &self.redirect)
            .finish_non_exhaustive()
    }
}
