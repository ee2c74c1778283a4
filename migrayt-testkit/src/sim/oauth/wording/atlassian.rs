//! `developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps` documents 403 with
//! `invalid_grant` and "Unknown or invalid refresh token."; users report 403 with
//! `unauthorized_client` and "refresh token is invalid", with an underscore in it
//! (ParabolInc/parabol 11849), for tokens that were good once, and 403 with "Invalid authorization
//! code" (`community.atlassian.com/qaq-p/1442839`). 401 with `access_denied` is what Auth0 says, on
//! which Atlassian builds (auth0/node-auth0 134); the rest follows RFC 6749 and is not known.

use http::StatusCode;

use super::super::reason::Reason;
use super::super::refusal::Refusal;

pub(super) fn refusal(reason: Reason) -> Refusal {
    let (status, error) = class(&reason);
    Refusal { description: words(&reason), reason, status, error, code: None, suberror: None }
}

fn class(reason: &Reason) -> (StatusCode, &'static str) {
    match reason {
        Reason::Missing(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
        Reason::UnknownApp | Reason::WrongSecret | Reason::NoSecret | Reason::UnwantedSecret => {
            (StatusCode::UNAUTHORIZED, "access_denied")
        }
        Reason::WrongGrantType => (StatusCode::FORBIDDEN, "unsupported_grant_type"),
        Reason::WrongResponseType => (StatusCode::BAD_REQUEST, "unsupported_response_type"),
        Reason::WrongScope(_) => (StatusCode::BAD_REQUEST, "invalid_scope"),
        Reason::IdleToken { .. } | Reason::OldGrant | Reason::LostGrant { .. } => {
            (StatusCode::FORBIDDEN, "unauthorized_client")
        }
        Reason::Declined => (StatusCode::FORBIDDEN, "access_denied"),
        Reason::UnknownTenant => (StatusCode::NOT_FOUND, "invalid_request"),
        Reason::WrongRedirect
        | Reason::OtherRedirect
        | Reason::WrongChallenge
        | Reason::WrongVerifier { .. }
        | Reason::UnknownCode
        | Reason::OldCode
        | Reason::UsedCode
        | Reason::UnknownToken
        | Reason::MoreScope => (StatusCode::FORBIDDEN, "invalid_grant"),
    }
}

fn words(reason: &Reason) -> String {
    let words = match reason {
        Reason::Missing(name) => return format!("Missing required parameter: {name}"),
        Reason::WrongScope(scope) => return format!("The scope {scope} is not one of the app's."),
        Reason::UnknownApp | Reason::WrongSecret | Reason::NoSecret | Reason::UnwantedSecret => {
            "Unauthorized"
        }
        Reason::WrongGrantType => "Unsupported grant type.",
        Reason::WrongResponseType => "Unsupported response type.",
        Reason::WrongRedirect | Reason::OtherRedirect => "The redirect URI is wrong.",
        Reason::WrongChallenge | Reason::WrongVerifier { .. } => "Failed to verify code verifier",
        Reason::UnknownCode | Reason::OldCode | Reason::UsedCode => "Invalid authorization code",
        Reason::UnknownToken | Reason::MoreScope => "Unknown or invalid refresh token.",
        Reason::IdleToken { .. } | Reason::OldGrant | Reason::LostGrant { .. } => {
            "refresh_token is invalid"
        }
        Reason::Declined => "User did not authorize the request",
        Reason::UnknownTenant => "Not Found",
    };
    words.to_owned()
}
