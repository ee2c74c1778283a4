use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use migrayt_core::port::Ids;
use migrayt_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

use super::text::SecretText;
use super::{Access, OAuthApp};
use crate::Secret;

/// How long a person may take to consent.
const PATIENCE: Duration = Duration::minutes(10);

/// A question to a person, who answers it in a browser.
#[derive(Debug)]
#[non_exhaustive]
pub struct Consent {
    /// Where the browser is sent. It holds no secret that outlives the answer.
    pub url: Url,
    /// What is kept until the browser returns, for whoever asked and nobody else.
    pub pending: PendingConsent,
}

/// A question that is not answered yet. It is good for one answer, within ten minutes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PendingConsent {
    /// The platform that was asked, so that no other's answer is taken for its.
    platform: String,
    state: SecretText,
    verifier: SecretText,
    redirect: String,
    #[serde(with = "time::serde::timestamp")]
    asked_at: OffsetDateTime,
}

impl Consent {
    pub(super) fn ask(app: &OAuthApp, access: Access, ids: &dyn Ids, now: OffsetDateTime) -> Self {
        let (state, verifier) = (chance(ids), chance(ids));
        let mut url = app.platform.consent_at();
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("client_id", &app.client)
                .append_pair("response_type", "code")
                .append_pair("redirect_uri", &app.redirect)
                .append_pair("scope", &app.platform.scopes(access).join(" "))
                .append_pair("state", &state);
            if app.platform.takes_proof_of_key() {
                let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
                query
                    .append_pair("response_mode", "query")
                    .append_pair("prompt", "select_account")
                    .append_pair("code_challenge", &challenge)
                    .append_pair("code_challenge_method", "S256");
            } else {
                query.append_pair("audience", "api.atlassian.com").append_pair("prompt", "consent");
            }
        }
        let pending = PendingConsent {
            platform: app.platform.name().to_owned(),
            state: state.into(),
            verifier: verifier.into(),
            redirect: app.redirect.clone(),
            asked_at: now,
        };
        Self { url, pending }
    }
}

impl PendingConsent {
    /// The question as a secret, for a program that must put it somewhere until the browser returns.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_secret(&self) -> Result<Secret> {
        let unwritten = |_| Error::new(ErrorKind::Unexpected, "the question cannot be written");
        Secret::new(serde_json::to_vec(self).map_err(unwritten)?)
    }

    /// Reads one again.
    ///
    /// # Errors
    /// `DataCorrupt` if it is none.
    pub fn from_secret(secret: &Secret) -> Result<Self> {
        let bytes = Zeroizing::new(secret.expose().to_vec());
        serde_json::from_slice(&bytes)
            // The cause would quote what it could not read.
            .map_err(|_| Error::new(ErrorKind::DataCorrupt, "this is not a question of consent"))
    }

    /// The code that the query of the browser's return holds, if it answers this question.
    pub(super) fn code(
        &self,
        app: &OAuthApp,
        query: &str,
        now: OffsetDateTime,
    ) -> Result<SecretText> {
        let (mut code, mut state, mut error) = (None, None, None);
        for (key, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            let place = match key.as_ref() {
                "code" => &mut code,
                "state" => &mut state,
                "error" => &mut error,
                _ => continue,
            };
            if place.replace(value.into_owned()).is_some() {
                return Err(foreign());
            }
        }
        let state = state.map(SecretText::from).ok_or_else(foreign)?;
        let is_ours = self.platform == app.platform.name()
            && self.redirect == app.redirect
            && is_same(state.expose(), self.state.expose());
        if !is_ours {
            return Err(foreign());
        }
        if now < self.asked_at || now >= self.asked_at.saturating_add(PATIENCE) {
            return Err(Error::new(ErrorKind::Unauthenticated, "the consent came too late")
                .with_help("Connect again, and answer within ten minutes."));
        }
        match (error.as_deref(), code) {
            (None, Some(code)) if !code.is_empty() => Ok(code.into()),
            (Some("access_denied" | "consent_required"), _) => {
                Err(Error::new(ErrorKind::PermissionDenied, "the consent was not given")
                    .with_help("Connect again and accept, or ask an administrator of the organisation to allow the app."))
            }
            (Some(_), _) => {
                Err(Error::new(ErrorKind::ConfigInvalid, "the platform refused the question")
                    .with_help("Check the registration of the app: its client id, address to return to, and scopes."))
            }
            (None, _) => Err(foreign()),
        }
    }

    pub(super) fn verifier(&self) -> &SecretText {
        &self.verifier
    }
}

impl fmt::Debug for PendingConsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingConsent").field("platform", &self.platform).finish_non_exhaustive()
    }
}

fn foreign() -> Error {
    Error::new(ErrorKind::Unauthenticated, "this does not answer the question that was asked")
        .with_help("Connect again in one browser, from the beginning; a link that somebody else sent is not to be followed.")
}

/// 256 bits in 43 characters, which is what a verifier has at least (RFC 7636, 4.1).
fn chance(ids: &dyn Ids) -> String {
    let bits = [ids.fresh().to_be_bytes(), ids.fresh().to_be_bytes()].concat();
    URL_SAFE_NO_PAD.encode(bits)
}

/// Compares digests, so that the time it takes tells nothing about where two texts differ.
fn is_same(one: &str, other: &str) -> bool {
    Sha256::digest(one) == Sha256::digest(other)
}
