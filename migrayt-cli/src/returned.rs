//! Where a browser comes back after a person has consented: a page on this machine, for one answer.

use std::convert::Infallible;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use migrayt::core::error::{Error, ErrorKind, Result};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use url::{Host, Url};

/// What a person sees whose answer has arrived. It holds nothing of the answer.
const ARRIVED: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><title>Migrayt</title>\
    <main><h1>Your answer has arrived</h1>\
    <p>The terminal says what became of it. You can close this page.</p></main></html>";

/// Listens on an address of this machine until a browser comes.
#[derive(Debug)]
pub(crate) struct Returned {
    listeners: Vec<TcpListener>,
    path: Arc<str>,
}

impl Returned {
    /// Begins to listen, before anybody is sent anywhere.
    ///
    /// # Errors
    /// `ConfigInvalid` for an address that is not this machine's; `Unavailable` if it is taken.
    pub(crate) async fn at(redirect: &str) -> Result<Self> {
        let url = Url::parse(redirect).ok().filter(|url| url.scheme() == "http");
        let port = url.as_ref().and_then(Url::port);
        let addresses = match (url.as_ref().and_then(Url::host), port) {
            (Some(Host::Domain("localhost")), Some(port)) => vec![
                SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
                SocketAddr::from((Ipv6Addr::LOCALHOST, port)),
            ],
            (Some(Host::Ipv4(host)), Some(port)) if host.is_loopback() => {
                vec![SocketAddr::from((host, port))]
            }
            (Some(Host::Ipv6(host)), Some(port)) if host.is_loopback() => {
                vec![SocketAddr::from((host, port))]
            }
            _ => {
                return Err(Error::new(
                    ErrorKind::ConfigInvalid,
                    "the browser cannot return to this program at that address",
                )
                .with_help(
                    "register and name one with a port of this machine, such as \
                     http://localhost:8477/return",
                ));
            }
        };
        let mut listeners = Vec::new();
        let mut failed = None;
        for address in addresses {
            match TcpListener::bind(address).await {
                Ok(listener) => listeners.push(listener),
                Err(error) => failed = Some((address, error)),
            }
        }
        // A machine without one of the two families has one listener.
        if listeners.is_empty()
            && let Some((address, error)) = failed
        {
            return Err(Error::new(ErrorKind::Unavailable, "the address to return to is taken")
                .with("port", address.port())
                .with_help("end the program that has it, or register and name another port")
                .with_source(error));
        }
        let path = url.map(|url| url.path().to_owned()).unwrap_or_default();
        Ok(Self { listeners, path: path.into() })
    }

    /// The query with which the first browser comes.
    pub(crate) async fn query(self) -> String {
        let (tell, mut told) = mpsc::channel(1);
        let mut tasks = JoinSet::new();
        for listener in self.listeners {
            tasks.spawn(listen(listener, Arc::clone(&self.path), tell.clone()));
        }
        told.recv().await.unwrap_or_default()
    }
}

async fn listen(listener: TcpListener, path: Arc<str>, tell: mpsc::Sender<String>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, Arc::clone(&path), tell.clone()));
    }
}

async fn serve(stream: TcpStream, path: Arc<str>, tell: mpsc::Sender<String>) {
    let found = Arc::new(OnceLock::new());
    let kept = Arc::clone(&found);
    let service = service_fn(move |request: Request<Incoming>| {
        let (path, found) = (Arc::clone(&path), Arc::clone(&kept));
        async move { Ok::<_, Infallible>(answer(&request, &path, &found)) }
    });
    let mut server = http1::Builder::new();
    let connection = server.keep_alive(false).serve_connection(TokioIo::new(stream), service);
    // A browser that goes away takes nothing with it.
    let _ended = connection.await;
    // It is told once the page is sent: what comes then ends the connections. Only the first counts.
    if let Some(query) = found.get() {
        let _first = tell.try_send(String::clone(query));
    }
}

fn answer(
    request: &Request<Incoming>,
    path: &str,
    found: &OnceLock<String>,
) -> Response<Full<Bytes>> {
    let query = request.uri().query().filter(|query| query.contains("state="));
    let is_return = request.method() == Method::GET && request.uri().path() == path;
    let (status, page) = match query.filter(|_| is_return) {
        Some(query) => {
            let _first = found.set(query.to_owned());
            (StatusCode::OK, ARRIVED)
        }
        None => (StatusCode::NOT_FOUND, "<!doctype html><title>Migrayt</title>Nothing is here."),
    };
    let mut response = Response::new(Full::new(Bytes::from_static(page.as_bytes())));
    *response.status_mut() = status;
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        // The address holds the code: it is told to nobody else.
        (REFERRER_POLICY, "no-referrer"),
    ] {
        response.headers_mut().insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}
