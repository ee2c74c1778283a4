use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use http::Request;
use migrayt_core::port::{Body, Clock as _, Wire as _};
use migrayt_core::{Effect, Error, ErrorKind};
use migrayt_testkit::clock::VirtualClock;
use migrayt_testkit::fault::{Fault, Faulty, Rule};
use migrayt_testkit::sim::jira::Jira;
use migrayt_testkit::wire::InProcess;

/// The length of the body that an in-process wire brings, and the clock's moment afterwards.
async fn ask(fault: Option<Fault>) -> (Result<usize, Error>, Duration) {
    let site = fault.into_iter().map(Rule::new).fold(Faulty::new(Jira::default()), Faulty::with);
    let clock = Arc::new(VirtualClock::default());
    let wire = InProcess::new(Arc::new(site), clock.clone()).with_deadline(Duration::from_mins(1));
    let target = "https://migrayt-sim.atlassian.net/rest/api/3/serverInfo";
    let request = Request::get(target).body(Body::Empty).unwrap();
    let read = match wire.send(request).await {
        Err(error) => Err(error),
        Ok(response) => match response.into_body() {
            Body::Stream { pieces, .. } => {
                pieces.try_fold(0, async |sum, piece| Ok(sum + piece.len())).await
            }
            Body::Empty | Body::Bytes(_) => panic!("answers come in pieces"),
        },
    };
    let passed = Duration::try_from(clock.now() - VirtualClock::START).unwrap();
    (read, passed)
}

#[tokio::test]
async fn an_answer_comes_whole_and_takes_no_time() {
    let (read, passed) = ask(None).await;
    assert!(read.unwrap() > 100);
    assert_eq!(passed, Duration::ZERO);
}

#[tokio::test]
async fn a_delay_passes_and_one_beyond_the_deadline_is_a_timeout() {
    let (read, passed) = ask(Some(Fault::Delay(Duration::from_secs(50)))).await;
    assert!(read.is_ok());
    assert_eq!(passed, Duration::from_secs(50));
    let (read, passed) = ask(Some(Fault::Delay(Duration::from_secs(70)))).await;
    let error = read.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Timeout, Effect::Unknown));
    assert_eq!(passed, Duration::from_mins(1));
}

#[tokio::test]
async fn what_breaks_may_have_happened() {
    for fault in [Fault::CloseBeforeEffect, Fault::CloseAfterEffect, Fault::Truncate(10)] {
        let (read, _) = ask(Some(fault)).await;
        let error = read.unwrap_err();
        assert_eq!((error.kind(), error.effect()), (ErrorKind::Unavailable, Effect::Unknown));
    }
}
