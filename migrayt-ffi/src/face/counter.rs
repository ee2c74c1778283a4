//! The desk of one run: its questions go out as events, and answers come back by their numbers.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use migrayt_core::error::{Effect, Error, ErrorKind, Result};
use serde_json::{Value as Json, json};
use tokio::sync::oneshot;

use super::desk::{Answer, Desk, Question};
use super::host::fault;
use super::queue::Queue;
use super::{Event, EventKind};

/// Where a run puts its questions to the host.
#[derive(Debug)]
pub(crate) struct Counter {
    queue: Arc<Queue>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    newest: u64,
    open: HashMap<u64, Open>,
    closed: bool,
}

struct Open {
    port: &'static str,
    method: &'static str,
    answer: oneshot::Sender<Result<Answer>>,
}

impl Counter {
    pub(crate) fn new(queue: Arc<Queue>) -> Self {
        Self { queue, state: Mutex::default() }
    }

    /// Takes the host's answer: `{"ok": ...}`, or `{"error": {...}}`.
    ///
    /// # Errors
    /// `NotFound` if the question was answered, or was withdrawn, or was never asked; `InputInvalid`
    /// if it is neither, and the question stays open.
    pub(crate) fn answer(&self, request: u64, json: &str, bytes: &[u8]) -> Result<()> {
        let mut state = self.state();
        let Some(open) = state.open.get(&request) else {
            return Err(Error::new(ErrorKind::NotFound, "nobody waits for this answer")
                .with("request", request)
                .with_help("it was answered already, or the run does not need it any more"));
        };
        let (port, method) = (open.port, open.method);
        let answer = parse(json, bytes, port, method)
            .map_err(|error| error.with("port", port).with("method", method))?;
        if let Some(open) = state.open.remove(&request) {
            drop(state);
            // Whoever asked may have gone at this very moment.
            let _gone = open.answer.send(answer);
        }
        Ok(())
    }

    /// Ends every open question, and lets no other be asked.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        // Those who wait see that nobody will answer.
        state.open.clear();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Desk for Counter {
    async fn ask(&self, question: Question) -> Result<Answer> {
        let Question { port, method, arguments, bytes } = question;
        let (answer, answered) = oneshot::channel();
        let request = {
            let mut state = self.state();
            if state.closed {
                return Err(gone(port, method));
            }
            state.newest += 1;
            let request = state.newest;
            state.open.insert(request, Open { port, method, answer });
            request
        };
        let withdrawn = Withdraw { counter: self, request };
        let told = json!({ "port": port, "method": method, "arguments": arguments });
        let mut event = Event::new(EventKind::Request, &told);
        event.request = request;
        event.bytes = bytes;
        self.queue.push(event);
        let answer = answered.await;
        drop(withdrawn);
        answer.unwrap_or_else(|_| Err(gone(port, method)))
    }
}

/// Withdraws a question when nobody waits for its answer any more.
struct Withdraw<'a> {
    counter: &'a Counter,
    request: u64,
}

impl Drop for Withdraw<'_> {
    fn drop(&mut self) {
        self.counter.state().open.remove(&self.request);
    }
}

fn gone(port: &'static str, method: &'static str) -> Error {
    Error::new(ErrorKind::Cancelled, "the host gave the run up before it answered")
        .with_effect(Effect::Unknown)
        .with("port", port)
        .with("method", method)
}

fn parse(
    json: &str,
    bytes: &[u8],
    port: &'static str,
    method: &'static str,
) -> Result<Result<Answer>> {
    let wrong = || {
        Error::new(ErrorKind::InputInvalid, "an answer has either `ok` or `error`")
            .with_help("answer with {\"ok\": value} or {\"error\": {\"kind\": \"NotFound\"}}")
    };
    if json.is_empty() {
        return Ok(Ok(Answer { value: Json::Null, bytes: Bytes::copy_from_slice(bytes) }));
    }
    let parsed: Json = serde_json::from_str(json)
        .map_err(|error| wrong().with("line", error.line()).with("column", error.column()))?;
    let Json::Object(mut answer) = parsed else { return Err(wrong()) };
    let first = (answer.remove("ok"), answer.remove("error"), answer.is_empty());
    match first {
        (Some(value), None, true) => Ok(Ok(Answer { value, bytes: Bytes::copy_from_slice(bytes) })),
        (None, Some(error), true) => Ok(Err(fault::error(&error, port, method))),
        _ => Err(wrong()),
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("newest", &self.newest)
            .field("open", &self.open.len())
            .finish_non_exhaustive()
    }
}
