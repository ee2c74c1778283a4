//! Answers on their way out.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::Value;

use super::error::Refusal;

/// An answer of the site.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    kind: Option<HeaderValue>,
    body: Bytes,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Reply {
    pub(super) fn json(status: StatusCode, body: &Value) -> Self {
        Self {
            status,
            kind: Some(HeaderValue::from_static("application/json;charset=UTF-8")),
            body: Bytes::from(body.to_string()),
            headers: Vec::new(),
        }
    }

    pub(super) fn ok(body: &Value) -> Self {
        Self::json(StatusCode::OK, body)
    }

    pub(super) fn created(body: &Value) -> Self {
        Self::json(StatusCode::CREATED, body)
    }

    pub(super) fn empty(status: StatusCode) -> Self {
        Self { status, kind: None, body: Bytes::new(), headers: Vec::new() }
    }

    pub(super) fn no_content() -> Self {
        Self::empty(StatusCode::NO_CONTENT)
    }

    pub(super) fn bytes(kind: &str, body: Bytes) -> Self {
        let kind = HeaderValue::from_str(kind)
            .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
        Self { status: StatusCode::OK, kind: Some(kind), body, headers: Vec::new() }
    }

    /// The same answer with another status.
    pub(super) fn of(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Adds a header; a value that cannot stand in one is left out.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((HeaderName::from_static(name), value));
        }
        self
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// The body as JSON, if it is.
    pub(super) fn value(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The same answer with another JSON body.
    pub(super) fn with_value(mut self, body: &Value) -> Self {
        self.body = Bytes::from(body.to_string());
        self
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        if let Some(kind) = self.kind {
            response.headers_mut().insert(CONTENT_TYPE, kind);
        }
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let reply = Self::json(refusal.status, &refusal.body());
        if refusal.status == StatusCode::UNAUTHORIZED {
            return reply
                .with("x-seraph-loginreason", "AUTHENTICATED_FAILED")
                .with("www-authenticate", "OAuth realm=\"jira\"");
        }
        reply
    }
}
