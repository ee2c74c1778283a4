//! Who calls.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, StatusCode};
use time::OffsetDateTime;

use super::error::Refusal;
use super::gateway::{self, Passed};
use super::options::{JiraOptions, Login, Rights};
use super::reply::Reply;
use super::token::Rotations;

/// The account that signed in, or nobody.
#[derive(Debug)]
pub(super) struct Caller<'a> {
    pub(super) login: Option<&'a Login>,
    /// What an app that acts for the account may do; `None` for the account itself.
    pub(super) scopes: Option<Cow<'a, [String]>>,
}

impl<'a> Caller<'a> {
    /// Reads the `Authorization` header: absent is anonymous, wrong is 401, shut out is 403. What
    /// a grant's token opens is what the first login may do.
    pub(super) fn of(
        options: &'a JiraOptions,
        rotations: &Rotations,
        request: &Request<Bytes>,
        now: OffsetDateTime,
    ) -> Result<Self, Reply> {
        let logins = &options.logins;
        let Some(header) = request.headers().get(AUTHORIZATION) else {
            return Ok(Self { login: None, scopes: None });
        };
        let credential = header.to_str().ok().and_then(|header| header.split_once(' '));
        if let Some((scheme, token)) = credential
            && scheme.eq_ignore_ascii_case("bearer")
        {
            let passed = request.extensions().get::<Passed>().is_some();
            if let Some(grant) = &options.grant
                && rotations.admits(grant, token, now)
            {
                let scopes = Some(Cow::Borrowed(grant.scopes.as_slice()));
                return Ok(Self { login: logins.first(), scopes });
            }
            // An authority's tokens open nothing on the site's own host.
            let authority = options.authority.as_ref().filter(|_| passed);
            if let Some(opened) = authority.and_then(|it| it.introspect(token, now)) {
                let login = logins.iter().find(|login| *login.account_id == *opened.account);
                let scopes = Some(Cow::Owned(opened.scopes.to_vec()));
                return match login.filter(|login| login.rights != Rights::ShutOut) {
                    Some(login) => Ok(Self { login: Some(login), scopes }),
                    None => Err(gateway::unauthorized()),
                };
            }
            return Err(if passed {
                gateway::unauthorized()
            } else {
                Refusal::unauthenticated().into()
            });
        }
        let pair = credential
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
            .and_then(|(_, pair)| STANDARD.decode(pair.trim()).ok())
            .and_then(|pair| String::from_utf8(pair).ok());
        let login =
            pair.as_deref().and_then(|pair| pair.split_once(':')).and_then(|(email, token)| {
                logins
                    .iter()
                    .find(|login| login.email.eq_ignore_ascii_case(email) && login.token == token)
            });
        match login {
            None => Err(Refusal::unauthenticated().into()),
            Some(login) if login.rights == Rights::ShutOut => {
                let refusal = Refusal::new(StatusCode::FORBIDDEN, "Basic authentication denied.");
                Err(Reply::from(refusal).with("x-seraph-loginreason", "AUTHENTICATION_DENIED"))
            }
            Some(login) => Ok(Self { login: Some(login), scopes: None }),
        }
    }

    /// Says in the answer who was recognised.
    pub(super) fn mark(&self, reply: Reply) -> Reply {
        match self.login {
            Some(login) => reply.with("x-aaccountid", &login.account_id),
            None => reply,
        }
    }
}
