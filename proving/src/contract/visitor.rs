use std::cell::RefCell;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response};
use migrayt_core::{Error, ErrorKind, Fact, Result};
use migrayt_testkit::clock::VirtualClock;
use migrayt_testkit::contract::{Asked, Contract, Witness};
use migrayt_testkit::sim::Simulator;
use serde_json::Value;
use time::OffsetDateTime;

/// Somebody who asks a simulator by hand.
pub(super) struct Visitor<S> {
    simulator: Arc<S>,
    contract: Arc<Contract>,
    authorization: String,
    now: OffsetDateTime,
    /// What was asked for: methods and paths.
    asked: RefCell<Vec<(Method, String)>>,
}

/// What a simulator said.
pub(super) struct Heard(pub(super) Response<Bytes>);

impl<S: Simulator> Visitor<S> {
    pub(super) fn new(simulator: S, contract: &Arc<Contract>, authorization: &str) -> Self {
        Self {
            simulator: Arc::new(simulator),
            contract: Arc::clone(contract),
            authorization: authorization.to_owned(),
            now: VirtualClock::START,
            asked: RefCell::default(),
        }
    }

    /// Somebody else, whom the simulator knows by another credential; nobody if it is empty.
    pub(super) fn known_by(&self, authorization: &str) -> Self {
        Self {
            simulator: Arc::clone(&self.simulator),
            contract: Arc::clone(&self.contract),
            authorization: authorization.to_owned(),
            now: self.now,
            asked: RefCell::default(),
        }
    }

    /// Methods and paths that were asked for.
    pub(super) fn asked(&self) -> Vec<(Method, String)> {
        self.asked.borrow().clone()
    }

    /// Asks as the documents say; another status than that one is an error.
    pub(super) fn ask(
        &self,
        method: &str,
        target: &str,
        body: impl Into<Sent>,
        status: u16,
    ) -> Result<Heard> {
        self.send(Asked::Rightly, method, target, body.into(), status)
    }

    /// Asks for something that is wrong in a way that the documents forbid.
    pub(super) fn err(
        &self,
        method: &str,
        target: &str,
        body: impl Into<Sent>,
        status: u16,
    ) -> Result<Heard> {
        self.send(Asked::Anyhow, method, target, body.into(), status)
    }

    fn send(
        &self,
        asked: Asked,
        method: &str,
        target: &str,
        sent: Sent,
        status: u16,
    ) -> Result<Heard> {
        let wrong = |what: &'static str, status: u16| {
            Error::new(ErrorKind::Unexpected, what)
                .with("method", Fact::name(method.to_owned()))
                .with("target", Fact::name(target.to_owned()))
                .with("status", status)
        };
        let method = Method::from_bytes(method.as_bytes()).map_err(|_| wrong("no method", 0))?;
        let mut request = Request::builder().method(method.clone()).uri(target);
        if !self.authorization.is_empty() {
            request = request.header("authorization", &self.authorization);
        }
        for (name, value) in sent.headers {
            request = request.header(name, value);
        }
        let request = request.body(sent.body).map_err(|_| wrong("no address", 0))?;
        self.asked.borrow_mut().push((method.clone(), request.uri().path().to_owned()));
        let witness = Witness::new(Arc::clone(&self.simulator), Arc::clone(&self.contract), asked);
        let response = witness.answer(request, self.now);
        let told = response.status().as_u16();
        if told == status {
            return Ok(Heard(response));
        }
        // These are made up, so that they may be shown.
        let body = String::from_utf8_lossy(response.body()).into_owned();
        Err(wrong("a simulator answers otherwise", told).with("answer", Fact::name(body)))
    }
}

/// What goes with a request.
pub(super) struct Sent {
    headers: Vec<(&'static str, &'static str)>,
    body: Bytes,
}

impl Sent {
    /// Bytes of a kind.
    pub(super) fn of(kind: &'static str, body: &'static str) -> Self {
        Self { headers: vec![("content-type", kind)], body: Bytes::from_static(body.as_bytes()) }
    }

    pub(super) fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl From<()> for Sent {
    fn from((): ()) -> Self {
        Self { headers: Vec::new(), body: Bytes::new() }
    }
}

impl From<Value> for Sent {
    fn from(body: Value) -> Self {
        let headers = vec![("content-type", "application/json")];
        Self { headers, body: Bytes::from(body.to_string()) }
    }
}

impl Heard {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(self.0.body()).unwrap_or_default()
    }

    /// The text at a pointer; empty if there is none.
    pub(super) fn text(&self, pointer: &str) -> String {
        match self.json().pointer(pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(value) => value.to_string(),
        }
    }

    /// A header; empty if there is none.
    pub(super) fn header(&self, name: &str) -> String {
        let value = self.0.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    }
}
