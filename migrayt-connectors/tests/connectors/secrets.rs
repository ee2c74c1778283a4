//! Neither secrets nor content leave through errors, logs or `Debug`.

use std::error::Error as _;
use std::fmt::Debug;
use std::sync::Arc;

use http::StatusCode;
use migrayt_connectors::http::{ReqwestWire, WireSettings};
use migrayt_connectors::jira::Settings as JiraSettings;
use migrayt_core::Error;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::FieldId;
use migrayt_core::port::{HighWater, Source as _, Target as _};
use migrayt_core::value::Value;
use migrayt_testkit::fault::{Fault, Rule};
use serde_json::json;

use crate::organisation::{self, Organisation, item, read};
use crate::site::{KEY, Site, URL, comment};

/// Stands in every text and secret of these tests.
const CANARY: &str = "kanarie";

fn assert_clean(thing: &impl Debug) {
    let shown = format!("{thing:?} {thing:#?}").to_lowercase();
    assert!(!shown.contains(CANARY), "{shown}");
}

fn assert_clean_error(error: &Error) {
    assert_clean(error);
    let mut shown = format!("{error} {:?} {:?}", error.help(), error.context());
    let mut cause = error.source();
    while let Some(error) = cause {
        shown += " ";
        shown += &error.to_string();
        assert_clean(&error);
        cause = error.source();
    }
    assert!(!shown.to_lowercase().contains(CANARY), "{shown}");
}

/// Every way in which a request can go wrong, each with the canary in what the remote says.
fn faults() -> Vec<Fault> {
    let body = format!(
        "{{\"message\":\"TF401320 {CANARY}\",\"typeKey\":\"{CANARY}\",\"errorMessages\":[\"{CANARY}\"],\
         \"errors\":{{\"{CANARY}\":\"{CANARY}\",\"summary\":\"{CANARY}\"}}}}"
    );
    let mut faults: Vec<_> = [200, 201, 302, 400, 401, 403, 404, 409, 410, 412, 413, 429, 500, 503]
        .into_iter()
        .map(|status| Fault::Status(StatusCode::from_u16(status).unwrap(), body.clone().into()))
        .collect();
    faults.extend([
        Fault::Status(StatusCode::OK, CANARY.into()),
        Fault::CloseAfterEffect,
        Fault::Truncate(200),
        Fault::SignInPage,
    ]);
    faults
}

#[tokio::test]
async fn a_source_keeps_what_it_knows_to_itself() {
    let token = format!("{CANARY}-token");
    let title = json!({ "System.Title": CANARY, "System.Description": format!("<p>{CANARY}</p>") });
    let organisation = Organisation::new(vec![item(1, &title), item(2, &title)]);
    let settings = organisation::small_pages(organisation::URL);
    let wrong = organisation.source_with(&settings, &token);
    assert_clean(&wrong);
    let wire = Arc::new(ReqwestWire::new(&WireSettings::default()).unwrap());
    assert_clean(&organisation.parts(wire, &token));
    assert_clean_error(&read(&wrong).await.unwrap_err());

    let source = organisation.source_with(&settings, organisation::TOKEN);
    let found = read(&source).await.unwrap();
    assert_eq!(found[0].title.as_str(), CANARY);
    assert_clean(&found);
    let catalog = source.catalog(&DigestKey::new([1; 32])).await.unwrap();
    assert_clean(&catalog);
    for fault in faults() {
        organisation.simulator.heal();
        organisation.simulator.inject(Rule::new(fault));
        if let Err(error) = read(&source).await {
            assert_clean_error(&error);
        }
        if let Err(error) = source.catalog(&DigestKey::new([1; 32])).await {
            assert_clean_error(&error);
        }
    }
}

#[tokio::test]
async fn a_target_keeps_what_it_knows_to_itself() {
    let mut site = Site::new().await;
    let stray = site.another(&JiraSettings::new(URL, KEY), &format!("{CANARY}-token"));
    assert_clean(&stray);
    assert_clean_error(&stray.high_water().await.unwrap_err());

    let fields = || {
        vec![
            (FieldId::new("description"), Value::text(CANARY)),
            (FieldId::new("labels"), Value::text(CANARY)),
        ]
    };
    let create = |site: &Site, item: &str| site.create(item, "Story", fields(), None);
    let first = create(&site, "1");
    assert_clean(&first);
    site.make(vec![first]).await;
    assert_clean(&site.target);
    let story = site.draft(create(&site, "2"));
    let comment = site.draft(comment("1", "c1", CANARY));
    assert!(story.payload.expose().to_string().contains(CANARY));
    assert_clean(&story);
    assert_clean(&comment);
    let [story, comment] = [[story], [comment]];
    for fault in faults() {
        site.simulator.heal();
        site.simulator.inject(Rule::new(fault));
        for drafted in [&story, &comment] {
            if let Some(Err(error)) = site.apply(drafted).await.pop() {
                assert_clean_error(&error);
            }
            if let Some(Err(error)) = site.locate(drafted, Some(&HighWater::start())).await.pop() {
                assert_clean_error(&error);
            }
        }
    }
    site.simulator.heal();
    let ids = [site.known.items.values().next().unwrap().id.clone()];
    assert_clean(&site.standing(&ids).await);
}
