use std::fmt;

use url::Url;

use super::Platform;

/// An app as it is registered with an authority.
#[derive(Clone)]
#[non_exhaustive]
pub struct App {
    /// The client id.
    pub client_id: String,
    /// What it is called on the page that asks for consent.
    pub name: String,
    /// What it proves itself with; a public app has nothing.
    pub secret: Option<String>,
    /// Where people may be sent back to.
    pub redirect_uris: Vec<String>,
    /// What it may ask for, beside `openid`, `profile`, `email` and `offline_access`.
    pub scopes: Vec<String>,
}

/// Scopes that belong to no resource.
const COMMON: [&str; 4] = ["openid", "profile", "email", "offline_access"];

impl App {
    /// An app without a secret, such as one on a person's own machine. Atlassian knows none.
    pub fn public(client_id: impl Into<String>) -> Self {
        let client_id = client_id.into();
        let name = client_id.clone();
        Self { client_id, name, secret: None, redirect_uris: Vec::new(), scopes: Vec::new() }
    }

    /// An app that proves itself with a secret.
    pub fn confidential(client_id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { secret: Some(secret.into()), ..Self::public(client_id) }
    }

    /// Adds an address where people may be sent back to.
    #[must_use]
    pub fn with_redirect(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.push(uri.into());
        self
    }

    /// Adds what it may ask for.
    #[must_use]
    pub fn with_scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes.extend(scopes.into_iter().map(Into::into));
        self
    }

    /// Whether people may be sent to that address: exactly one of those that are registered. Entra
    /// leaves the port of a loopback address aside
    /// (`learn.microsoft.com/entra/identity-platform/reply-url`).
    pub(super) fn sends_to(&self, uri: &str, platform: Platform) -> bool {
        self.redirect_uris.iter().any(|known| {
            known == uri
                || platform == Platform::Entra
                    && loopback(known)
                        .is_some_and(|known| loopback(uri).is_some_and(|uri| uri == known))
        })
    }

    /// The scopes that a request names, or the first that the app may not ask for. `/.default` of a
    /// resource stands for all of it that the app may ask for.
    pub(super) fn asked(&self, scope: &str) -> Result<Vec<String>, String> {
        let mut scopes: Vec<String> = Vec::new();
        for name in scope.split_whitespace() {
            let known = |of: &String| of == name;
            if let Some(resource) = name.strip_suffix(".default") {
                let all = self.scopes.iter().filter(|scope| scope.starts_with(resource));
                let all: Vec<_> = all.cloned().collect();
                if resource.is_empty() || all.is_empty() {
                    return Err(name.to_owned());
                }
                scopes.extend(all);
            } else if COMMON.contains(&name) || self.scopes.iter().any(known) {
                scopes.push(name.to_owned());
            } else {
                return Err(name.to_owned());
            }
        }
        scopes.sort();
        scopes.dedup();
        Ok(scopes)
    }
}

/// A loopback address without its port.
fn loopback(uri: &str) -> Option<String> {
    let mut url = Url::parse(uri).ok()?;
    if url.scheme() != "http" || !matches!(url.host_str(), Some("localhost" | "127.0.0.1")) {
        return None;
    }
    url.set_port(None).ok()?;
    Some(url.into())
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}
