//! The testkit's suites.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, StatusCode};
use migrayt_connectors::azure_devops::{AzureDevOps, Settings};
use migrayt_connectors::http::{ReqwestWire, WireSettings};
use migrayt_connectors::jira;
use migrayt_core::id::ItemId;
use migrayt_core::port::Clock as _;
use migrayt_testkit::conformance::{source, target};
use migrayt_testkit::fault::{Fault, Rule};
use migrayt_testkit::sample;
use migrayt_testkit::sim::Simulator as _;
use migrayt_testkit::sim::azure_devops::AzureDevOps as Simulated;
use migrayt_testkit::sim::jira::Jira as SimulatedSite;
use migrayt_testkit::sim::server::Server;
use serde_json::{Value as Json, json};

use crate::clock::SimClock;
use crate::organisation::{FILE, Organisation, PICTURE, TOKEN, URL, small_pages, varied};
use crate::site::{self, Site};
use crate::troubles::bring;

fn known(organisation: &Organisation) -> source::Known {
    let [requests, writes, faults] = [(); 3].map(|()| Arc::clone(&organisation.simulator));
    source::Known::default()
        .requests(move || requests.counts().total())
        .writing(move || {
            let counts = writes.counts();
            let asks = |route: &str| {
                route.ends_with("/wit/wiql") || route.ends_with("/wit/workitemsbatch")
            };
            let writing = |(method, route, count): (&str, &str, u64)| match method {
                "GET" => 0,
                "POST" if asks(route) => 0,
                _ => count,
            };
            counts.iter().map(writing).sum()
        })
        .breaking(move |broken| {
            if broken {
                let fault = Fault::Status(StatusCode::FORBIDDEN, "no".into());
                faults.inject(Rule::new(fault));
            } else {
                faults.heal();
            }
        })
}

fn known_of_varied(organisation: &Organisation) -> source::Known {
    known(organisation)
        .items(["1", "2", "3", "5", "8", "13", "21"])
        .file(PICTURE, &b"a picture"[..])
        .file(FILE, &b"notes"[..])
        .title("8", "Item 8")
        .secret(TOKEN)
}

/// An item more, one less, and one that is another.
fn change(organisation: &Organisation) -> source::Changed {
    let ask = |method: Method, item: &str, body: Json| {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("/fabrikam/Shop/_apis/wit/workitems/{item}?api-version=7.1"))
            .header("authorization", format!("Basic {}", STANDARD.encode(format!(":{TOKEN}"))))
            .header("content-type", "application/json-patch+json")
            .body(body.to_string().into())
            .unwrap();
        let answer = organisation.simulator.inner().answer(request, organisation.clock.now());
        assert!(answer.status().is_success(), "{answer:?}");
        serde_json::from_slice::<Json>(answer.body()).unwrap_or_default()
    };
    let titled = |title| json!([{ "op": "add", "path": "/fields/System.Title", "value": title }]);
    let made = ask(Method::POST, "$Task", titled("A new one"));
    ask(Method::PATCH, "5", titled("Another title"));
    ask(Method::DELETE, "13", Json::Null);
    source::Changed {
        made: ItemId::new(made["id"].to_string()),
        changed: ItemId::new("5"),
        gone: ItemId::new("13"),
    }
}

#[tokio::test]
async fn azure_devops_is_a_source_in_process() {
    let organisation = Arc::new(Organisation::new(varied()));
    let source = organisation.source_with(&small_pages(URL), TOKEN);
    let [troubled, changed] = [(); 2].map(|()| Arc::clone(&organisation));
    let known = known_of_varied(&organisation)
        .troubling(move |trouble| bring(&troubled.simulator, trouble))
        .changing(move || change(&changed));
    source::suite(&source, &known).await.unwrap();
    assert_eq!(organisation.simulator.counts().of(&Method::DELETE, ""), 0);
}

#[tokio::test]
async fn azure_devops_is_a_source_over_a_socket() {
    let organisation = Organisation::new(varied());
    let address = "127.0.0.1:0".parse().unwrap();
    let server = Server::start(organisation.simulator.clone(), address, organisation.clock.clone())
        .await
        .unwrap();
    let settings = small_pages(&format!("{}/fabrikam", server.url()));
    let wire = Arc::new(ReqwestWire::new(&WireSettings::default()).unwrap());
    let source = AzureDevOps::new(&settings, organisation.parts(wire, TOKEN)).unwrap();
    source::suite(&source, &known_of_varied(&organisation)).await.unwrap();
}

#[tokio::test]
async fn azure_devops_is_a_source_of_real_items() {
    let items = sample::items().unwrap();
    let ids: Vec<String> = items.iter().map(|item| item["id"].to_string()).collect();
    let simulated = Simulated::new("fabrikam", sample::PROJECT, TOKEN);
    let organisation = Organisation::of(simulated, items);
    let mut settings = Settings::new(URL, sample::PROJECT);
    settings.page = 40;
    settings.window = 100;
    let source = organisation.source_with(&settings, TOKEN);
    source::suite(&source, &known(&organisation).items(ids)).await.unwrap();
}

#[tokio::test]
async fn jira_is_a_target_in_process() {
    // The suite has one target at a time.
    let newest = Arc::new(Mutex::new(None));
    let make = async || {
        let site = Site::new().await;
        *newest.lock().unwrap() = Some(site.simulator);
        Arc::new(site.target)
    };
    let troubled = Arc::clone(&newest);
    let known = target::Known::default().troubling(move |trouble| {
        troubled.lock().unwrap().as_ref().is_some_and(|simulator| bring(simulator, trouble))
    });
    target::suite(make, &known).await.unwrap();
}

#[tokio::test]
async fn jira_is_a_target_over_a_socket() {
    // Servers stop when they are dropped.
    let servers = Mutex::new(Vec::new());
    let make = async || {
        let clock = Arc::new(SimClock::default());
        let simulated = Arc::new(SimulatedSite::default());
        let address = "127.0.0.1:0".parse().unwrap();
        let server = Server::start(simulated, address, clock.clone()).await.unwrap();
        let wire = Arc::new(ReqwestWire::new(&WireSettings::default()).unwrap());
        let settings = jira::Settings::new(server.url(), site::KEY);
        servers.lock().unwrap().push(server);
        Arc::new(site::target(&clock, wire, &settings, site::TOKEN))
    };
    target::suite(make, &target::Known::default()).await.unwrap();
}
