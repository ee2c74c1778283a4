use std::error::Error as _;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::stream::{StreamExt as _, TryStreamExt as _};
use http::{Request, Response};
use migrayt_core::port::{Body, Wire};
use migrayt_core::{Effect, Error, ErrorKind, Fact, Result, Retry};
use url::Url;

use super::{SafeUrl, pieces};

/// How the network is reached.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WireSettings {
    /// How long a connection may take; 10 s by default.
    pub connect: Duration,
    /// How long a remote may be silent, before and within an answer; 100 s by default, since
    /// Azure DevOps may delay a request for 30 s and then work on it for another 30 s. It does
    /// not hold while a file is being sent.
    pub silence: Duration,
    /// How long a whole call may take, its body included; 30 min by default, for large files.
    pub total: Duration,
    /// The longest answer in bytes; 4 GiB by default.
    pub max_answer: u64,
    /// The proxy for all requests. The environment is not asked for one.
    pub proxy: Option<SafeUrl>,
    /// Root certificates in PEM, trusted beside those of the system.
    pub roots: Vec<Vec<u8>>,
}

impl Default for WireSettings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(100),
            total: Duration::from_mins(30),
            max_answer: 4 << 30,
            proxy: None,
            roots: Vec::new(),
        }
    }
}

/// The [`Wire`] of production: HTTP/1.1 over TLS by rustls, which follows no redirect, keeps no
/// cookie, sends nothing twice and sends plain text only to this machine.
#[derive(Clone)]
pub struct ReqwestWire {
    /// For requests that are in memory; a remote's silence ends them.
    calls: reqwest::Client,
    /// For bodies that are streamed: a remote is silent while it takes them in.
    uploads: reqwest::Client,
    max_answer: u64,
}

impl ReqwestWire {
    /// Makes a wire with a pool of connections of its own.
    ///
    /// # Errors
    /// `ConfigInvalid` for a root certificate or proxy that cannot be used.
    pub fn new(settings: &WireSettings) -> Result<Self> {
        let finish = |builder: reqwest::ClientBuilder| {
            builder.build().map_err(|error| {
                Error::new(ErrorKind::ConfigInvalid, "the network settings cannot be used")
                    .with_help("check the proxy's address and the root certificates")
                    .with_source(error.without_url())
            })
        };
        Ok(Self {
            calls: finish(Self::builder(settings)?.read_timeout(settings.silence))?,
            uploads: finish(Self::builder(settings)?)?,
            max_answer: settings.max_answer,
        })
    }

    fn builder(settings: &WireSettings) -> Result<reqwest::ClientBuilder> {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("migrayt/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .connect_timeout(settings.connect)
            .timeout(settings.total);
        if let Some(proxy) = &settings.proxy {
            let proxy = reqwest::Proxy::all(proxy.expose().as_str()).map_err(|_| {
                Error::new(ErrorKind::ConfigInvalid, "the proxy's address cannot be used")
                    .with("url", proxy.shown())
            })?;
            builder = builder.proxy(proxy);
        }
        let mut roots = Vec::new();
        for (place, pem) in settings.roots.iter().enumerate() {
            let found = reqwest::Certificate::from_pem_bundle(pem).unwrap_or_default();
            if found.is_empty() {
                return Err(Error::new(
                    ErrorKind::ConfigInvalid,
                    "a root certificate cannot be read as PEM",
                )
                .with("certificate", place + 1)
                .with_help("give a file that begins with -----BEGIN CERTIFICATE-----"));
            }
            roots.extend(found);
        }
        if !roots.is_empty() {
            builder = builder.tls_certs_merge(roots);
        }
        Ok(builder)
    }
}

#[async_trait]
impl Wire for ReqwestWire {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>> {
        let (head, body) = request.into_parts();
        let url = Url::parse(&head.uri.to_string())
            .map_err(|_| Error::new(ErrorKind::Misuse, "the address is not absolute"))?;
        let shown = SafeUrl::from(url.clone());
        if !shown.is_secure() {
            return Err(shown.insecure());
        }
        let broken = Broken::default();
        let client = if matches!(body, Body::Stream { .. }) { &self.uploads } else { &self.calls };
        let mut builder = client.request(head.method, url).headers(head.headers);
        builder = match body {
            Body::Empty => builder,
            Body::Bytes(bytes) => builder.body(bytes),
            Body::Stream { pieces, .. } => {
                let broken = broken.clone();
                let pieces = pieces.map_err(move |error| broken.keep(error));
                builder.body(reqwest::Body::wrap_stream(pieces))
            }
        };
        let answer = match builder.send().await {
            Ok(answer) => answer,
            Err(error) => {
                // If our own body broke, that is the cause to name.
                return Err(broken
                    .take()
                    .map_or_else(|| unreached(error, &shown), |e| e.with_effect(Effect::Unknown)));
            }
        };
        let mut response = Response::new(Body::Empty);
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        let length = answer.content_length();
        let stream = answer.bytes_stream().map_err(move |error| unreached(error, &shown)).boxed();
        let body = Body::Stream { pieces: stream, length: None };
        let pieces = pieces::checked(body, None, self.max_answer);
        *response.body_mut() = Body::Stream { pieces, length };
        Ok(response)
    }
}

impl fmt::Debug for ReqwestWire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReqwestWire(..)")
    }
}

/// The failure of a request's own body, kept beside the client, which would wrap it.
#[derive(Clone, Debug, Default)]
struct Broken(Arc<Mutex<Option<Error>>>);

impl Broken {
    fn keep(&self, error: Error) -> io::Error {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        io::Error::other("the request's body ended early")
    }

    fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Says why there is no answer, or no whole answer.
fn unreached(error: reqwest::Error, url: &SafeUrl) -> Error {
    let host = Fact::name(url.authority());
    let error = error.without_url();
    let found = if error.is_connect() {
        if is_untrusted(&error) {
            Error::new(ErrorKind::Unavailable, "the host's certificate or TLS was not accepted")
                .with_help(
                    "if a company's proxy or own authority signs it, give its root certificate",
                )
        } else if error.is_dns() {
            Error::new(ErrorKind::Unavailable, "the host's name is not known")
                .with_retry(Retry::Backoff)
                .with_help("check the address for spelling, and the network")
        } else if error.is_timeout() {
            Error::new(ErrorKind::Unavailable, "the host did not take a connection in time")
                .with_retry(Retry::Backoff)
                .with_help("check the network, and whether a proxy is needed")
        } else {
            Error::new(ErrorKind::Unavailable, "the host refused the connection")
                .with_retry(Retry::Backoff)
                .with_help("check the address and port, and whether a proxy is needed")
        }
    } else if error.is_builder() {
        Error::new(ErrorKind::Misuse, "the request cannot be written")
    } else if error.is_timeout() {
        Error::new(ErrorKind::Timeout, "the host did not answer in time")
            .with_retry(Retry::Backoff)
            .with_effect(Effect::Unknown)
            .with_help("try again later, or allow more time with [network] timeout_s")
    } else {
        Error::new(ErrorKind::Unavailable, "the connection broke before the answer was whole")
            .with_retry(Retry::Backoff)
            .with_effect(Effect::Unknown)
            .with_help("check the network and the proxy, and try again")
    };
    found.with("host", host).with_source(error)
}

/// Whether TLS failed: rustls' errors come as invalid data.
fn is_untrusted(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::InvalidData)
        {
            return true;
        }
        cause = error.source();
    }
    false
}
