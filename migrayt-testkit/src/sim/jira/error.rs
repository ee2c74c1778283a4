//! Refusals as Jira words them.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};

/// The answer to a request that is refused: an `ErrorCollection` with its status.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) messages: Vec<String>,
    pub(super) fields: BTreeMap<String, String>,
}

impl Refusal {
    /// A refusal with one general message.
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, messages: vec![message.into()], fields: BTreeMap::new() }
    }

    /// 400 with one general message.
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 404 with one general message.
    pub(super) fn missing(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// 403 with one general message.
    pub(super) fn forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    /// 400 that names one field.
    pub(super) fn field(name: &str, message: impl Into<String>) -> Self {
        Self::fields(BTreeMap::from([(name.to_owned(), message.into())]))
    }

    /// 400 that names some fields.
    pub(super) fn fields(fields: BTreeMap<String, String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, messages: Vec::new(), fields }
    }

    pub(super) fn no_issue() -> Self {
        Self::missing("Issue does not exist or you do not have permission to see it.")
    }

    pub(super) fn no_project(key: &str) -> Self {
        Self::missing(format!("No project could be found with key '{key}'."))
    }

    pub(super) fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Client must be authenticated to access this resource.")
    }

    pub(super) fn bad_json() -> Self {
        Self::bad("There was an error parsing JSON. Check that your request body is valid.")
    }

    /// 413 because one more thing does not fit on the issue.
    pub(super) fn limit(noun: &str, limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The issue has reached the limit of {limit} {noun}."),
        )
    }

    pub(super) fn body(&self) -> Value {
        json!({ "errorMessages": self.messages, "errors": self.fields })
    }
}
