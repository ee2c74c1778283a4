use std::error::Error as _;

use migrayt_core::error::{Effect, Error, Fact, Retry};
use serde_json::{Map, Value as Json, json};

/// An error as a host sees it: everything that a person or a program needs, and nothing borrowed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The number of its kind, see [`migrayt_core::ErrorKind`].
    pub code: u16,
    /// Whether asking again can help: 0 never, 1 after a pause, 2 after `retry_after_ms`.
    pub retry: u32,
    /// The pause that the remote asked for, in milliseconds; 0 unless `retry` is 2.
    pub retry_after_ms: u64,
    /// Whether it may have happened all the same: 0 certainly not, 1 perhaps.
    pub effect: u32,
    /// One sentence with the facts behind it.
    pub message: String,
    /// `{code, kind, retry, effect, message, help, context, causes}`.
    pub json: String,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let (retry, words, retry_after_ms) = match error.retry() {
            Retry::Never => (0, "never", 0),
            Retry::Backoff => (1, "backoff", 0),
            Retry::After(pause) => {
                (2, "after", u64::try_from(pause.as_millis()).unwrap_or(u64::MAX))
            }
        };
        let mut context = Map::new();
        for (name, fact) in error.context() {
            let fact = match fact {
                Fact::Number(number) => json!(number),
                Fact::Id(text) => json!(text),
            };
            context.insert((*name).to_owned(), fact);
        }
        let json = json!({
            "code": error.kind().code(),
            "kind": error.kind().to_string(),
            "retry": words,
            "retry_after_ms": retry_after_ms,
            "effect": if error.effect() == Effect::None { "none" } else { "unknown" },
            "message": error.message(),
            "help": error.help(),
            "context": context,
            "causes": causes(error),
        });
        Self {
            code: error.kind().code(),
            retry,
            retry_after_ms,
            effect: u32::from(error.effect() == Effect::Unknown),
            message: error.to_string(),
            json: json.to_string(),
        }
    }
}

/// What lies behind it, nearest first.
fn causes(error: &Error) -> Vec<Json> {
    let mut found = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        found.push(Json::String(cause.to_string()));
        next = cause.source();
    }
    found
}
