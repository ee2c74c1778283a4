//! Questions to the program that embeds the engine, and its answers.

use std::fmt::Debug;

use async_trait::async_trait;
use bytes::Bytes;
use migrayt_core::error::{Error, ErrorKind, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// Puts questions to the host, the program that embeds the engine, and brings its answers.
///
/// # Errors
/// What the host answers in place of an answer; `Cancelled`, with an effect that is unknown, if it
/// can answer no more. A future that is dropped withdraws its question.
#[async_trait]
pub trait Desk: Debug + Send + Sync + 'static {
    /// Asks one question. Several may be open at once, and are answered in any order.
    async fn ask(&self, question: Question) -> Result<Answer>;
}

/// One call of a port that the host implements. It may carry content and secrets.
#[expect(missing_debug_implementations, reason = "it may carry content and secrets")]
pub struct Question {
    /// The port: `source`, `target`, `journal`, `vault`, `directory` or `prompt`.
    pub port: &'static str,
    /// The method of the port.
    pub method: &'static str,
    /// Its arguments, an object.
    pub arguments: Json,
    /// Bytes that go with them: a piece of a file, a secret.
    pub bytes: Bytes,
}

/// What the host answered.
#[derive(Default)]
#[expect(missing_debug_implementations, reason = "it may carry content and secrets")]
pub struct Answer {
    /// The value; null for nothing.
    pub value: Json,
    /// Bytes that go with it.
    pub bytes: Bytes,
}

impl Question {
    /// A question without bytes.
    ///
    /// # Errors
    /// `Unexpected` if the arguments are no JSON.
    pub fn new(
        port: &'static str,
        method: &'static str,
        arguments: &impl Serialize,
    ) -> Result<Self> {
        let arguments = serde_json::to_value(arguments).map_err(|_| {
            Error::new(ErrorKind::Unexpected, "the question to the host cannot be written")
                .with("port", port)
                .with("method", method)
        })?;
        Ok(Self { port, method, arguments, bytes: Bytes::new() })
    }

    /// The same with bytes.
    #[must_use]
    pub fn with_bytes(mut self, bytes: impl Into<Bytes>) -> Self {
        self.bytes = bytes.into();
        self
    }
}

/// Asks, and reads the answer's value.
///
/// # Errors
/// As [`Desk::ask`]; `InputInvalid` if the host's answer is not of the shape that was asked for.
pub(crate) async fn ask<T: DeserializeOwned>(desk: &dyn Desk, question: Question) -> Result<T> {
    let (port, method) = (question.port, question.method);
    let answer = desk.ask(question).await?;
    read(answer.value, port, method)
}

/// Reads the value of an answer.
///
/// # Errors
/// `InputInvalid` if it is of another shape; the value is not repeated.
pub(crate) fn read<T: DeserializeOwned>(
    value: Json,
    port: &'static str,
    method: &'static str,
) -> Result<T> {
    serde_json::from_value(value).map_err(|error| {
        let error = Error::new(ErrorKind::InputInvalid, "the host's answer has another shape")
            .with("port", port)
            .with("method", method)
            .with("reason", super::shape::reason(&error));
        error.with_help("compare it with the page about host ports in the documentation")
    })
}
