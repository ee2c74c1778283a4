//! Who calls.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use time::OffsetDateTime;

use super::error::Refusal;
use super::options::{JiraOptions, Login, Rights};
use super::reply::Reply;
use super::token::Rotations;

/// The account that signed in, or nobody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller<'a> {
    pub(super) login: Option<&'a Login>,
    /// Whether it is an app that acts for the account.
    pub(super) is_app: bool,
}

impl<'a> Caller<'a> {
    /// Reads the `Authorization` header: absent is anonymous, wrong is 401, shut out is 403. What
    /// a grant's token opens is what the first login may do.
    pub(super) fn of(
        options: &'a JiraOptions,
        rotations: &Rotations,
        headers: &HeaderMap,
        now: OffsetDateTime,
    ) -> Result<Self, Reply> {
        let logins = &options.logins;
        let Some(header) = headers.get(AUTHORIZATION) else {
            return Ok(Self { login: None, is_app: false });
        };
        let credential = header.to_str().ok().and_then(|header| header.split_once(' '));
        if let Some((scheme, token)) = credential
            && scheme.eq_ignore_ascii_case("bearer")
        {
            let grant = options.grant.as_ref();
            if !grant.is_some_and(|grant| rotations.admits(grant, token, now)) {
                return Err(Refusal::unauthenticated().into());
            }
            return Ok(Self { login: logins.first(), is_app: true });
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
            Some(login) => Ok(Self { login: Some(login), is_app: false }),
        }
    }

    /// Says in the answer who was recognised.
    pub(super) fn mark(self, reply: Reply) -> Reply {
        match self.login {
            Some(login) => reply.with("x-aaccountid", &login.account_id),
            None => reply,
        }
    }
}
