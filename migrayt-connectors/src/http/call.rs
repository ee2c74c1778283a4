use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};
use migrayt_core::port::{Body, MethodClass};
use migrayt_core::{Error, ErrorKind, Result};
use serde::Serialize;

/// One request of a connector, relative to its client's base.
#[derive(Debug)]
#[non_exhaustive]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The path below the base, segment by segment, not yet encoded.
    pub segments: Vec<String>,
    /// The query's pairs, not yet encoded.
    pub query: Vec<(&'static str, String)>,
    /// Headers besides those that every request has.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body.
    pub body: Payload,
    /// The class by which it is limited and counted.
    pub class: MethodClass,
    /// Whether sending it twice does the same as sending it once, so that it may be sent again
    /// after an answer was lost.
    pub idempotent: bool,
    /// What it costs in the remote's unit.
    pub cost: u32,
    /// Statuses outside 200 to 299 that are answers and not refusals.
    pub also: &'static [u16],
}

/// A request's body and its media type. Its `Debug` shows no byte of it.
#[derive(Debug, Default)]
#[non_exhaustive]
pub enum Payload {
    /// No body.
    #[default]
    Empty,
    /// A body in memory, which can be sent again.
    Bytes {
        /// The value of `Content-Type`.
        media_type: String,
        /// The bytes.
        bytes: Bytes,
    },
    /// A body that can be read only once; such a call is sent at most once.
    Once {
        /// The value of `Content-Type`.
        media_type: String,
        /// The body.
        body: Body,
    },
}

impl Call {
    /// A request by method; neither idempotent nor with a body.
    pub fn new(method: Method, class: MethodClass, segments: &[impl AsRef<str>]) -> Self {
        Self {
            method,
            segments: segments.iter().map(|segment| segment.as_ref().to_owned()).collect(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Payload::Empty,
            class,
            idempotent: false,
            cost: 1,
            also: &[],
        }
    }

    /// A `GET`, which is idempotent.
    pub fn get(class: MethodClass, segments: &[impl AsRef<str>]) -> Self {
        Self::new(Method::GET, class, segments).idempotent()
    }

    /// A `POST` of a JSON body. Say [`Call::idempotent`] where it only asks a question.
    ///
    /// # Errors
    /// `Unexpected` if the body cannot be written as JSON.
    pub fn post(
        class: MethodClass,
        segments: &[impl AsRef<str>],
        body: &impl Serialize,
    ) -> Result<Self> {
        Self::new(Method::POST, class, segments).json(body)
    }

    /// A `PUT` of a JSON body, which is idempotent.
    ///
    /// # Errors
    /// `Unexpected` if the body cannot be written as JSON.
    pub fn put(
        class: MethodClass,
        segments: &[impl AsRef<str>],
        body: &impl Serialize,
    ) -> Result<Self> {
        Ok(Self::new(Method::PUT, class, segments).json(body)?.idempotent())
    }

    /// Sets a JSON body.
    ///
    /// # Errors
    /// `Unexpected` if it cannot be written as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Result<Self> {
        // The cause is not kept: a serialiser's message may hold a value.
        let bytes = serde_json::to_vec(body).map_err(|_| {
            Error::new(ErrorKind::Unexpected, "a request's body cannot be written as JSON")
        })?;
        self.body =
            Payload::Bytes { media_type: "application/json".to_owned(), bytes: bytes.into() };
        Ok(self)
    }

    /// Sets a body that can be read only once.
    #[must_use]
    pub fn once(mut self, media_type: impl Into<String>, body: Body) -> Self {
        self.body = Payload::Once { media_type: media_type.into(), body };
        self
    }

    /// Adds a pair to the query.
    #[must_use]
    pub fn query(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.query.push((key, value.into()));
        self
    }

    /// Adds a header with a fixed value.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((HeaderName::from_static(name), HeaderValue::from_static(value)));
        self
    }

    /// Says that sending it twice does the same as sending it once.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Takes these statuses as answers too.
    #[must_use]
    pub fn also(mut self, statuses: &'static [u16]) -> Self {
        self.also = statuses;
        self
    }

    /// Sets what it costs in the remote's unit.
    #[must_use]
    pub fn cost(mut self, cost: u32) -> Self {
        self.cost = cost;
        self
    }
}
