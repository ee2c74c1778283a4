//! The token endpoint, and what its tokens open.

use std::fmt;

use http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::call::Call;
use super::error::Refusal;
use super::options::Grant;
use super::reply::Reply;
use super::router::{Access, Route};

pub(super) const ROUTES: &[Route] = &[Route::post("/oauth/token", Access::Open, rotate)];

/// The moments at which the grant was rotated. The tokens of a rotation follow from its number,
/// so that equal requests give equal tokens.
#[derive(Debug, Clone, Default)]
pub(super) struct Rotations(Vec<OffsetDateTime>);

impl Rotations {
    /// Whether an access token opens the site at that moment: the newest until its life is over,
    /// those before it until the leeway after their rotation is.
    pub(super) fn admits(&self, grant: &Grant, token: &str, now: OffsetDateTime) -> bool {
        let Some(number) = number(token, Kind::Access, grant) else { return false };
        let Some(issued) = number.checked_sub(1).and_then(|index| self.0.get(index)) else {
            return false;
        };
        let alive = now < *issued + grant.lifetime;
        alive && self.0.get(number).is_none_or(|rotated| now < *rotated + grant.leeway)
    }

    fn takes(&self, grant: &Grant, token: &str, now: OffsetDateTime) -> bool {
        let number = match number(token, Kind::Refresh, grant) {
            None if token == grant.refresh_token => 0,
            Some(number) if (1..=self.0.len()).contains(&number) => number,
            _ => return false,
        };
        self.0.get(number).is_none_or(|rotated| now < *rotated + grant.reuse)
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Access,
    Refresh,
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
        })
    }
}

fn token(number: usize, kind: Kind, grant: &Grant) -> String {
    let digest = Sha256::digest(format!("{kind} {number} {}", grant.refresh_token));
    let bits = digest.iter().take(16).fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    format!("{kind}.{number}.{bits:032x}")
}

fn number(text: &str, kind: Kind, grant: &Grant) -> Option<usize> {
    let number = text.split('.').nth(1)?.parse().ok()?;
    (token(number, kind, grant) == text).then_some(number)
}

/// Exchanges a refresh token for an access token and the next refresh token.
fn rotate(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let Some(grant) = &call.site.options.grant else {
        return Ok(refused(StatusCode::NOT_FOUND, "not_found", "There is no grant."));
    };
    let asked = call.json()?;
    let said = |name: &str| asked.get(name).and_then(Value::as_str).unwrap_or_default();
    if said("grant_type") != "refresh_token" {
        let text = "Unsupported grant type.";
        return Ok(refused(StatusCode::BAD_REQUEST, "unsupported_grant_type", text));
    }
    if said("client_id") != grant.client_id || said("client_secret") != grant.client_secret {
        return Ok(refused(StatusCode::UNAUTHORIZED, "access_denied", "Unauthorized"));
    }
    if !call.state.rotations.takes(grant, said("refresh_token"), call.now) {
        let text = "Unknown or invalid refresh token.";
        return Ok(refused(StatusCode::FORBIDDEN, "invalid_grant", text));
    }
    call.state.rotations.0.push(call.now);
    let newest = call.state.rotations.0.len();
    Ok(Reply::ok(&json!({
        "access_token": token(newest, Kind::Access, grant),
        "refresh_token": token(newest, Kind::Refresh, grant),
        "expires_in": grant.lifetime.as_secs(),
        "scope": grant.scopes.join(" "),
        "token_type": "Bearer",
    })))
}

fn refused(status: StatusCode, error: &str, description: &str) -> Reply {
    Reply::json(status, &json!({ "error": error, "error_description": description }))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use http::{Request, StatusCode};
    use serde_json::{Value, json};
    use time::OffsetDateTime;

    use crate::sim::Simulator as _;
    use crate::sim::jira::{Grant, Jira, JiraOptions};

    fn at(second: i64) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + time::Duration::seconds(second)
    }

    fn site() -> Jira {
        let mut options = JiraOptions::default();
        let mut grant = Grant::new("app", "app-secret", "first");
        grant.leeway = Duration::from_secs(10);
        grant.reuse = Duration::from_secs(20);
        options.grant = Some(grant);
        Jira::with_options(options)
    }

    fn exchange(site: &Jira, refresh: &str, second: i64) -> (StatusCode, Value) {
        let body = json!({
            "grant_type": "refresh_token", "client_id": "app", "client_secret": "app-secret",
            "refresh_token": refresh,
        });
        let request = Request::post("/oauth/token")
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_string()))
            .unwrap();
        let answer = site.answer(request, at(second));
        (answer.status(), serde_json::from_slice(answer.body()).unwrap())
    }

    fn opens(site: &Jira, grant: &Value, second: i64) -> bool {
        let token = grant["access_token"].as_str().unwrap();
        let request = Request::get("/rest/api/3/myself")
            .header("authorization", format!("Bearer {token}"))
            .body(Bytes::new())
            .unwrap();
        site.answer(request, at(second)).status() == StatusCode::OK
    }

    #[test]
    fn a_rotation_ends_the_tokens_before_it_after_the_leeway() {
        let site = site();
        let (status, one) = exchange(&site, "first", 0);
        assert_eq!(status, StatusCode::OK);
        assert!(opens(&site, &one, 1000));
        let refresh = one["refresh_token"].as_str().unwrap();
        let (_, two) = exchange(&site, refresh, 1000);
        assert!(opens(&site, &one, 1009) && opens(&site, &two, 1009));
        assert!(!opens(&site, &one, 1010) && opens(&site, &two, 1010));
        assert!(!opens(&site, &two, 5000), "an access token has a life of its own");
    }

    #[test]
    fn a_refresh_token_is_taken_again_for_a_while_only() {
        let site = site();
        exchange(&site, "first", 0);
        assert_eq!(exchange(&site, "first", 19).0, StatusCode::OK);
        let (status, refused) = exchange(&site, "first", 20);
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert_eq!(refused["error"], "invalid_grant");
        assert_eq!(exchange(&site, "refresh.9.00", 20).0, StatusCode::FORBIDDEN);
    }
}
