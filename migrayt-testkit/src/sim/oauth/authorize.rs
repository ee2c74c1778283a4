use std::fmt;

use time::OffsetDateTime;
use url::{Url, form_urlencoded};

use super::challenge::METHOD;
use super::person::Consent;
use super::reason::Reason;
use super::refusal::Refusal;
use super::state::Code;
use super::{Authority, Platform};

/// A request for a person's consent, as it stands in the query of the address that their browser
/// opens.
#[derive(Clone, Default)]
pub struct AuthorizeRequest(Vec<(String, String)>);

/// What becomes of a request for consent.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Authorized {
    /// The browser is sent to that address, with a code or an error.
    Redirect(String),
    /// The person must be asked; [`Authority::decide`] takes what they say.
    Ask {
        /// What the app is called.
        app: String,
        /// What it asks for.
        scopes: Vec<String>,
    },
    /// The browser is sent nowhere, because the app or the address is not known; it shows why.
    Stopped(Refusal),
}

impl AuthorizeRequest {
    /// Reads an address, or its query alone.
    pub fn parse(address: &str) -> Self {
        let query = address.split_once('?').map_or(address, |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The value of a parameter; `None` for one that is missing or empty.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

impl Authority {
    /// Answers a request for consent. Where [`Consent`] says so, somebody accepts or declines at
    /// once.
    pub fn authorize(&self, request: &AuthorizeRequest, now: OffsetDateTime) -> Authorized {
        let consent = {
            let mut state = self.state();
            state.tally.authorizations += 1;
            state.consent.clone()
        };
        match consent {
            Consent::Accept(account) => self.decide(request, Some(&account), now),
            Consent::Decline => self.decide(request, None, now),
            Consent::Ask => match self.check(request) {
                Err(stopped) => stopped,
                Ok((app, scopes)) => Authorized::Ask { app, scopes },
            },
        }
    }

    /// Takes what a person says to a request for consent: their account id if they accept, `None`
    /// if they decline. Somebody who is not known declines.
    pub fn decide(
        &self,
        request: &AuthorizeRequest,
        account: Option<&str>,
        now: OffsetDateTime,
    ) -> Authorized {
        let (_, scopes) = match self.check(request) {
            Ok(checked) => checked,
            Err(stopped) => return stopped,
        };
        let mut state = self.state();
        let account = account.filter(|account| state.people.contains_key(*account));
        let Some(account) = account else {
            return self.back(request, &Reason::Declined);
        };
        let code = state.fresh("code");
        state.tally.codes += 1;
        let text = |name: &str| request.parameter(name).unwrap_or_default().to_owned();
        let kept = Code {
            client_id: text("client_id"),
            account: account.to_owned(),
            redirect_uri: text("redirect_uri"),
            scopes,
            challenge: request.parameter("code_challenge").map(str::to_owned),
            made: now,
            grant: None,
        };
        state.codes.insert(code.clone(), kept);
        drop(state);
        redirect(request, &[("code", &code)])
    }

    /// What the app is called and which scopes it asks for, or where the request ends.
    fn check(&self, request: &AuthorizeRequest) -> Result<(String, Vec<String>), Authorized> {
        let stop = |reason| Err(Authorized::Stopped(Refusal::new(self.platform, reason)));
        let back = |reason| Err(self.back(request, &reason));
        let state = self.state();
        let Some(client_id) = request.parameter("client_id") else {
            return stop(Reason::Missing("client_id"));
        };
        let Some(app) = state.apps.get(client_id) else { return stop(Reason::UnknownApp) };
        let uri = request.parameter("redirect_uri").unwrap_or_default();
        if !app.sends_to(uri, self.platform) || Url::parse(uri).is_err() {
            return stop(Reason::WrongRedirect);
        }
        if request.parameter("response_type") != Some("code") {
            return back(Reason::WrongResponseType);
        }
        match self.platform {
            Platform::Entra if request.parameter("code_challenge").is_some() => {
                if request.parameter("code_challenge_method") != Some(METHOD) {
                    return back(Reason::WrongChallenge);
                }
            }
            // Atlassian ignores challenges.
            Platform::Entra => {}
            Platform::Atlassian => {
                if request.parameter("audience") != Some("api.atlassian.com") {
                    return back(Reason::Missing("audience"));
                }
            }
        }
        let Some(scope) = request.parameter("scope") else {
            return back(Reason::Missing("scope"));
        };
        match app.asked(scope) {
            Ok(scopes) => Ok((app.name.clone(), scopes)),
            Err(scope) => back(Reason::WrongScope(scope)),
        }
    }

    /// Sends the browser back with a refusal.
    fn back(&self, request: &AuthorizeRequest, reason: &Reason) -> Authorized {
        let refusal = Refusal::new(self.platform, reason.clone());
        let text = refusal.text();
        let mut pairs = vec![("error", refusal.error), ("error_description", text.as_str())];
        if self.platform == Platform::Entra && *reason == Reason::Declined {
            // `error_subcode=cancel`: a person pressed Cancel.
            pairs.push(("error_subcode", "cancel"));
        }
        redirect(request, &pairs)
    }
}

/// The address that the request names with some parameters and its own state.
fn redirect(request: &AuthorizeRequest, pairs: &[(&str, &str)]) -> Authorized {
    let mut uri = request.parameter("redirect_uri").unwrap_or_default().to_owned();
    if let Ok(mut url) = Url::parse(&uri) {
        let mut query = url.query_pairs_mut();
        query.extend_pairs(pairs);
        if let Some(state) = request.parameter("state") {
            query.append_pair("state", state);
        }
        drop(query);
        uri = url.into();
    }
    Authorized::Redirect(uri)
}

impl fmt::Debug for AuthorizeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorizeRequest(..)")
    }
}

impl fmt::Debug for Authorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The address holds a code.
            Self::Redirect(_) => f.write_str("Redirect(..)"),
            Self::Ask { scopes, .. } => {
                f.debug_struct("Ask").field("scopes", scopes).finish_non_exhaustive()
            }
            Self::Stopped(refusal) => f.debug_tuple("Stopped").field(refusal).finish(),
        }
    }
}
