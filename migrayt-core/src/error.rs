//! The one error type that crosses the ports.

mod kind;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

pub use self::kind::ErrorKind;

/// A result with the workspace's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whether asking again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Retry {
    /// The same request would fail again.
    Never,
    /// The same request may succeed after a pause that the retry policy chooses.
    Backoff,
    /// The remote named a pause.
    After(Duration),
}

/// Whether the failed call may have changed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Effect {
    /// Certainly nothing happened.
    None,
    /// It may have happened; a non-idempotent call is never sent again.
    Unknown,
}

/// A fact beside an error's message: an id, a catalogued name or a number, never content.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// A count, size, status code, line or column.
    Number(u64),
    /// An id, a name of a type, field, state or setting, or a path the user gave us.
    Id(String),
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u16> for Fact {
    fn from(number: u16) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

impl From<&'static str> for Fact {
    fn from(text: &'static str) -> Self {
        Self::Id(text.into())
    }
}

impl Fact {
    /// A name that may rest outside memory: of a type, field, state, setting, rule or path.
    pub fn name(name: impl Into<String>) -> Self {
        Self::Id(name.into())
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Id(text) => f.write_str(text),
        }
    }
}

/// What went wrong, whether asking again helps, and whether it may have happened all the same.
///
/// The message and the help are fixed texts; the context holds ids, names and numbers. None of
/// them ever holds content, a secret or a raw body.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    retry: Retry,
    effect: Effect,
    message: &'static str,
    help: Option<&'static str>,
    context: Vec<(&'static str, Fact)>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Makes an error that is final and had no effect; the other axes are set by `with_...`.
    pub fn new(kind: ErrorKind, message: &'static str) -> Self {
        Self(Box::new(Inner {
            kind,
            retry: Retry::Never,
            effect: Effect::None,
            message,
            help: None,
            context: Vec::new(),
            source: None,
        }))
    }

    /// Sets whether asking again can help.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.0.retry = retry;
        self
    }

    /// Sets whether it may have happened.
    #[must_use]
    pub fn with_effect(mut self, effect: Effect) -> Self {
        self.0.effect = effect;
        self
    }

    /// Says what the reader can do about it.
    #[must_use]
    pub fn with_help(mut self, help: &'static str) -> Self {
        self.0.help = Some(help);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, key: &'static str, fact: impl Into<Fact>) -> Self {
        self.0.context.push((key, fact.into()));
        self
    }

    /// Keeps the cause. It must not be able to print content: decoding errors of foreign bodies
    /// are reduced to their position before they come here.
    #[must_use]
    pub fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether asking again can help.
    pub fn retry(&self) -> Retry {
        self.0.retry
    }

    /// Whether it may have happened.
    pub fn effect(&self) -> Effect {
        self.0.effect
    }

    /// The fixed message.
    pub fn message(&self) -> &'static str {
        self.0.message
    }

    /// What the reader can do, where we know.
    pub fn help(&self) -> Option<&'static str> {
        self.0.help
    }

    /// The facts, in the order in which they were added.
    pub fn context(&self) -> &[(&'static str, Fact)] {
        &self.0.context
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.message)?;
        for (index, (key, fact)) in self.0.context.iter().enumerate() {
            write!(f, "{}{key}: {fact}", if index == 0 { " (" } else { ", " })?;
        }
        if !self.0.context.is_empty() {
            f.write_str(")")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("retry", &self.0.retry)
            .field("effect", &self.0.effect)
            .field("message", &self.0.message)
            .field("context", &self.0.context)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, ErrorKind};

    #[test]
    fn display_is_message_and_facts() {
        let error = Error::new(ErrorKind::NotFound, "the project does not exist")
            .with("project", "Shop")
            .with("status", 404_u16);
        assert_eq!(error.to_string(), "the project does not exist (project: Shop, status: 404)");
    }
}
