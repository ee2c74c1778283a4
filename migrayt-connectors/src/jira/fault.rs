use migrayt_core::port::MethodClass;
use migrayt_core::{Effect, Error, ErrorKind, Fact, Retry};
use serde_json::Value as Json;

use crate::http::Refused;

/// What an answer of Jira that is no success means: the only place that knows.
pub(super) fn of(refused: &Refused) -> Error {
    let told: Option<Json> = serde_json::from_slice(&refused.body).ok();
    let status = refused.status.as_u16();
    let mut error = match &told {
        Some(told) if status == 401 && names_scope(told) => missing_scope(),
        _ => by_status(status),
    };
    // A page of HTML comes from the edge, which does not know what became of a write.
    let opaque = told.is_none() && matches!(status, 300..=400 | 405 | 415 | 422);
    if opaque {
        error = error.with_effect(Effect::Unknown);
    }
    if matches!(refused.class, MethodClass::Discover | MethodClass::Read | MethodClass::Download) {
        error = error.with_effect(Effect::None);
    }
    if let (Retry::Backoff, Some(pause)) = (error.retry(), refused.retry_after) {
        error = error.with_retry(Retry::After(pause));
    }
    error = error.with("status", status);
    if let Some(reason) = refused.header("ratelimit-reason").filter(|it| is_reason(it)) {
        error = error.with("reason", Fact::name(reason));
    }
    with_fields(error, told.as_ref().and_then(|told| told.get("errors")))
}

/// What one element of a bulk create was refused for.
pub(super) fn of_element(status: u16, errors: Option<&Json>) -> Error {
    let error = match status {
        // The element was looked at and not made, whatever else went wrong.
        400..=499 => by_status(status).with_effect(Effect::None),
        _ => by_status(400),
    };
    with_fields(error.with("status", status), errors)
}

/// The same error once more, for each order of a request that failed as a whole.
pub(super) fn again(error: &Error) -> Error {
    let mut copy = Error::new(error.kind(), error.message())
        .with_retry(error.retry())
        .with_effect(error.effect());
    if let Some(help) = error.help() {
        copy = copy.with_help(help);
    }
    for (key, fact) in error.context() {
        copy = copy.with(key, fact.clone());
    }
    copy
}

/// Whether a request was certainly refused for what it names, so that its parts may fare
/// differently by themselves.
pub(super) fn is_of_content(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::InputInvalid | ErrorKind::NotFound)
        && error.effect() == Effect::None
}

fn by_status(status: u16) -> Error {
    match status {
        200..=299 => Error::new(ErrorKind::Unavailable, "the site answered with a page, not data")
            .with_retry(Retry::Backoff)
            .with_effect(Effect::Unknown)
            .with_help("open the site in a browser: it may be suspended or under maintenance"),
        300..=399 => Error::new(ErrorKind::Unexpected, "Jira sent us to another address")
            .with_help("check the site's address; it may have been renamed"),
        401 => Error::new(ErrorKind::Unauthenticated, "Jira does not accept the credential")
            .with_help(
                "check the e-mail address and the API token; tokens end after at most a year, and \
                 tokens with scopes work only through api.atlassian.com",
            ),
        403 => Error::new(ErrorKind::PermissionDenied, "the credential lacks a right in Jira")
            .with_help(
                "give the account the project permissions Browse projects, Create issues, Edit \
                 issues, Add comments, Create attachments, Work on issues, Manage watchers, \
                 Schedule issues, Link issues and Transition issues",
            ),
        404 => Error::new(ErrorKind::NotFound, "Jira does not know this, or hides it").with_help(
            "check the site's address, the project's key and the permission Browse projects",
        ),
        408 | 425 => Error::new(ErrorKind::Timeout, "Jira gave up on the request")
            .with_retry(Retry::Backoff)
            .with_effect(Effect::Unknown),
        409 => Error::new(ErrorKind::Conflict, "Jira was changing this at the same time")
            .with_retry(Retry::Backoff),
        410 => Error::new(ErrorKind::Unsupported, "Jira no longer offers this"),
        413 => Error::new(ErrorKind::InputInvalid, "Jira does not take so much")
            .with_help("see the site's limits for attachments, comments and links of one issue"),
        429 => {
            Error::new(ErrorKind::RateLimited, "Jira asks to slow down").with_retry(Retry::Backoff)
        }
        400..=499 => Error::new(ErrorKind::InputInvalid, "Jira does not take the request"),
        501 | 505 => Error::new(ErrorKind::Unsupported, "Jira does not offer this")
            .with_effect(Effect::Unknown),
        500..=599 => Error::new(ErrorKind::Unavailable, "Jira cannot answer now")
            .with_retry(Retry::Backoff)
            .with_effect(Effect::Unknown),
        _ => Error::new(ErrorKind::Unexpected, "an answer that is not known")
            .with_effect(Effect::Unknown),
    }
}

fn names_scope(told: &Json) -> bool {
    let message = told.get("message").and_then(Json::as_str);
    message.is_some_and(|message| message.contains("scope does not match"))
}

fn missing_scope() -> Error {
    Error::new(ErrorKind::PermissionDenied, "the grant lacks a scope for this")
        .with_help("connect again and grant read:jira-work, write:jira-work and read:jira-user")
}

/// Which fields Jira complains about: their ids, never its words.
fn with_fields(mut error: Error, errors: Option<&Json>) -> Error {
    let fields = errors.and_then(Json::as_object).into_iter().flatten().map(|(field, _)| field);
    for field in fields.filter(|field| is_field(field)).take(5) {
        error = error.with("field", Fact::name(field.as_str()));
    }
    error
}

fn is_field(name: &str) -> bool {
    let custom = name.strip_prefix("customfield_");
    custom.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
        || FIELDS.contains(&name)
}

/// The names under which Jira complains, besides those of custom fields.
const FIELDS: &[&str] = &[
    "assignee",
    "comment",
    "components",
    "description",
    "duedate",
    "environment",
    "fixVersions",
    "globalId",
    "issuetype",
    "labels",
    "name",
    "parent",
    "parentId",
    "pid",
    "priority",
    "project",
    "reporter",
    "resolution",
    "security",
    "summary",
    "timetracking",
    "timeLogged",
    "title",
    "url",
    "versions",
];

fn is_reason(text: &str) -> bool {
    matches!(
        text,
        "jira-quota-global-based"
            | "jira-quota-tenant-based"
            | "jira-burst-based"
            | "jira-per-issue-on-write"
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue, Method, StatusCode};
    use migrayt_core::port::MethodClass;
    use migrayt_core::{Effect, ErrorKind, Retry};

    use super::{again, of};
    use crate::http::Refused;

    const JSON: &str = r#"{"errorMessages":["Secret"],"errors":{}}"#;
    const HTML: &str = "<html>Secret</html>";

    fn write(status: u16, body: &str) -> Refused {
        Refused::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new(), body.to_owned())
            .to(Method::POST, MethodClass::Write)
    }

    #[test]
    fn each_status_is_one_kind_and_says_whether_a_write_may_have_happened() {
        use Effect::{None, Unknown};
        use ErrorKind::{
            Conflict, InputInvalid, NotFound, PermissionDenied, RateLimited, Timeout,
            Unauthenticated, Unavailable, Unexpected, Unsupported,
        };
        let table = [
            (200, HTML, Unavailable, Unknown, true),
            (203, HTML, Unavailable, Unknown, true),
            (302, "", Unexpected, Unknown, false),
            (400, JSON, InputInvalid, None, false),
            (400, HTML, InputInvalid, Unknown, false),
            (400, "", InputInvalid, Unknown, false),
            (401, JSON, Unauthenticated, None, false),
            (401, HTML, Unauthenticated, None, false),
            (
                401,
                r#"{"code":401,"message":"Unauthorized; scope does not match"}"#,
                PermissionDenied,
                None,
                false,
            ),
            (403, JSON, PermissionDenied, None, false),
            (403, HTML, PermissionDenied, None, false),
            (404, JSON, NotFound, None, false),
            (405, "", InputInvalid, Unknown, false),
            (408, "", Timeout, Unknown, true),
            (409, JSON, Conflict, None, true),
            (410, JSON, Unsupported, None, false),
            (413, JSON, InputInvalid, None, false),
            (413, "", InputInvalid, None, false),
            (415, JSON, InputInvalid, None, false),
            (429, "", RateLimited, None, true),
            (500, JSON, Unavailable, Unknown, true),
            (501, "", Unsupported, Unknown, false),
            (502, HTML, Unavailable, Unknown, true),
            (503, "", Unavailable, Unknown, true),
            (504, HTML, Unavailable, Unknown, true),
            (600, "", Unexpected, Unknown, false),
        ];
        for (status, body, kind, effect, again) in table {
            let error = of(&write(status, body));
            assert_eq!((error.kind(), error.effect()), (kind, effect), "{status} {body}");
            assert_eq!(error.retry() == Retry::Backoff, again, "{status} {body}");
            let read = write(status, body).to(Method::GET, MethodClass::Read);
            assert_eq!(of(&read).effect(), None, "reading changes nothing: {status} {body}");
        }
    }

    #[test]
    fn what_a_person_must_mend_comes_with_help() {
        for status in [401, 403, 404] {
            assert!(of(&write(status, JSON)).help().is_some(), "{status}");
        }
    }

    #[test]
    fn a_named_pause_and_its_reason_are_kept() {
        let mut throttled = write(429, JSON);
        throttled.retry_after = Some(Duration::from_secs(7));
        let reason = HeaderValue::from_static("jira-per-issue-on-write");
        throttled.headers.insert("ratelimit-reason", reason);
        let error = of(&throttled);
        assert_eq!(error.retry(), Retry::After(Duration::from_secs(7)));
        assert!(error.to_string().contains("jira-per-issue-on-write"), "{error}");
    }

    #[test]
    fn only_field_ids_leave_the_body() {
        let body = r#"{"errorMessages":["Secret"],"errors":{"summary":"Secret",
            "customfield_10052":"Secret","Secret":"x","customfield_Secret":"x"}}"#;
        let error = of(&write(400, body));
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("summary") && shown.contains("customfield_10052"), "{shown}");
        assert!(!shown.contains("Secret"), "{shown}");
    }

    #[test]
    fn an_error_can_be_told_to_each_order() {
        let error = of(&write(403, JSON));
        let copy = again(&error);
        assert_eq!(format!("{copy}"), format!("{error}"));
        assert_eq!(
            (copy.kind(), copy.effect(), copy.help()),
            (error.kind(), error.effect(), error.help())
        );
    }
}
