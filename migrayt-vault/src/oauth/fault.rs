use migrayt_core::{Effect, Error, ErrorKind, Retry};
use serde::Deserialize;

use super::answer::Answer;
use super::platform::Platform;
use super::row::ended;

/// What an authority says when it gives no token (RFC 6749, 5.2). Its description can hold names
/// of people and is not read beyond what must be told apart.
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_description: String,
    #[serde(default)]
    error_codes: Vec<u32>,
}

/// The error of an answer that holds no token.
///
/// Only `NeedsConsent` says that the grant is no more. What does not come from the authority itself
/// (a page of a proxy, a failure of the server) may have had its effect, and says so.
pub(super) fn fault(platform: &Platform, answer: &Answer) -> Error {
    let status = answer.status;
    let error = match serde_json::from_slice::<Refusal>(&answer.body) {
        Ok(refusal) if status.is_client_error() && !refusal.error.is_empty() => {
            of_refusal(platform, &refusal)
        }
        _ if status.as_u16() == 429 => slow_down(answer),
        _ => Error::new(ErrorKind::Unavailable, "the authority gave no answer that is one")
            .with_help("Try again in a minute; if it lasts, look at the platform's status page.")
            .with_retry(answer.retry_after().map_or(Retry::Backoff, Retry::After))
            .with_effect(Effect::Unknown),
    };
    error.with("authority", platform.name()).with("status", status.as_u16())
}

fn slow_down(answer: &Answer) -> Error {
    Error::new(ErrorKind::RateLimited, "the authority asks us to slow down")
        .with_help("Nothing needs to be done; it is asked again later.")
        .with_retry(answer.retry_after().map_or(Retry::Backoff, Retry::After))
}

fn of_refusal(platform: &Platform, refusal: &Refusal) -> Error {
    // Atlassian says of a refresh token that is no more that the client is not authorized.
    let is_about_the_token = refusal.error_description.contains("refresh_token");
    let error = match (platform, refusal.error.as_str()) {
        (_, "invalid_grant" | "interaction_required" | "consent_required") => ended(),
        (Platform::Atlassian { .. }, "unauthorized_client") if is_about_the_token => ended(),
        (_, "invalid_client" | "unauthorized_client" | "access_denied") => {
            Error::new(ErrorKind::ConfigInvalid, "the authority does not accept the app")
                .with_help("Check the client id and the client secret, which may have run out.")
        }
        (_, "invalid_scope") => {
            Error::new(ErrorKind::ConfigInvalid, "the app may not ask for these rights")
                .with_help("Add the rights to the registration of the app at the platform.")
        }
        (_, "temporarily_unavailable" | "server_error") => {
            Error::new(ErrorKind::Unavailable, "the authority cannot answer now")
                .with_help("Try again in a minute.")
                .with_retry(Retry::Backoff)
                .with_effect(Effect::Unknown)
        }
        _ => Error::new(ErrorKind::ConfigInvalid, "the authority refused the request")
            .with_help("Check the registration of the app at the platform."),
    };
    match refusal.error_codes.first() {
        Some(code) => error.with("code", *code),
        None => error,
    }
}
