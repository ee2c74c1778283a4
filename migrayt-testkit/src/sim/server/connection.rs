use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use migrayt_core::port::Clock;
use tokio::net::TcpStream;

use super::body::Outgoing;
use crate::fault::{Cut, Mishap};
use crate::sim::Simulator;

/// What every connection of a server needs.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) simulator: Arc<dyn Simulator>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) largest_body: usize,
}

/// Tells the HTTP machine to close the connection without an answer.
#[derive(Debug)]
pub(super) struct HangUp;

impl fmt::Display for HangUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed on purpose")
    }
}

impl std::error::Error for HangUp {}

/// Serves one connection until the peer closes it or a mishap does.
pub(super) async fn serve(stream: TcpStream, line: Line) {
    let service = service_fn(|request| answer(&line, request));
    let served = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
    if let Err(error) = served {
        tracing::trace!(closed_by_peer = error.is_incomplete_message(), "a connection broke");
    }
}

async fn answer(line: &Line, request: Request<Incoming>) -> Result<Response<Outgoing>, HangUp> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, line.largest_body).collect().await else {
        let mut refused = Response::new(Outgoing::whole(Bytes::new()));
        *refused.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        refused
            .headers_mut()
            .insert(http::header::CONNECTION, http::HeaderValue::from_static("close"));
        return Ok(refused);
    };
    let request = Request::from_parts(head, body.to_bytes());
    let mut response = line.simulator.answer(request, line.clock.now());
    let mishap = response.extensions_mut().remove::<Mishap>().unwrap_or_default();
    if mishap.delay > Duration::ZERO {
        line.clock.sleep_until(line.clock.now() + mishap.delay).await;
    }
    match mishap.cut {
        Some(Cut::NoAnswer) => Err(HangUp),
        Some(Cut::BodyAfter(bytes)) => Ok(response.map(|body| Outgoing::cut(&body, bytes))),
        None => Ok(response.map(Outgoing::whole)),
    }
}
