use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::stream::{self, StreamExt as _};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use migrayt_core::id::EndpointId;
use migrayt_core::port::{
    Body, Budget, ByteStream, Clock, Credential, Ids, MethodClass, Permit, Wire,
};
use migrayt_core::retry::{self, Policy};
use migrayt_core::{Effect, Error, ErrorKind, Result};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use tracing::Instrument as _;

use super::counts::Counter;
use super::refused::is_page;
use super::{
    AdaptiveBudget, Answer, Call, Counts, Judge, Payload, Refused, SafeUrl, limits, pieces,
};

/// What a client is made of, besides the remote's address.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClientParts {
    /// The way to the network.
    pub wire: Arc<dyn Wire>,
    /// Who we are.
    pub credential: Arc<dyn Credential>,
    /// Our share of what the remote allows.
    pub budget: Arc<dyn Budget>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub ids: Arc<dyn Ids>,
    /// When a call is sent again.
    pub policy: Policy,
    /// The longest answer that is read into memory, in bytes; 64 MiB by default.
    pub max_answer: u64,
}

impl ClientParts {
    /// Parts with the default policy and an [`AdaptiveBudget`] of eight requests at once.
    pub fn new(
        wire: Arc<dyn Wire>,
        credential: Arc<dyn Credential>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        let budget = Arc::new(AdaptiveBudget::new(Arc::clone(&clock), 8));
        let policy = Policy::default();
        Self { wire, credential, budget, clock, ids, policy, max_answer: 64 << 20 }
    }
}

/// Sends a connector's requests. It is cheap to clone, and clones share their counts.
#[derive(Clone)]
pub struct Client {
    endpoint: EndpointId,
    base: SafeUrl,
    parts: Arc<ClientParts>,
    judge: Judge,
    counter: Arc<Counter>,
}

impl Client {
    /// Makes a client for one remote. Every request goes to an address below `base`, and every
    /// error names the endpoint.
    ///
    /// # Errors
    /// `ConfigInvalid` if the base is neither `https` nor on this machine.
    pub fn new(
        endpoint: EndpointId,
        base: SafeUrl,
        parts: ClientParts,
        judge: Judge,
    ) -> Result<Self> {
        if !base.is_secure() {
            return Err(base.insecure());
        }
        Ok(Self { endpoint, base, parts: Arc::new(parts), judge, counter: Arc::default() })
    }

    /// Sends a call until it is answered, and reads the answer whole. A call that is not
    /// idempotent is sent again only if it certainly had no effect; one with a body that can be
    /// read only once is sent once.
    ///
    /// # Errors
    /// What the connector's [`Judge`] says of a refusal, or the wire's errors.
    pub async fn call(&self, call: Call) -> Result<Answer> {
        self.drive(call, Ok).await
    }

    /// As [`Client::call`], and reads the answer as JSON; an answer that ended early counts as
    /// lost.
    ///
    /// # Errors
    /// As for [`Client::call`] and [`Answer::json`].
    pub async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        self.drive(call, |answer| answer.json()).await
    }

    /// Sends a call until it is answered, and gives the answer's bytes as they come. What breaks
    /// after the first of them is not asked again.
    ///
    /// # Errors
    /// As for [`Client::call`]; the stream fails with `DataCorrupt` if it is shorter or longer
    /// than the answer's head promised.
    pub async fn open(&self, call: Call) -> Result<(HeaderMap, ByteStream)> {
        let sheet = self.sheet(call)?;
        let (response, permit) = self.repeat(&sheet, || self.send(&sheet)).await?;
        let (head, body) = response.into_parts();
        let promised = pieces::promised(&head.headers, &body);
        let bytes = pieces::checked(body, promised, u64::MAX);
        // The share is given back when the stream ends or is dropped.
        let lasting = stream::unfold((bytes, permit), |(mut bytes, permit)| async move {
            let piece = bytes.next().await?;
            Some((piece, (bytes, permit)))
        });
        Ok((head.headers, lasting.boxed()))
    }

    /// How many requests were sent so far.
    pub fn requests(&self) -> Counts {
        self.counter.read()
    }

    /// The address below which every request goes.
    pub fn base(&self) -> &SafeUrl {
        &self.base
    }

    /// Time.
    pub fn clock(&self) -> &dyn Clock {
        &*self.parts.clock
    }

    /// Randomness.
    pub fn ids(&self) -> &dyn Ids {
        &*self.parts.ids
    }

    async fn drive<T>(&self, call: Call, read: impl Fn(Answer) -> Result<T> + Sync) -> Result<T> {
        let sheet = self.sheet(call)?;
        let read = &read;
        self.repeat(&sheet, async || {
            let (response, permit) = self.send(&sheet).await?;
            let (head, body) = response.into_parts();
            let promised = pieces::promised(&head.headers, &body);
            let body = pieces::collect(body, promised, self.parts.max_answer).await?;
            drop(permit);
            let effect = sheet.effect_of_loss();
            read(Answer { status: head.status, headers: head.headers, body, effect })
        })
        .await
    }

    async fn repeat<T, F>(&self, sheet: &Sheet, send: impl FnMut() -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let mut policy = self.parts.policy.clone();
        if sheet.once.is_some() {
            policy.attempts = 1;
        }
        let ClientParts { clock, ids, .. } = &*self.parts;
        let answered = retry::drive(&policy, &**clock, &**ids, sheet.idempotent, send).await;
        answered.map_err(|error| {
            let error = error.with("endpoint", &self.endpoint);
            match sheet.effect_of_loss() {
                // Whatever went wrong with a question, it changed nothing.
                Effect::None => error.with_effect(Effect::None),
                Effect::Unknown => error,
            }
        })
    }

    /// Sends once. An answer that is no success is an error.
    async fn send(&self, sheet: &Sheet) -> Result<(Response<Body>, Permit)> {
        let permit = self.parts.budget.acquire(sheet.class, sheet.cost).await?;
        // After the wait, so that a grant that was renewed meanwhile is used.
        let secret = self.parts.credential.lend().await?;
        let request = sheet.request(&secret)?;
        self.counter.add(sheet.class);
        let span = tracing::debug_span!(
            "request", method = %sheet.method, url = %sheet.url, class = ?sheet.class
        );
        let answer = self.parts.wire.send(request).instrument(span.clone()).await;
        let response = answer.inspect_err(|error| {
            span.in_scope(|| tracing::debug!(kind = %error.kind(), "no answer"));
        })?;
        let status = response.status();
        span.in_scope(|| tracing::debug!(status = status.as_u16(), "answered"));
        let facts = limits::facts(status.as_u16(), response.headers(), self.parts.clock.now());
        self.parts.budget.observe(&facts);
        if sheet.takes(status, response.headers()) {
            return Ok((response, permit));
        }
        let (head, body) = response.into_parts();
        let body = pieces::beginning(body, MAX_REFUSAL).await;
        let mut refused =
            Refused::new(status, head.headers, body).to(sheet.method.clone(), sheet.class);
        refused.retry_after = facts.retry_after;
        Err((self.judge)(&refused))
    }

    fn sheet(&self, call: Call) -> Result<Sheet> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.extend(call.headers);
        let (media_type, bytes, once) = match call.body {
            Payload::Empty => (None, None, None),
            Payload::Bytes { media_type, bytes } => (Some(media_type), Some(bytes), None),
            Payload::Once { media_type, body } => (Some(media_type), None, Some(body)),
        };
        if let Some(media_type) = media_type {
            let value = HeaderValue::from_str(&media_type).map_err(|_| {
                Error::new(ErrorKind::Misuse, "a media type cannot stand in a header")
            })?;
            headers.insert(CONTENT_TYPE, value);
        }
        if let Some(Body::Stream { length: Some(length), .. }) = &once {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(*length));
        }
        Ok(Sheet {
            method: call.method,
            url: self.base.below(&call.segments).asking(&call.query),
            headers,
            bytes,
            once: once.map(|body| Mutex::new(Some(body))),
            class: call.class,
            idempotent: call.idempotent,
            cost: call.cost,
            also: call.also,
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base).finish_non_exhaustive()
    }
}

/// The longest beginning of a refusal that a judge sees.
const MAX_REFUSAL: usize = 64 << 10;

/// A call made ready, from which each try is written.
struct Sheet {
    method: Method,
    url: SafeUrl,
    headers: HeaderMap,
    bytes: Option<bytes::Bytes>,
    once: Option<Mutex<Option<Body>>>,
    class: MethodClass,
    idempotent: bool,
    cost: u32,
    also: &'static [u16],
}

impl Sheet {
    fn request(&self, secret: &SecretString) -> Result<Request<Body>> {
        let mut authorization = HeaderValue::from_str(secret.expose_secret()).map_err(|_| {
            Error::new(ErrorKind::ConfigInvalid, "the credential cannot stand in a header")
                .with_help("check the secret for line breaks and other control characters")
        })?;
        authorization.set_sensitive(true);
        let body = match (&self.bytes, &self.once) {
            (Some(bytes), _) => Body::Bytes(bytes.clone()),
            (None, Some(once)) => once
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take()
                .ok_or_else(|| Error::new(ErrorKind::Misuse, "a body can be sent only once"))?,
            (None, None) => Body::Empty,
        };
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.url.expose().as_str().parse().map_err(|_| {
            Error::new(ErrorKind::Misuse, "the address cannot be sent to")
                .with("url", self.url.shown())
        })?;
        *request.headers_mut() = self.headers.clone();
        request.headers_mut().insert(AUTHORIZATION, authorization);
        Ok(request)
    }

    fn takes(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let page = self.class != MethodClass::Download && is_page(headers);
        let success = status.is_success() && status != StatusCode::NON_AUTHORITATIVE_INFORMATION;
        (success && !page) || self.also.contains(&status.as_u16())
    }

    /// What may have happened if the answer to a successful call cannot be read.
    fn effect_of_loss(&self) -> Effect {
        match self.class {
            MethodClass::Discover | MethodClass::Read | MethodClass::Download => Effect::None,
            _ => Effect::Unknown,
        }
    }
}
