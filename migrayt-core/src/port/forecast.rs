use std::time::Duration;

use serde::Serialize;

/// What carrying a plan out will take of a target, reckoned before anything is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Forecast {
    /// Requests to the target, without those that are sent again.
    pub requests: u64,
    /// How long they take, by kind of credential.
    pub spans: Vec<Span>,
}

impl Forecast {
    /// A forecast of so many requests.
    pub fn of(requests: u64) -> Self {
        Self { requests, spans: Vec::new() }
    }

    /// Says how long it takes with a kind of credential.
    #[must_use]
    pub fn with(mut self, credential: &'static str, time: Duration, bound: &'static str) -> Self {
        self.spans.push(Span { credential, seconds: time.as_secs(), bound });
        self
    }
}

/// How long it takes with one kind of credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Span {
    /// The kind of credential.
    pub credential: &'static str,
    /// In seconds, rounded down.
    pub seconds: u64,
    /// What it is reckoned from.
    pub bound: &'static str,
}
