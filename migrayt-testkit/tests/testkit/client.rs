use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use migrayt_testkit::contract::{Asked, Contract, Tracker};
use migrayt_testkit::sim::Simulator;
use migrayt_testkit::sim::server::Server;
use serde_json::Value;
use tokio::net::TcpStream;

use migrayt_testkit::clock::VirtualClock;

/// A simulator behind a socket, and someone who asks it.
pub(crate) struct Client {
    server: Server,
    pub(crate) clock: Arc<VirtualClock>,
    authorization: Option<String>,
    contract: Option<Contract>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The JSON of an answer with that status.
    #[track_caller]
    pub(crate) fn with(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        self.json()
    }

    /// Checks the status of an answer that need not be JSON.
    pub(crate) fn is(&self, status: u16) {
        assert_eq!(self.status, status, "{self:?}");
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Client {
    pub(crate) async fn of(simulator: Arc<dyn Simulator>) -> Self {
        let clock = Arc::new(VirtualClock::default());
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = Server::start(simulator, address, clock.clone()).await.unwrap();
        Self { server, clock, authorization: None, contract: None }
    }

    pub(crate) fn basic(mut self, user: &str, secret: &str) -> Self {
        let pair = STANDARD.encode(format!("{user}:{secret}"));
        self.authorization = Some(format!("Basic {pair}"));
        self
    }

    /// Holds every answer from here on against the tracker's documents, if they are at hand.
    pub(crate) fn held_to(mut self, tracker: Tracker) -> Self {
        self.contract = Contract::find(tracker).unwrap();
        self
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.ask(Method::GET, target, &[], Bytes::new()).await.unwrap()
    }

    pub(crate) async fn post(&self, target: &str, body: &Value) -> Answer {
        self.json(Method::POST, target, body).await
    }

    pub(crate) async fn json(&self, method: Method, target: &str, body: &Value) -> Answer {
        let kind = [("content-type", "application/json")];
        self.ask(method, target, &kind, body.to_string().into()).await.unwrap()
    }

    /// One request over a connection of its own.
    pub(crate) async fn ask(
        &self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Result<Answer, hyper::Error> {
        let stream = TcpStream::connect(self.server.address()).await.unwrap();
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header("host", self.server.address().to_string());
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let seen = request.body(body).unwrap();
        let request = seen.clone().map(Full::new);
        let exchange = async move {
            let (head, body) = sender.send_request(request).await?.into_parts();
            let body = body.collect().await?.to_bytes();
            Ok(Answer { status: head.status, headers: head.headers, body })
        };
        // The connection ends when the sender is dropped; what went wrong shows in the exchange.
        let (answer, _) = tokio::join!(exchange, connection);
        // The documents are those of version 3.
        let other = ["/rest/api/2/", "/rest/api/latest/"].iter().any(|it| target.starts_with(it));
        let contract = self.contract.as_ref().filter(|_| !other);
        if let (Some(contract), Ok(answer)) = (contract, &answer) {
            let mut response = Response::new(answer.body.clone());
            (*response.status_mut(), *response.headers_mut()) =
                (answer.status, answer.headers.clone());
            contract.hold(&seen, &response, Asked::Anyhow);
            let account = contract.account();
            assert!(account.violations.is_empty(), "{account}");
        }
        answer
    }
}
