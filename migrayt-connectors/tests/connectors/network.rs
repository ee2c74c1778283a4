//! Real sockets: what is refused, capped, cut off and never followed.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use migrayt_connectors::azure_devops::{self, AzureDevOps};
use migrayt_connectors::http::{ReqwestWire, SafeUrl, WireSettings};
use migrayt_connectors::jira::{self, Jira};
use migrayt_core::digest::DigestKey;
use migrayt_core::port::{Body, HighWater, Located, Source as _, Target as _, Wire};
use migrayt_core::{Effect, Error, ErrorKind};
use migrayt_testkit::fault::{Fault, Faulty, Occurrence, Rule};
use migrayt_testkit::sim::Simulator;
use migrayt_testkit::sim::jira::Jira as Simulated;
use migrayt_testkit::sim::server::Server;
use time::OffsetDateTime;

use crate::clock::SimClock;
use crate::organisation::{Organisation, PROJECT, read, varied};
use crate::site::{self, KEY};

fn wire(change: impl FnOnce(&mut WireSettings)) -> ReqwestWire {
    let mut settings = WireSettings::default();
    change(&mut settings);
    ReqwestWire::new(&settings).unwrap()
}

async fn serve(simulator: Arc<dyn Simulator>) -> Server {
    let clock = Arc::new(SimClock::default());
    Server::start(simulator, "127.0.0.1:0".parse().unwrap(), clock).await.unwrap()
}

fn get(url: &str) -> Request<Body> {
    Request::get(url).body(Body::Empty).unwrap()
}

/// Answers everything alike, and notes what it was asked.
#[derive(Debug, Default)]
struct Plain {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    asked: Mutex<Vec<(String, HeaderMap)>>,
}

impl Plain {
    fn redirecting(to: &str) -> Self {
        let location = HeaderValue::from_str(to).unwrap();
        let headers = HeaderMap::from_iter([(LOCATION, location)]);
        Self { status: StatusCode::FOUND, headers, ..Self::default() }
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Simulator for Plain {
    fn answer(&self, request: Request<Bytes>, _now: OffsetDateTime) -> Response<Bytes> {
        let asked = (request.uri().to_string(), request.headers().clone());
        self.asked.lock().unwrap().push(asked);
        let mut response = Response::new(self.body.clone());
        *response.status_mut() = self.status;
        response.headers_mut().extend(self.headers.clone());
        response
    }
}

#[tokio::test]
async fn no_redirect_is_followed_and_no_other_host_gets_the_credential() {
    let thief = Arc::new(Plain::default());
    let elsewhere = serve(thief.clone()).await;
    let honest = Arc::new(Plain::redirecting(&format!("{}/stolen", elsewhere.url())));
    let server = serve(honest.clone()).await;
    let key = DigestKey::new([1; 32]);

    let organisation = Organisation::new(varied());
    let parts = organisation.parts(Arc::new(wire(|_| {})), "token");
    let settings = azure_devops::Settings::new(format!("{}/fabrikam", server.url()), PROJECT);
    let source = AzureDevOps::new(&settings, parts).unwrap();
    let error = source.catalog(&key).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);

    let clock = Arc::new(SimClock::default());
    let parts = site::parts(&clock, Arc::new(wire(|_| {})), "token");
    let target = Jira::new(&jira::Settings::new(server.url(), KEY), parts).unwrap();
    let error = target.catalog(&key).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unexpected);
    assert!(error.help().is_some());
    assert_eq!((honest.asked(), thief.asked()), (2, 0));
}

#[tokio::test]
async fn plain_http_goes_to_this_machine_only() {
    let wire = wire(|_| {});
    for url in ["http://example.org/x", "http://127.0.0.1.example.org/x", "http://10.0.0.1/x"] {
        let error = wire.send(get(url)).await.unwrap_err();
        assert_eq!((error.kind(), error.effect()), (ErrorKind::ConfigInvalid, Effect::None));
    }
    let organisation = Organisation::new(varied());
    let settings = azure_devops::Settings::new("http://dev.azure.com/fabrikam", PROJECT);
    let error = AzureDevOps::new(&settings, organisation.parts(organisation.wire(), "token"));
    assert_eq!(error.unwrap_err().kind(), ErrorKind::ConfigInvalid);
    let parts = site::parts(&organisation.clock, organisation.wire(), "token");
    let error = Jira::new(&jira::Settings::new("http://example.atlassian.net", KEY), parts);
    assert_eq!(error.unwrap_err().kind(), ErrorKind::ConfigInvalid);
}

#[tokio::test]
async fn a_credential_is_marked_as_sensitive() {
    #[derive(Debug, Default)]
    struct Noting(Mutex<Vec<bool>>);

    #[async_trait::async_trait]
    impl Wire for Noting {
        async fn send(&self, request: Request<Body>) -> migrayt_core::Result<Response<Body>> {
            let value = request.headers().get(AUTHORIZATION).unwrap();
            self.0.lock().unwrap().push(value.is_sensitive());
            Err(Error::new(ErrorKind::Unavailable, "noted"))
        }
    }

    let noting = Arc::new(Noting::default());
    let parts = site::parts(&Arc::default(), noting.clone(), "token");
    let target = Jira::new(&jira::Settings::new(site::URL, KEY), parts).unwrap();
    assert!(target.high_water().await.is_err());
    assert_eq!(*noting.0.lock().unwrap(), [true]);
}

#[tokio::test]
async fn an_answer_beyond_the_wires_limit_is_cut_off() {
    let body = Bytes::from(vec![b'x'; 10_000]);
    let server = serve(Arc::new(Plain { body, ..Plain::default() })).await;
    let read = async |max_answer| {
        let wire = wire(|settings| settings.max_answer = max_answer);
        let answer = wire.send(get(&server.url())).await.unwrap();
        let Body::Stream { pieces, .. } = answer.into_body() else { panic!("a stream") };
        pieces.try_collect::<Vec<_>>().await
    };
    assert_eq!(read(10_000).await.unwrap().concat().len(), 10_000);
    assert_eq!(read(9_999).await.unwrap_err().kind(), ErrorKind::DataCorrupt);
}

#[tokio::test]
async fn a_closed_port_is_a_definite_failure_and_a_silent_host_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let hasty = wire(|settings| settings.silence = Duration::from_millis(50));
    // The system takes the connection, and nobody ever answers.
    let error = hasty.send(get(&format!("http://{address}/x"))).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Timeout, Effect::Unknown));
    drop(listener);
    let error = hasty.send(get(&format!("http://{address}/x"))).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Unavailable, Effect::None));
    assert!(error.to_string().contains(&format!("host: {address}")), "{error}");
}

#[tokio::test]
async fn a_proxy_is_used_where_one_is_set() {
    let proxy = Arc::new(Plain::default());
    let server = serve(proxy.clone()).await;
    let wire = wire(|settings| settings.proxy = Some(SafeUrl::parse(&server.url()).unwrap()));
    let answer = wire.send(get("http://localhost:1/a/b")).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(proxy.asked(), 1);
}

#[test]
fn roots_and_proxies_that_cannot_be_used_are_named() {
    let mut settings = WireSettings::default();
    settings.roots = vec![b"not a certificate".to_vec()];
    let error = ReqwestWire::new(&settings).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(error.to_string().contains("certificate: 1"), "{error}");
}

#[tokio::test]
async fn a_page_of_html_is_no_answer() {
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, html)]);
    let page = || Plain { headers: headers.clone(), body: "<html>".into(), ..Plain::default() };
    let server = serve(Arc::new(page())).await;
    let organisation = Organisation::new(varied());
    let parts = organisation.parts(Arc::new(wire(|_| {})), "token");
    let settings = azure_devops::Settings::new(format!("{}/fabrikam", server.url()), PROJECT);
    let source = AzureDevOps::new(&settings, parts).unwrap();
    assert_eq!(read(&source).await.unwrap_err().kind(), ErrorKind::Unauthenticated);
}

#[tokio::test]
async fn a_bulk_whose_socket_died_is_found_exactly_once() {
    let simulated = Simulated::default();
    let faulty = Arc::new(Faulty::new(simulated));
    let server = serve(faulty.clone()).await;
    let clock = Arc::new(SimClock::default());
    let settings = jira::Settings::new(server.url(), KEY);
    let target = site::target(&clock, Arc::new(wire(|_| {})), &settings, site::TOKEN);
    let digests = DigestKey::new([5; 32]);
    let catalog = target.catalog(&digests).await.unwrap();
    let site = site::Site {
        simulator: faulty,
        clock,
        target,
        catalog,
        known: migrayt_core::port::Bindings::new(),
        digests,
    };
    for fault in [Fault::CloseAfterEffect, Fault::Truncate(40)] {
        let made = site.simulated().issue_count();
        let drafted: Vec<_> =
            (made..made + 10).map(|number| site.draft(site.story(&number.to_string()))).collect();
        site.simulator.heal();
        let rule = Rule::new(fault.clone()).contains("issue/bulk").on(Occurrence::Nth(1));
        site.simulator.inject(rule);
        for result in site.apply(&drafted).await {
            assert_eq!(result.unwrap_err().effect(), Effect::Unknown, "{fault:?}");
        }
        for located in site.locate(&drafted, Some(&HighWater::start())).await {
            assert!(matches!(located, Ok(Located::Found(_))), "{fault:?}");
        }
        assert_eq!(site.simulated().issue_count(), made + 10, "{fault:?}");
    }
}
