//! Orders whose answer was lost, and what is found of them.

use std::time::Duration;

use http::{Method, StatusCode};
use migrayt_connectors::jira::Settings;
use migrayt_core::port::{Clock as _, Drafted, HighWater, Located, Target as _};
use migrayt_core::{Effect, ErrorKind};
use migrayt_testkit::fault::{Fault, Occurrence, Rule};
use migrayt_testkit::sim::jira::{JiraOptions, LateCommit};

use crate::site::{KEY, Site, TOKEN, URL, comment, link, locate, remote_link, transition};

fn stories(site: &Site, items: std::ops::Range<u32>) -> Vec<Drafted> {
    items.map(|number| site.draft(site.story(&number.to_string()))).collect()
}

/// The key of the issue that was found.
fn found(located: &Located) -> Option<String> {
    match located {
        Located::Found(applied) => applied.target.as_ref().map(|it| it.key.as_str().to_owned()),
        _ => None,
    }
}

#[tokio::test]
async fn a_bulk_whose_connection_died_is_found_exactly_once() {
    for fault in [
        Fault::CloseAfterEffect,
        Fault::GatewayAfterEffect(StatusCode::BAD_GATEWAY),
        Fault::GatewayAfterEffect(StatusCode::GATEWAY_TIMEOUT),
        Fault::Truncate(60),
        Fault::Delay(Duration::from_secs(101)),
    ] {
        let mut site = Site::new().await;
        let first = vec![site.story("1"), site.story("2")];
        site.make(first).await;
        let high_water = site.target.high_water().await.unwrap();
        let drafted = stories(&site, 3..53);
        let rule = Rule::new(fault.clone()).contains("issue/bulk").on(Occurrence::Nth(1));
        site.simulator.inject(rule);
        for result in site.apply(&drafted).await {
            assert_eq!(result.unwrap_err().effect(), Effect::Unknown, "{fault:?}");
        }
        assert_eq!(site.simulator.counts().of(&Method::POST, "issue/bulk"), 2, "{fault:?}");
        // Another process looks.
        let other = site.another(&Settings::new(URL, KEY), TOKEN);
        let located =
            locate(&other, &drafted, &site.known, Some(&high_water), site.clock.as_ref()).await;
        let keys: Vec<_> = located.iter().map(|it| found(it.as_ref().unwrap()).unwrap()).collect();
        let expected: Vec<_> = (3..53).map(|number| format!("MIG-{number}")).collect();
        assert_eq!(keys, expected, "{fault:?}");
        assert_eq!(site.simulated().issue_count(), 52, "{fault:?}");
    }
}

#[tokio::test]
async fn a_bulk_that_never_arrived_is_absent() {
    let site = Site::new().await;
    let drafted = stories(&site, 1..4);
    let rule = Rule::new(Fault::CloseBeforeEffect).contains("issue/bulk").on(Occurrence::Nth(1));
    site.simulator.inject(rule);
    for result in site.apply(&drafted).await {
        assert_eq!(result.unwrap_err().effect(), Effect::Unknown);
    }
    for located in site.locate(&drafted, Some(&HighWater::start())).await {
        assert_eq!(located.unwrap(), Located::Absent);
    }
    assert_eq!(site.simulated().issue_count(), 0);
}

#[tokio::test]
async fn only_those_are_found_that_were_made() {
    let mut site = Site::new().await;
    let some = vec![site.story("2"), site.story("4")];
    site.make(some).await;
    let drafted = stories(&site, 1..6);
    let located = site.locate(&drafted, Some(&HighWater::start())).await;
    let keys: Vec<_> = located.iter().map(|it| found(it.as_ref().unwrap())).collect();
    assert_eq!(keys, [None, Some("MIG-1".into()), None, Some("MIG-2".into()), None]);
    let above = site.locate(&drafted, Some(&HighWater("1".into()))).await;
    let keys: Vec<_> = above.iter().map(|it| found(it.as_ref().unwrap())).collect();
    assert_eq!(keys, [None, None, None, Some("MIG-2".into()), None]);
}

#[tokio::test]
async fn search_that_lags_hides_nothing_from_a_look() {
    let mut options = JiraOptions::default();
    options.search_lag = Duration::from_hours(1);
    let mut site = Site::with(options).await;
    let some = vec![site.story("1")];
    site.make(some).await;
    let other = site.another(&Settings::new(URL, KEY), TOKEN);
    assert_eq!(other.high_water().await.unwrap(), HighWater("0".into()));
    let drafted = stories(&site, 1..2);
    let start = HighWater::start();
    let located = locate(&other, &drafted, &site.known, Some(&start), site.clock.as_ref()).await;
    assert_eq!(found(located[0].as_ref().unwrap()).as_deref(), Some("MIG-1"));
}

#[tokio::test]
async fn a_create_that_commits_late_is_found_after_the_bound() {
    let mut options = JiraOptions::default();
    options.late_commit = Some(LateCommit { every: 1, delay: Duration::from_secs(90) });
    let site = Site::with(options).await;
    let drafted = stories(&site, 1..3);
    for result in site.apply(&drafted).await {
        assert_eq!(result.unwrap_err().effect(), Effect::Unknown);
    }
    site.clock.sleep_until(site.clock.now() + Duration::from_mins(2)).await;
    let located = site.locate(&drafted, Some(&HighWater::start())).await;
    let keys: Vec<_> = located.iter().map(|it| found(it.as_ref().unwrap())).collect();
    assert_eq!(keys, [Some("MIG-1".into()), Some("MIG-2".into())]);
}

#[tokio::test]
async fn parts_whose_answer_was_lost_are_found_and_others_are_not() {
    let mut site = Site::new().await;
    let some = vec![site.story("1"), site.story("2")];
    site.make(some).await;
    let rule = || Rule::new(Fault::CloseAfterEffect).method(Method::POST);
    for (command, other, path) in [
        (comment("1", "c1", "Words"), comment("1", "c2", "Words"), "/comment"),
        (link("1", "Blocks", "2"), link("2", "Blocks", "1"), "/issuelink"),
        (remote_link("1", "migrayt:a"), remote_link("1", "migrayt:b"), "/remotelink"),
    ] {
        site.simulator.inject(rule().contains(path));
        let sent = site.draft(command);
        let kind = sent.key.kind;
        let error = site.apply(std::slice::from_ref(&sent)).await.pop().unwrap().unwrap_err();
        assert_eq!(error.effect(), Effect::Unknown, "{kind:?}");
        site.simulator.heal();
        let unsent = site.draft(other);
        let located = site.locate(&[unsent, sent], None).await;
        assert_eq!(*located[0].as_ref().unwrap(), Located::Absent, "{kind:?}");
        assert!(matches!(located[1], Ok(Located::Found(_))), "{kind:?} {located:?}");
    }
    let issue = site.simulated().issue("MIG-1").unwrap();
    assert_eq!((issue.comments.len(), issue.links.len(), issue.remote_links.len()), (1, 1, 1));
}

#[tokio::test]
async fn a_transition_whose_answer_was_lost_is_found_at_its_end_only() {
    let mut site = Site::new().await;
    let some = vec![site.story("1")];
    site.make(some).await;
    let done = || site.draft(transition("1", "Done"));
    let rule = |nth| {
        let rule = Rule::new(Fault::CloseAfterEffect).method(Method::POST);
        rule.contains("/transitions").on(Occurrence::Nth(nth))
    };
    // The first of two steps.
    site.simulator.inject(rule(1));
    let error = site.apply(&[done()]).await.pop().unwrap().unwrap_err();
    assert_eq!(error.effect(), Effect::Unknown);
    assert_eq!(site.simulated().issue("MIG-1").unwrap().status, "In Progress");
    assert_eq!(site.locate(&[done()], None).await.pop().unwrap().unwrap(), Located::Absent);
    // The last step.
    site.simulator.heal();
    site.simulator.inject(rule(1));
    let error = site.apply(&[done()]).await.pop().unwrap().unwrap_err();
    assert_eq!(error.effect(), Effect::Unknown);
    assert!(matches!(site.locate(&[done()], None).await.pop(), Some(Ok(Located::Found(_)))));
}

#[tokio::test]
async fn what_belongs_to_a_vanished_issue_is_absent_and_a_broken_look_is_an_error() {
    let mut site = Site::new().await;
    let some = vec![site.story("1")];
    site.make(some).await;
    let drafted = || site.draft(comment("1", "c1", "Words"));
    let gone = Fault::Status(StatusCode::NOT_FOUND, "{\"errorMessages\":[],\"errors\":{}}".into());
    site.simulator.inject(Rule::new(gone).contains("/comment"));
    assert_eq!(site.locate(&[drafted()], None).await.pop().unwrap().unwrap(), Located::Absent);
    site.simulator.heal();
    site.simulator.inject(Rule::new(Fault::CloseBeforeEffect));
    let error = site.locate(&[drafted()], None).await.pop().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Unavailable, Effect::None));
    let story = site.draft(site.story("1"));
    let error = site.locate(&[story], None).await.pop().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Unavailable, Effect::None));
}
