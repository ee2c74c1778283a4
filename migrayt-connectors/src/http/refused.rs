use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use migrayt_core::Error;
use migrayt_core::port::MethodClass;

/// Says what an answer that is no success means: the one place of a connector that turns a status
/// into an error.
///
/// # Contract
/// `effect` is `None` only if the remote certainly did nothing. The error holds no byte of the
/// body but codes that the connector knows.
pub type Judge = fn(&Refused) -> Error;

/// An answer that is no success: a status outside 200 to 299 that the call does not take, a
/// `203`, or a page of HTML where data was asked for.
#[derive(Clone)]
#[non_exhaustive]
pub struct Refused {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The first 64 KiB of the body.
    pub body: Bytes,
    /// The method of the request.
    pub method: Method,
    /// The class of the request.
    pub class: MethodClass,
    /// The pause that the remote asks for.
    pub retry_after: Option<Duration>,
}

impl Refused {
    /// An answer to a `GET` of the read class, for a judge's tests.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
            method: Method::GET,
            class: MethodClass::Read,
            retry_after: None,
        }
    }

    /// The same answer to another request.
    #[must_use]
    pub fn to(mut self, method: Method, class: MethodClass) -> Self {
        self.method = method;
        self.class = class;
        self
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the body is a page of HTML.
    pub fn is_page(&self) -> bool {
        is_page(&self.headers)
    }
}

impl std::fmt::Debug for Refused {
    /// Shows the status only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refused").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Whether the headers announce a page of HTML.
pub(crate) fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with("text/html"))
}
