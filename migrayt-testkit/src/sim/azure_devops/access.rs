//! Who may come in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, StatusCode};

use time::OffsetDateTime;

use super::call::Asked;
use super::error::Refusal;
use super::options::{Options, SignIn};
use super::reply::Reply;
use super::scope;

const PAGE: &str = "<!DOCTYPE html>\r\n<html lang=\"en-US\"><head><title>Azure DevOps Services | Sign In</title></head><body><h1>Sign in to your account</h1></body></html>";
const REALM: &str = "Basic realm=\"https://tfsprodweu5.app.visualstudio.com/\"";

/// Lets a request in whose credential is right: the token as the password of `Basic`, whatever
/// the user's name, or as a bearer token, or an access token of the authority whose scopes cover
/// the operation. Anyone else gets an answer in one of the service's ways.
pub(super) fn check(
    asked: &Asked,
    parts: &[&str],
    options: &Options,
    now: OffsetDateTime,
) -> Result<(), Reply> {
    let given = asked.header("authorization").unwrap_or_default();
    let (scheme, value) = given.split_once(' ').unwrap_or((given, ""));
    let token = if scheme.eq_ignore_ascii_case("basic") {
        let pair = STANDARD.decode(value.trim()).ok().and_then(|pair| String::from_utf8(pair).ok());
        pair.and_then(|pair| pair.split_once(':').map(|(_, token)| token.to_owned()))
    } else if scheme.eq_ignore_ascii_case("bearer") {
        Some(value.trim().to_owned())
    } else {
        None
    };
    if token.as_deref().is_some_and(|token| !token.is_empty() && token == options.token) {
        return Ok(());
    }
    // Only a bearer token can be an authority's: as a password it is a wrong one.
    let bearer = token.filter(|_| scheme.eq_ignore_ascii_case("bearer"));
    let opened = options.authority.as_ref().zip(bearer);
    if let Some(opened) = opened.and_then(|(it, token)| it.introspect(&token, now)) {
        if scope::covers(&opened, &asked.method, parts) {
            return Ok(());
        }
        let refusal = Refusal::not_authorized(&opened.account);
        return Err(Reply::from(refusal).with("www-authenticate", REALM));
    }
    let reads = matches!(asked.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let suppressed = asked
        .header("x-tfs-fedauthredirect")
        .is_some_and(|value| value.eq_ignore_ascii_case("suppress"));
    Err(match options.sign_in {
        _ if suppressed => Reply::empty(StatusCode::UNAUTHORIZED).with("www-authenticate", REALM),
        _ if !reads => Reply::from(Refusal::unauthorized()).with("www-authenticate", REALM),
        SignIn::Page => Reply::page(StatusCode::NON_AUTHORITATIVE_INFORMATION, PAGE),
        SignIn::Redirect => Reply::page(StatusCode::FOUND, PAGE)
            .with("location", format!("{}/_signin?realm=dev.azure.com&reply_to=", asked.origin)),
        SignIn::Refuse => Reply::empty(StatusCode::UNAUTHORIZED).with("www-authenticate", REALM),
    })
}
