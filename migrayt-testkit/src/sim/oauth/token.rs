use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use time::OffsetDateTime;
use url::form_urlencoded;

use super::challenge;
use super::event::{Deed, Loss};
use super::grant::{Grant, Standing};
use super::reason::Reason;
use super::refusal::Refusal;
use super::state::State;
use super::{Authority, Platform};

/// A request for tokens.
#[derive(Clone, Default)]
pub struct TokenRequest(Vec<(String, String)>);

/// Tokens as they are given.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tokens {
    /// Opens the tracker.
    pub access_token: String,
    /// Gives the next tokens; only if `offline_access` was consented to.
    pub refresh_token: Option<String>,
    /// How long the access token opens anything.
    pub expires_in: Duration,
    /// What it may do.
    pub scopes: Vec<String>,
    /// The number of the grant, which the platforms do not tell.
    pub grant: usize,
}

impl TokenRequest {
    /// Exchanges a code for a confidential or a public app.
    pub fn code(client_id: &str, secret: Option<&str>, code: &str, redirect_uri: &str) -> Self {
        Self::default()
            .with("grant_type", "authorization_code")
            .with("client_id", client_id)
            .with_some("client_secret", secret)
            .with("code", code)
            .with("redirect_uri", redirect_uri)
    }

    /// Exchanges a refresh token for a confidential or a public app.
    pub fn refresh(client_id: &str, secret: Option<&str>, refresh_token: &str) -> Self {
        Self::default()
            .with("grant_type", "refresh_token")
            .with("client_id", client_id)
            .with_some("client_secret", secret)
            .with("refresh_token", refresh_token)
    }

    /// Adds a parameter, such as `code_verifier` or `scope`.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Reads a form.
    pub fn from_form(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// Reads a JSON object; `None` for anything else.
    pub fn from_json(body: &[u8]) -> Option<Self> {
        let fields: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let fields = fields.into_iter().filter_map(|(name, value)| match value {
            Value::String(value) => Some((name, value)),
            _ => None,
        });
        Some(Self(fields.collect()))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn need(&self, name: &'static str) -> Result<&str, Reason> {
        self.get(name).ok_or(Reason::Missing(name))
    }
}

impl Authority {
    /// Exchanges a code or a refresh token for tokens.
    ///
    /// # Errors
    /// The refusal in the platform's words. Reuse of a refresh token, and on Entra of a code, ends
    /// the grant.
    pub fn token(&self, request: &TokenRequest, now: OffsetDateTime) -> Result<Tokens, Refusal> {
        let mut state = self.state();
        state.tally.token_calls += 1;
        self.exchange(&mut state, request, now).map_err(|reason| {
            state.tally.refused += 1;
            Refusal::new(self.platform, reason)
        })
    }

    /// Begins a grant as if a person had consented and the code been exchanged; `None` if the app
    /// or the person is not known, or the app may not ask for a scope.
    pub fn grant(
        &self,
        client_id: &str,
        account: &str,
        scope: &str,
        now: OffsetDateTime,
    ) -> Option<Tokens> {
        let mut state = self.state();
        let scopes = state.apps.get(client_id)?.asked(scope).ok()?;
        state.people.get(account)?;
        Some(self.begin(&mut state, client_id, account, &scopes, now))
    }

    fn exchange(
        &self,
        state: &mut State,
        request: &TokenRequest,
        now: OffsetDateTime,
    ) -> Result<Tokens, Reason> {
        let client_id = request.need("client_id")?;
        let app = state.apps.get(client_id).ok_or(Reason::UnknownApp)?;
        match (app.secret.as_deref(), request.get("client_secret")) {
            (Some(_), None) => return Err(Reason::NoSecret),
            (Some(secret), Some(given)) if secret != given => return Err(Reason::WrongSecret),
            (None, Some(_)) => return Err(Reason::UnwantedSecret),
            _ => {}
        }
        match request.need("grant_type")? {
            "authorization_code" => self.redeem(state, client_id, request, now),
            "refresh_token" => self.refresh(state, client_id, request, now),
            _ => Err(Reason::WrongGrantType),
        }
    }

    fn redeem(
        &self,
        state: &mut State,
        client_id: &str,
        request: &TokenRequest,
        now: OffsetDateTime,
    ) -> Result<Tokens, Reason> {
        let text = request.need("code")?;
        let redirect_uri = request.need("redirect_uri")?;
        let code = state.codes.get(text).filter(|code| code.client_id == client_id);
        let code = code.ok_or(Reason::UnknownCode)?;
        if let Some(grant) = code.grant {
            state.tally.replays += 1;
            if self.rules.replay_ends {
                let ended =
                    state.grants.get_mut(grant).is_some_and(|it| it.lose(Loss::Replayed, now));
                state.tally.grants_lost += u64::from(ended);
            }
            return Err(Reason::UsedCode);
        }
        if code.made + self.rules.code_lifetime <= now {
            return Err(Reason::OldCode);
        }
        if code.redirect_uri != redirect_uri {
            return Err(Reason::OtherRedirect);
        }
        // Atlassian ignores challenges.
        if let (Platform::Entra, Some(challenge)) = (self.platform, &code.challenge) {
            let verifier = request.get("code_verifier");
            if !verifier.is_some_and(|verifier| challenge::fits(challenge, verifier)) {
                return Err(Reason::WrongVerifier { given: verifier.is_some() });
            }
        }
        let (account, scopes) = (code.account.clone(), code.scopes.clone());
        let tokens = self.begin(state, client_id, &account, &scopes, now);
        if let Some(code) = state.codes.get_mut(text) {
            code.grant = Some(tokens.grant);
        }
        Ok(tokens)
    }

    fn refresh(
        &self,
        state: &mut State,
        client_id: &str,
        request: &TokenRequest,
        now: OffsetDateTime,
    ) -> Result<Tokens, Reason> {
        let text = request.need("refresh_token")?;
        let (number, pair) = *state.refresh.get(text).ok_or(Reason::UnknownToken)?;
        let grant = state.grants.get_mut(number).filter(|grant| *grant.client_id == *client_id);
        let grant = grant.ok_or(Reason::UnknownToken)?;
        let standing = grant.standing(pair, &self.rules, now).ok_or(Reason::UnknownToken)?;
        let deed = match standing {
            Standing::Newest => Deed::Refreshed,
            Standing::Again => Deed::Retried,
            Standing::Idle(issued) => return Err(Reason::IdleToken { issued }),
            Standing::Over => return Err(Reason::OldGrant),
            Standing::Reused => {
                state.tally.reuses += 1;
                state.tally.grants_lost += u64::from(grant.lose(Loss::Reused, now));
                return Err(lost(grant, Loss::Reused, now));
            }
            Standing::Lost(loss) => return Err(lost(grant, loss, now)),
        };
        let scopes = match (self.platform, request.get("scope")) {
            (Platform::Entra, Some(scope)) => {
                let app = state.apps.get(client_id).ok_or(Reason::UnknownApp)?;
                let asked = app.asked(scope).map_err(Reason::WrongScope)?;
                let allowed = |scope: &String| grant.scopes.contains(scope);
                if !asked.iter().all(allowed) {
                    return Err(Reason::MoreScope);
                }
                Arc::from(asked)
            }
            _ => Arc::clone(&grant.scopes),
        };
        grant.note(deed, now);
        match deed {
            Deed::Retried => state.tally.retries += 1,
            _ => state.tally.refreshes += 1,
        }
        Ok(self.give(state, number, Some(pair), &scopes, now))
    }

    fn begin(
        &self,
        state: &mut State,
        client_id: &str,
        account: &str,
        scopes: &[String],
        now: OffsetDateTime,
    ) -> Tokens {
        let number = state.grants.len();
        state.grants.push(Grant::new(client_id, account, scopes, now));
        self.give(state, number, None, &Arc::from(scopes), now)
    }

    /// Gives the next pair of tokens of a grant.
    fn give(
        &self,
        state: &mut State,
        number: usize,
        from: Option<usize>,
        scopes: &Arc<[String]>,
        now: OffsetDateTime,
    ) -> Tokens {
        let (access_token, refresh_token) = (state.fresh("access"), state.fresh("refresh"));
        let mut tokens = Tokens {
            access_token,
            refresh_token: None,
            expires_in: self.rules.access_lifetime,
            scopes: scopes.to_vec(),
            grant: number,
        };
        let Some(grant) = state.grants.get_mut(number) else { return tokens };
        let pair = grant.give(from, Arc::clone(scopes), &self.rules, now);
        let lasting = grant.scopes.iter().any(|scope| scope == "offline_access");
        state.access.insert(tokens.access_token.clone(), (number, pair));
        if lasting {
            state.refresh.insert(refresh_token.clone(), (number, pair));
            tokens.refresh_token = Some(refresh_token);
        }
        tokens
    }
}

fn lost(grant: &Grant, loss: Loss, now: OffsetDateTime) -> Reason {
    Reason::LostGrant { loss, begun: grant.begun(), ended: grant.lost().unwrap_or(now) }
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenRequest(..)")
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("grant", &self.grant).finish_non_exhaustive()
    }
}
