//! Waiting when a remote asks for it, in virtual time.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response};
use migrayt_connectors::http::AdaptiveBudget;
use migrayt_core::digest::DigestKey;
use migrayt_core::port::{Budget as _, Clock as _, MethodClass, ResponseFacts, Source as _};
use migrayt_core::{Effect, ErrorKind, Retry};
use migrayt_testkit::fault::{Fault, Occurrence, Rule};
use migrayt_testkit::sim::Simulator;
use migrayt_testkit::sim::jira::{JiraOptions, RateLimit};
use migrayt_testkit::wire::InProcess;
use time::OffsetDateTime;

use migrayt_connectors::azure_devops::{AzureDevOps, Settings};

use crate::clock::SimClock;
use crate::organisation::{Organisation, PROJECT, TOKEN, URL, items, read};
use crate::site::{Site, comment};

#[tokio::test]
async fn a_throttled_create_waits_as_long_as_it_is_told_and_is_made_once() {
    let site = Site::new().await;
    let throttle = Fault::Throttle { retry_after: Some(7) };
    site.simulator.inject(Rule::new(throttle).contains("issue/bulk").on(Occurrence::First(2)));
    let before = site.clock.seconds();
    let drafted = [site.draft(site.story("1"))];
    site.apply(&drafted).await.pop().unwrap().unwrap();
    let waited = site.clock.seconds() - before;
    assert!((14.0..15.0).contains(&waited), "{waited}");
    assert_eq!(site.simulated().issue_count(), 1);
}

#[tokio::test]
async fn a_throttled_question_waits_too() {
    let organisation = Organisation::new(items([1, 2]));
    let throttle = Fault::Throttle { retry_after: Some(30) };
    let rule = Rule::new(throttle).contains("wiql").on(Occurrence::Nth(1));
    organisation.simulator.inject(rule);
    assert_eq!(read(&organisation.source()).await.unwrap().len(), 2);
    assert!((30.0..31.0).contains(&organisation.clock.seconds()));
}

#[tokio::test]
async fn a_site_that_keeps_throttling_is_given_up_and_nothing_was_made() {
    let site = Site::new().await;
    let throttle = Fault::Throttle { retry_after: None };
    site.simulator.inject(Rule::new(throttle).contains("issue/bulk"));
    let drafted = [site.draft(site.story("1"))];
    let error = site.apply(&drafted).await.pop().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::RateLimited, Effect::None));
    assert_eq!(site.simulator.counts().of(&Method::POST, "issue/bulk"), 4);
}

#[tokio::test]
async fn a_pause_beyond_our_patience_is_told_and_not_waited_for() {
    let site = Site::new().await;
    let throttle = Fault::Throttle { retry_after: Some(100_000_000_000) };
    site.simulator.inject(Rule::new(throttle).contains("issue/bulk").on(Occurrence::Nth(1)));
    let drafted = [site.draft(site.story("1"))];
    let error = site.apply(&drafted).await.pop().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(matches!(error.retry(), Retry::After(_)));
    assert!(site.clock.seconds() < 1.0);
    // The next request waits for an hour at most.
    site.apply(&drafted).await.pop().unwrap().unwrap();
    assert!((3600.0..3601.0).contains(&site.clock.seconds()), "{}", site.clock.seconds());
}

/// Asks for a pause with each success, and notes when it was asked.
#[derive(Debug)]
struct Pausing<S> {
    inner: S,
    asked: std::sync::Mutex<Vec<OffsetDateTime>>,
}

impl<S: Simulator> Simulator for Pausing<S> {
    fn answer(&self, request: Request<Bytes>, now: OffsetDateTime) -> Response<Bytes> {
        self.asked.lock().unwrap().push(now);
        let mut response = self.inner.answer(request, now);
        response.headers_mut().insert("retry-after", HeaderValue::from_static("9"));
        response
    }
}

#[tokio::test]
async fn a_pause_that_comes_with_a_success_is_kept_before_the_next_request() {
    let organisation = Organisation::new(items([1, 2]));
    let pausing = Arc::new(Pausing {
        inner: Arc::clone(&organisation.simulator),
        asked: std::sync::Mutex::default(),
    });
    let wire = Arc::new(InProcess::new(pausing.clone(), organisation.clock.clone()));
    let settings = Settings::new(URL, PROJECT);
    let source = AzureDevOps::new(&settings, organisation.parts(wire, TOKEN)).unwrap();
    source.catalog(&DigestKey::new([1; 32])).await.unwrap();
    let asked = pausing.asked.lock().unwrap().clone();
    assert!(asked.len() > 5);
    // Those that were under way together may be answered together.
    let last = asked[asked.len() - 1] - asked[asked.len() - 2];
    assert_eq!(asked[1] - asked[0], time::Duration::seconds(9));
    assert_eq!(last, time::Duration::seconds(9));
}

#[tokio::test]
async fn a_sites_own_limits_are_lived_with() {
    let mut options = JiraOptions::default();
    let rate = RateLimit { get: 5, post: 5, put: 5, delete: 5, per_issue: true };
    options.rate_limit = Some(rate);
    let mut site = Site::with(options).await;
    let story = site.story("1");
    site.make(vec![story]).await;
    for turn in 0..5 {
        let drafted: Vec<_> = (0..10)
            .map(|number| site.draft(comment("1", &format!("c{turn}-{number}"), "Words")))
            .collect();
        for result in site.apply(&drafted).await {
            result.unwrap();
        }
    }
    assert_eq!(site.simulated().issue("MIG-1").unwrap().comments.len(), 50);
}

#[tokio::test]
async fn a_budget_narrows_when_it_is_refused_and_widens_when_it_is_calm() {
    let clock = Arc::new(SimClock::default());
    let budget = AdaptiveBudget::new(clock.clone(), 8);
    let mut refusal = ResponseFacts::of_status(429);
    refusal.retry_after = Some(std::time::Duration::from_secs(3));
    budget.observe(&refusal);
    budget.observe(&refusal);
    assert_eq!(budget.width(), 4, "refusals at once count once");
    assert_eq!(budget.resumes_at(), Some(clock.now() + std::time::Duration::from_secs(3)));
    let permits = [(); 4].map(|()| budget.acquire(MethodClass::Read, 1));
    let permits = futures_util::future::try_join_all(permits).await.unwrap();
    assert!((3.0..3.1).contains(&clock.seconds()));
    assert_eq!(budget.resumes_at(), None);
    drop(permits);
    for _ in 0..200 {
        budget.observe(&ResponseFacts::of_status(200));
    }
    assert_eq!(budget.width(), 8);
    // A share of which little is left is spread over the time until it is whole.
    let mut scarce = ResponseFacts::of_status(200);
    scarce.limit = Some(200);
    scarce.remaining = Some(10);
    scarce.reset_after = Some(std::time::Duration::from_secs(100));
    budget.observe(&scarce);
    assert_eq!(budget.resumes_at(), Some(clock.now() + std::time::Duration::from_secs(10)));
}
