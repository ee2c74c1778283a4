//! The authority over HTTP.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION};
use http::{Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::authorize::{AuthorizeRequest, Authorized};
use super::opened::Opened;
use super::page;
use super::reason::Reason;
use super::refusal::Refusal;
use super::token::{TokenRequest, Tokens};
use super::{Authority, Platform};
use crate::sim::Simulator;

/// What an address stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Authorize,
    Token,
    Resources,
    Me,
    /// An endpoint of a directory that is not this one.
    Elsewhere,
}

impl Simulator for Authority {
    fn answer(&self, request: Request<Bytes>, now: OffsetDateTime) -> Response<Bytes> {
        let Some(place) = self.place(request.uri().path()) else {
            return empty(StatusCode::NOT_FOUND);
        };
        match (request.method(), place) {
            (_, Place::Elsewhere) => self.refused(Reason::UnknownTenant, now),
            (&Method::GET, Place::Authorize) => {
                let query = request.uri().query().unwrap_or_default();
                let asked = AuthorizeRequest::parse(query);
                self.shown(query, self.authorize(&asked, now))
            }
            (&Method::POST, Place::Authorize) => {
                let query = request.uri().query().unwrap_or_default();
                let asked = AuthorizeRequest::parse(query);
                let said = AuthorizeRequest::parse(&String::from_utf8_lossy(request.body()));
                let accepts = said.parameter("decision") == Some("accept");
                let account = said.parameter("account").filter(|_| accepts);
                self.shown(query, self.decide(&asked, account, now))
            }
            (&Method::POST, Place::Token) => self.tokens(&request, now),
            (&Method::GET, Place::Resources) => match self.opened(&request, now) {
                Some(opened) => ok(&self.resources(&opened)),
                None => unauthorized("Unauthorized"),
            },
            (&Method::GET, Place::Me) => match self.opened(&request, now) {
                Some(opened) if opened.may("read:me") => ok(&self.me(&opened)),
                Some(_) => unauthorized("Unauthorized; scope does not match"),
                None => unauthorized("Unauthorized"),
            },
            _ => empty(StatusCode::METHOD_NOT_ALLOWED),
        }
    }
}

impl Authority {
    /// Whether an address is one of the authority's.
    pub(super) fn serves(&self, path: &str) -> bool {
        self.place(path).is_some()
    }

    fn place(&self, path: &str) -> Option<Place> {
        if self.platform == Platform::Atlassian {
            return match path {
                "/authorize" => Some(Place::Authorize),
                "/oauth/token" => Some(Place::Token),
                "/oauth/token/accessible-resources" => Some(Place::Resources),
                "/me" => Some(Place::Me),
                _ => None,
            };
        }
        let (tenant, rest) = path.strip_prefix('/')?.split_once('/')?;
        let place = match rest {
            "oauth2/v2.0/authorize" => Place::Authorize,
            "oauth2/v2.0/token" => Place::Token,
            _ => return None,
        };
        // Every directory of an organisation is behind the word too.
        let known = tenant.eq_ignore_ascii_case(&self.tenant) || tenant == "organizations";
        Some(if known { place } else { Place::Elsewhere })
    }

    fn tokens(&self, request: &Request<Bytes>, now: OffsetDateTime) -> Response<Bytes> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default();
        let asked = if kind.starts_with("application/x-www-form-urlencoded") {
            Some(TokenRequest::from_form(request.body()))
        } else if kind.starts_with("application/json") && self.platform == Platform::Atlassian {
            TokenRequest::from_json(request.body())
        } else {
            None
        };
        // A body that cannot be read has no parameters.
        match self.token(&asked.unwrap_or_default(), now) {
            Ok(tokens) => ok(&self.given(&tokens)),
            Err(refusal) => self.refusal(&refusal, now),
        }
    }

    /// Tokens as the platform tells them.
    fn given(&self, tokens: &Tokens) -> Value {
        let seconds = tokens.expires_in.as_secs();
        // Entra does not name `offline_access` among what the token may do.
        let shown = tokens.scopes.iter().map(String::as_str);
        let entra = self.platform == Platform::Entra;
        let shown = shown.filter(|scope| !entra || *scope != "offline_access");
        let mut body = json!({
            "access_token": tokens.access_token,
            "token_type": "Bearer",
            "expires_in": seconds,
            "scope": shown.collect::<Vec<_>>().join(" "),
        });
        if let Some(body) = body.as_object_mut() {
            if entra {
                body.insert("ext_expires_in".to_owned(), Value::from(seconds));
            }
            if let Some(refresh) = &tokens.refresh_token {
                body.insert("refresh_token".to_owned(), Value::from(refresh.as_str()));
            }
        }
        body
    }

    fn opened(&self, request: &Request<Bytes>, now: OffsetDateTime) -> Option<Opened> {
        let given = request.headers().get(http::header::AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = given.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        self.introspect(token.trim(), now)
    }

    /// The sites, each with those scopes that are a site's.
    fn resources(&self, opened: &Opened) -> Value {
        let of_sites = |scope: &&String| !matches!(scope.as_str(), "offline_access" | "read:me");
        let scopes: Vec<_> = opened.scopes.iter().filter(of_sites).collect();
        let state = self.state();
        let shown = state.resources.iter().map(|site| {
            json!({
                "id": site.id,
                "url": site.url,
                "name": site.name,
                "scopes": scopes,
                "avatarUrl": "",
            })
        });
        shown.collect()
    }

    fn me(&self, opened: &Opened) -> Value {
        let state = self.state();
        let person = state.people.get(&*opened.account);
        let text = |of: fn(&super::Person) -> &str| person.map(of).unwrap_or_default();
        json!({
            "account_type": "atlassian",
            "account_id": &*opened.account,
            "account_status": "active",
            "name": text(|person| &person.name),
            "email": text(|person| &person.email),
        })
    }

    /// What a browser gets.
    fn shown(&self, query: &str, authorized: Authorized) -> Response<Bytes> {
        match authorized {
            Authorized::Redirect(to) => {
                let mut response = empty(StatusCode::FOUND);
                if let Ok(to) = HeaderValue::from_str(&to) {
                    response.headers_mut().insert(LOCATION, to);
                }
                response
            }
            Authorized::Ask { app, scopes } => {
                let people: Vec<_> = self.state().people.values().cloned().collect();
                html(StatusCode::OK, page::consent(&app, &scopes, &people, query))
            }
            Authorized::Stopped(refusal) => {
                html(StatusCode::BAD_REQUEST, page::stopped(&refusal.text()))
            }
        }
    }

    fn refused(&self, reason: Reason, now: OffsetDateTime) -> Response<Bytes> {
        self.refusal(&Refusal::new(self.platform, reason), now)
    }

    fn refusal(&self, refusal: &Refusal, now: OffsetDateTime) -> Response<Bytes> {
        let call = self.state().tally.token_calls;
        with_json(refusal.status, &refusal.body(call, now))
    }
}

fn unauthorized(message: &str) -> Response<Bytes> {
    with_json(StatusCode::UNAUTHORIZED, &json!({ "code": 401, "message": message }))
}

fn ok(body: &Value) -> Response<Bytes> {
    with_json(StatusCode::OK, body)
}

fn with_json(status: StatusCode, body: &Value) -> Response<Bytes> {
    whole(status, "application/json; charset=utf-8", body.to_string())
}

fn html(status: StatusCode, body: String) -> Response<Bytes> {
    whole(status, "text/html; charset=utf-8", body)
}

fn whole(status: StatusCode, kind: &'static str, body: String) -> Response<Bytes> {
    let mut response = empty(status);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    *response.body_mut() = Bytes::from(body);
    response
}

/// Nothing of an authority may be kept on the way (RFC 6749, 5.1).
fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
