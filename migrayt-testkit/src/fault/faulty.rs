use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{Method, Request, Response, StatusCode};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::count::Counts;
use super::mishap::{Cut, Mishap};
use super::rule::{Fault, Occurrence, Rule};
use crate::sim::Simulator;

const SIGN_IN: &str = "<!DOCTYPE html>\r\n<html lang=\"en-US\"><head><title>Azure DevOps Services | Sign In</title></head><body><h1>Sign in</h1></body></html>";

/// A simulator whose answers go wrong as rules say. Of several rules that strike one request, the
/// one added first decides.
#[derive(Debug)]
pub struct Faulty<S> {
    inner: S,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    rules: Vec<Armed>,
    counts: Counts,
    struck: u64,
}

#[derive(Debug)]
struct Armed {
    rule: Rule,
    covered: u64,
    // By method and target: requests seen, struck in a row. Only random rules fill it.
    seen: HashMap<String, (u64, u32)>,
}

impl<S> Faulty<S> {
    /// Passes everything on until rules are added.
    pub fn new(inner: S) -> Self {
        Self { inner, state: Mutex::default() }
    }

    /// The simulator inside.
    pub fn inner(&self) -> &S {
        &self.inner
    }

    /// Adds a rule from the next request on.
    pub fn inject(&self, rule: Rule) {
        self.state().rules.push(Armed { rule, covered: 0, seen: HashMap::new() });
    }

    /// Adds a rule before the first request.
    #[must_use]
    pub fn with(self, rule: Rule) -> Self {
        self.inject(rule);
        self
    }

    /// Removes all rules. Counts stay.
    pub fn heal(&self) {
        self.state().rules.clear();
    }

    /// What was asked so far, struck requests too.
    pub fn counts(&self) -> Counts {
        self.state().counts.clone()
    }

    /// How many requests were struck.
    pub fn struck(&self) -> u64 {
        self.state().struck
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn strike(&mut self, method: &Method, path: &str, target: &str) -> Option<Fault> {
        self.counts.add(method, path);
        let mut fault = None;
        // Every rule counts what it covers, also behind one that struck already.
        for armed in &mut self.rules {
            if armed.rule.covers(method, target) && armed.strikes(method, target) && fault.is_none()
            {
                fault = Some(armed.rule.fault.clone());
            }
        }
        self.struck += u64::from(fault.is_some());
        fault
    }
}

impl Armed {
    fn strikes(&mut self, method: &Method, target: &str) -> bool {
        self.covered += 1;
        let at = self.covered;
        match self.rule.occurrence {
            Occurrence::Always => true,
            Occurrence::Nth(n) => at == n,
            Occurrence::First(n) => at <= n,
            Occurrence::From(n) => at >= n,
            Occurrence::Every(n) => at.checked_rem(n) == Some(0),
            Occurrence::Randomly { seed, permille, in_a_row } => {
                let (seen, row) = self.seen.entry(format!("{method} {target}")).or_default();
                *seen += 1;
                let strikes = *row < in_a_row && draw(seed, method, target, *seen) < permille;
                *row = if strikes { *row + 1 } else { 0 };
                strikes
            }
        }
    }
}

/// A number below 1,000.
fn draw(seed: u64, method: &Method, target: &str, turn: u64) -> u16 {
    let hash = Sha256::new()
        .chain_update(seed.to_le_bytes())
        .chain_update(turn.to_le_bytes())
        .chain_update(method.as_str())
        .chain_update([0])
        .chain_update(target)
        .finalize();
    let number = hash.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    u16::try_from(number % 1_000).unwrap_or_default()
}

#[deny(clippy::missing_trait_methods, reason = "a wrapper must pass everything on")]
impl<S: Simulator> Simulator for Faulty<S> {
    fn answer(&self, request: Request<Bytes>, now: OffsetDateTime) -> Response<Bytes> {
        let target = request.uri().to_string().to_ascii_lowercase();
        let fault = self.state().strike(request.method(), request.uri().path(), &target);
        match fault {
            None => self.inner.answer(request, now),
            Some(Fault::Status(status, body)) => {
                let page = body.starts_with(b"<");
                let kind = if page { "text/html" } else { "text/plain; charset=utf-8" };
                text(status, kind, body)
            }
            Some(Fault::Throttle { retry_after }) => {
                let mut response = text(
                    StatusCode::TOO_MANY_REQUESTS,
                    "application/json; charset=utf-8",
                    Bytes::from_static(b"{\"message\":\"Rate limit exceeded.\"}"),
                );
                if let Some(seconds) = retry_after {
                    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
                }
                response
            }
            Some(Fault::Pause { retry_after }) => {
                let mut response = self.inner.answer(request, now);
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after));
                response
            }
            Some(Fault::SignInPage) => text(
                StatusCode::NON_AUTHORITATIVE_INFORMATION,
                "text/html; charset=utf-8",
                Bytes::from_static(SIGN_IN.as_bytes()),
            ),
            Some(Fault::CloseBeforeEffect) => {
                with(Response::new(Bytes::new()), Mishap::cut(Cut::NoAnswer))
            }
            Some(Fault::CloseAfterEffect) => {
                with(self.inner.answer(request, now), Mishap::cut(Cut::NoAnswer))
            }
            Some(Fault::GatewayAfterEffect(status)) => {
                drop(self.inner.answer(request, now));
                text(
                    status,
                    "text/html",
                    Bytes::from_static(b"<html><body>The gateway had no answer.</body></html>"),
                )
            }
            Some(Fault::Truncate(bytes)) => {
                with(self.inner.answer(request, now), Mishap::cut(Cut::BodyAfter(bytes)))
            }
            Some(Fault::Delay(delay)) => {
                with(self.inner.answer(request, now), Mishap::delay(delay))
            }
        }
    }
}

fn text(status: StatusCode, kind: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// Adds a mishap to those that an inner layer set already.
fn with(mut response: Response<Bytes>, mishap: Mishap) -> Response<Bytes> {
    let inner = response.extensions().get::<Mishap>().copied().unwrap_or_default();
    let both =
        Mishap { delay: inner.delay.saturating_add(mishap.delay), cut: inner.cut.or(mishap.cut) };
    response.extensions_mut().insert(both);
    response
}
