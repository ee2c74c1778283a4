use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, Request};
use migrayt_core::port::Body;
use migrayt_core::{Error, ErrorKind, Result};
use secrecy::ExposeSecret as _;
use url::form_urlencoded;

use super::OAuthApp;
use super::platform::Encoding;
use super::text::SecretText;

/// What a token endpoint is asked for.
pub(super) enum TokenRequest<'a> {
    /// The grant of a person who has just consented.
    Code { code: &'a SecretText, verifier: &'a SecretText },
    /// The next grant.
    Refresh { refresh: &'a SecretText },
}

impl TokenRequest<'_> {
    /// The request as the app's platform takes it.
    pub(super) fn of(&self, app: &OAuthApp) -> Result<Request<Body>> {
        let mut pairs = vec![("client_id", app.client.as_str())];
        if let Some(secret) = &app.secret {
            pairs.push(("client_secret", secret.expose_secret()));
        }
        match self {
            Self::Code { code, verifier } => {
                pairs.extend([
                    ("grant_type", "authorization_code"),
                    ("code", code.expose()),
                    ("redirect_uri", &app.redirect),
                ]);
                if app.platform.takes_proof_of_key() {
                    pairs.push(("code_verifier", verifier.expose()));
                }
            }
            Self::Refresh { refresh } => {
                pairs
                    .extend([("grant_type", "refresh_token"), ("refresh_token", refresh.expose())]);
            }
        }
        let (kind, body) = match app.platform.encoding() {
            Encoding::Form => {
                let body =
                    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
                ("application/x-www-form-urlencoded", body)
            }
            Encoding::Json => {
                let body = serde_json::Value::from_iter(pairs).to_string();
                ("application/json", body)
            }
        };
        Request::builder()
            .method(Method::POST)
            .uri(app.platform.tokens_at().as_str())
            .header(CONTENT_TYPE, kind)
            .header(ACCEPT, "application/json")
            .body(Body::Bytes(Bytes::from(body)))
            // The cause could name a part of the request.
            .map_err(|_| {
                Error::new(ErrorKind::Misuse, "the address of the authority cannot be used")
            })
    }
}
