//! Answers on their way out.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::Value;

use super::error::{Refusal, Shape};
use crate::fault::Mishap;

/// An answer of the organisation.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    kind: Option<String>,
    body: Bytes,
    headers: Vec<(&'static str, String)>,
    delay: Duration,
}

impl Reply {
    pub(super) fn json(status: StatusCode, body: &Value) -> Self {
        Self {
            status,
            kind: Some("application/json; charset=utf-8".to_owned()),
            body: Bytes::from(body.to_string()),
            headers: Vec::new(),
            delay: Duration::ZERO,
        }
    }

    pub(super) fn ok(body: &Value) -> Self {
        Self::json(StatusCode::OK, body)
    }

    /// A list as `{count, value}`.
    pub(super) fn list(value: Vec<Value>) -> Self {
        let count = value.len();
        Self::ok(&serde_json::json!({"count": count, "value": Value::Array(value)}))
    }

    pub(super) fn no_content() -> Self {
        Self::empty(StatusCode::NO_CONTENT)
    }

    pub(super) fn bytes(kind: &str, body: Bytes) -> Self {
        Self { kind: Some(kind.to_owned()), body, ..Self::empty(StatusCode::OK) }
    }

    pub(super) fn empty(status: StatusCode) -> Self {
        Self { status, kind: None, body: Bytes::new(), headers: Vec::new(), delay: Duration::ZERO }
    }

    /// A page for a browser.
    pub(super) fn page(status: StatusCode, html: &'static str) -> Self {
        Self {
            kind: Some("text/html; charset=utf-8".to_owned()),
            body: Bytes::from_static(html.as_bytes()),
            ..Self::empty(status)
        }
    }

    pub(super) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The body, where it is JSON.
    pub(super) fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Adds a header; a value that cannot stand in one is left out.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Holds the answer back.
    pub(super) fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Names the api-version in the content type of a JSON answer, as the service does.
    pub(super) fn versioned(mut self, version: Option<&str>) -> Self {
        if let (Some(kind), Some(version)) = (&mut self.kind, version)
            && kind.starts_with("application/json")
        {
            kind.push_str("; api-version=");
            kind.push_str(version);
        }
        self
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        if self.delay > Duration::ZERO {
            response.extensions_mut().insert(Mishap::delay(self.delay));
        }
        let headers = response.headers_mut();
        for (name, value) in [
            ("cache-control", "no-cache"),
            ("pragma", "no-cache"),
            ("expires", "-1"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "SAMEORIGIN"),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        if let Some(kind) = self.kind.and_then(|kind| HeaderValue::from_str(&kind).ok()) {
            headers.insert(CONTENT_TYPE, kind);
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.append(HeaderName::from_static(name), value);
            }
        }
        response
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let (body, kind) = refusal.body();
        let error = match &refusal.body {
            Shape::Wrapped(wrapped) => &wrapped.message,
            Shape::Binding(message) | Shape::Plain(message) => message,
        };
        let error = super::address::encode(error);
        Self { kind: Some(kind.to_owned()), body: Bytes::from(body), ..Self::empty(refusal.status) }
            .with("x-tfs-serviceerror", error)
    }
}
