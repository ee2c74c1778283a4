use migrayt_core::{Effect, Error, ErrorKind, Fact, Retry};
use serde::Deserialize;

use crate::http::Refused;

/// What an answer of Azure DevOps that is no success means: the only place that knows.
pub(super) fn of(refused: &Refused) -> Error {
    let told = Told::read(&refused.body);
    let status = refused.status.as_u16();
    let mut error = match status {
        // A sign-in page comes with a success or a redirection.
        200..=399 | 401 => unauthenticated(),
        _ => told.as_ref().and_then(by_code).unwrap_or_else(|| by_status(status)),
    };
    if error.kind() == ErrorKind::RateLimited {
        error = error.with_retry(refused.retry_after.map_or(Retry::Backoff, Retry::After));
    } else if let (Retry::Backoff, Some(pause)) = (error.retry(), refused.retry_after) {
        error = error.with_retry(Retry::After(pause));
    }
    error = error.with("status", status);
    match told.and_then(|told| told.code) {
        Some(code) => error.with("code", Fact::name(code)),
        None => error,
    }
}

fn by_status(status: u16) -> Error {
    match status {
        400 | 405 | 415 | 422 => {
            Error::new(ErrorKind::InputInvalid, "Azure DevOps does not take the request")
        }
        403 => denied(),
        404 | 410 => {
            Error::new(ErrorKind::NotFound, "Azure DevOps does not know this, or hides it")
                .with_help(
                    "check the organisation's address, the project's name and the right to read it",
                )
        }
        408 => timeout().with_effect(Effect::Unknown),
        409 | 412 => Error::new(ErrorKind::Conflict, "it was changed since it was read"),
        413 => Error::new(ErrorKind::InputInvalid, "Azure DevOps does not take so much at once"),
        429 => throttled(),
        501 | 505 => Error::new(ErrorKind::Unsupported, "Azure DevOps does not offer this"),
        500..=599 => Error::new(ErrorKind::Unavailable, "Azure DevOps cannot answer now")
            .with_retry(Retry::Backoff)
            .with_effect(Effect::Unknown),
        _ => Error::new(ErrorKind::Unexpected, "an answer that is not known")
            .with_effect(Effect::Unknown),
    }
}

/// What Azure DevOps' own codes say more precisely than the status.
fn by_code(told: &Told) -> Option<Error> {
    let error = match (told.code.as_deref(), told.type_key.as_deref()) {
        (Some("TF200016" | "TF200014"), _)
        | (_, Some("ProjectDoesNotExistWithNameException" | "ProjectDoesNotExistException")) => {
            Error::new(ErrorKind::NotFound, "the project does not exist, or may not be seen")
                .with_help(
                    "check the project's name for spelling, and that the account is a member",
                )
        }
        (Some("TF401232"), _) => {
            Error::new(ErrorKind::NotFound, "the work item does not exist, or may not be seen")
        }
        (Some("VS402323"), _) => {
            Error::new(ErrorKind::NotFound, "the work item type does not exist")
        }
        (_, Some("AttachmentNotFoundException")) | (Some("TF237082"), _) => {
            Error::new(ErrorKind::NotFound, "the attachment does not exist")
        }
        (Some("VS402337"), _) => {
            Error::new(ErrorKind::InputInvalid, "the query finds more than 20,000 items")
                .with_help("this is a fault of ours: queries are limited to fewer")
        }
        (Some("VS403474"), _) => {
            Error::new(ErrorKind::Misuse, "more than 200 items were asked for at once")
        }
        (Some("VS402335"), _) => timeout().with_help(
            "the query takes longer than 30 s: narrow the scope, or simplify its clause",
        ),
        (Some("TF51005"), _) => scope("the scope names a field that does not exist"),
        (Some("TF51011"), _) => scope("the scope names an area or iteration that does not exist"),
        (Some("TF51004" | "TF51006"), _) => scope("the scope's clause is not WIQL"),
        (Some("TF400733"), _) => throttled(),
        (Some("TF400813"), _) | (_, Some("UnauthorizedRequestException")) => unauthenticated(),
        (Some("TF401027" | "TF50309"), _) => denied(),
        (Some("TF26071"), _) | (_, Some("WorkItemRevisionMismatchException")) => {
            Error::new(ErrorKind::Conflict, "it was changed since it was read")
        }
        _ => return None,
    };
    Some(error)
}

fn unauthenticated() -> Error {
    Error::new(ErrorKind::Unauthenticated, "Azure DevOps does not accept the credential").with_help(
        "check that the token belongs to this organisation and has not expired; tokens for all \
         organisations stop working on 2026-12-01",
    )
}

fn denied() -> Error {
    Error::new(ErrorKind::PermissionDenied, "the credential lacks a right in Azure DevOps")
        .with_help(
            "give the token the scope Work Items (read), and its owner access to the project",
        )
}

fn throttled() -> Error {
    Error::new(ErrorKind::RateLimited, "Azure DevOps asks to slow down").with_retry(Retry::Backoff)
}

fn timeout() -> Error {
    Error::new(ErrorKind::Timeout, "Azure DevOps gave up on the request").with_retry(Retry::Backoff)
}

fn scope(message: &'static str) -> Error {
    Error::new(ErrorKind::ConfigInvalid, message)
        .with("setting", "scope")
        .with_help("try the clause as a query in Azure DevOps and correct it there")
}

/// What the body of a refusal tells: codes only.
struct Told {
    /// Such as `TF401232`.
    code: Option<String>,
    /// The exception's name.
    type_key: Option<String>,
}

impl Told {
    fn read(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            message: Option<String>,
            type_key: Option<String>,
            value: Option<Binding>,
        }
        #[derive(Deserialize)]
        struct Binding {
            #[serde(rename = "Message")]
            message: Option<String>,
        }
        let body: Body = serde_json::from_slice(body).ok()?;
        let message = body.message.or_else(|| body.value?.message);
        Some(Self { code: message.as_deref().and_then(code), type_key: body.type_key })
    }
}

/// The code at the beginning of a message, such as `TF401232`.
fn code(message: &str) -> Option<String> {
    let end = message.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(message.len());
    let word = message.get(..end)?;
    let digits = word.strip_prefix("TF").or_else(|| word.strip_prefix("VS"))?;
    let number = (4..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    number.then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, Method, StatusCode};
    use migrayt_core::port::MethodClass;
    use migrayt_core::{Effect, ErrorKind, Retry};

    use super::of;
    use crate::http::Refused;

    fn refused(status: u16, body: &str) -> Refused {
        Refused::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new(), body.to_owned())
            .to(Method::GET, MethodClass::Read)
    }

    fn message(text: &str, type_key: &str) -> String {
        serde_json::json!({"$id": "1", "message": text, "typeKey": type_key}).to_string()
    }

    #[test]
    fn each_status_and_code_is_one_kind() {
        use ErrorKind::{
            ConfigInvalid, Conflict, InputInvalid, Misuse, NotFound, PermissionDenied, RateLimited,
            Timeout, Unauthenticated, Unavailable, Unexpected, Unsupported,
        };
        let html = "<html>sign in</html>".to_owned();
        let no = String::new();
        let table = [
            (200, html.clone(), Unauthenticated),
            (203, html.clone(), Unauthenticated),
            (302, no.clone(), Unauthenticated),
            (401, no.clone(), Unauthenticated),
            (400, no.clone(), InputInvalid),
            (400, message("VS402337: The number of work items", "X"), InputInvalid),
            (400, message("VS403474: You requested 201", "X"), Misuse),
            (400, message("VS402335: The timeout period", "X"), Timeout),
            (400, message("TF51005: The query references a field", "X"), ConfigInvalid),
            (400, message("TF51011: The specified area path", "X"), ConfigInvalid),
            (400, message("TF51004: syntax", "X"), ConfigInvalid),
            (400, r#"{"count":1,"value":{"Message":"TF51006: x"}}"#.to_owned(), ConfigInvalid),
            (400, message("TF400813: The user '' is not authorized", "X"), Unauthenticated),
            (403, no.clone(), PermissionDenied),
            (403, message("TF50309: The following account", "X"), PermissionDenied),
            (404, "The controller for path".to_owned(), NotFound),
            (
                404,
                message("TF401232: Work item 5", "WorkItemUnauthorizedAccessException"),
                NotFound,
            ),
            (404, message("no code", "ProjectDoesNotExistWithNameException"), NotFound),
            (408, no.clone(), Timeout),
            (409, no.clone(), Conflict),
            (412, message("TF26071: changed", "WorkItemRevisionMismatchException"), Conflict),
            (413, no.clone(), InputInvalid),
            (429, no.clone(), RateLimited),
            (500, message("TF400898: An Internal Error", "X"), Unavailable),
            (501, no.clone(), Unsupported),
            (502, html, Unavailable),
            (503, no.clone(), Unavailable),
            (503, message("TF400733: The request has been canceled", "X"), RateLimited),
            (418, no, Unexpected),
        ];
        for (status, body, kind) in table {
            let error = of(&refused(status, &body));
            assert_eq!(error.kind(), kind, "{status} {body}");
        }
    }

    #[test]
    fn only_what_may_have_happened_has_an_unknown_effect() {
        for status in [200, 203, 302, 400, 401, 403, 404, 409, 412, 413, 429] {
            assert_eq!(of(&refused(status, "")).effect(), Effect::None, "{status}");
        }
        for status in [408, 500, 502, 503, 504] {
            let error = of(&refused(status, ""));
            assert_eq!(
                (error.effect(), error.retry()),
                (Effect::Unknown, Retry::Backoff),
                "{status}"
            );
        }
    }

    #[test]
    fn a_named_pause_is_kept() {
        let mut throttled = refused(429, "");
        throttled.retry_after = Some(Duration::from_secs(7));
        assert_eq!(of(&throttled).retry(), Retry::After(Duration::from_secs(7)));
        let mut down = refused(503, "");
        down.retry_after = Some(Duration::from_secs(9));
        assert_eq!(of(&down).retry(), Retry::After(Duration::from_secs(9)));
    }

    #[test]
    fn only_codes_leave_the_body() {
        let error = of(&refused(404, &message("TF401232: Work item Secret", "SecretKey")));
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("TF401232") && !shown.contains("Secret"), "{shown}");
        let error = of(&refused(400, &message("TF12Secret: x", "X")));
        assert!(!format!("{error:?}").contains("Secret"), "{error:?}");
    }
}
