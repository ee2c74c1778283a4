use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode};
use migrayt_testkit::fault::{Fault, Occurrence, Rule};

/// What goes wrong in both trackers, drawn from a seed.
pub(super) fn rules(seed: u64) -> (Vec<Rule>, Vec<Rule>) {
    let mut number = seed.wrapping_mul(100);
    let mut random = |fault: Fault, permille: u16| {
        number += 1;
        Rule::new(fault).on(Occurrence::Randomly { seed: number, permille, in_a_row: 2 })
    };
    let broken = || Fault::Status(StatusCode::SERVICE_UNAVAILABLE, Bytes::from_static(b"busy"));
    let source = vec![
        random(broken(), 15),
        random(Fault::Throttle { retry_after: Some(2) }, 15),
        random(Fault::CloseBeforeEffect, 10),
    ];
    let target = vec![
        random(Fault::CloseAfterEffect, 40).method(Method::POST),
        random(Fault::CloseBeforeEffect, 25),
        random(Fault::GatewayAfterEffect(StatusCode::BAD_GATEWAY), 30).method(Method::POST),
        random(Fault::Truncate(20), 20).method(Method::POST),
        random(Fault::Throttle { retry_after: Some(3) }, 30),
        random(broken(), 25),
        random(Fault::Delay(Duration::from_secs(150)), 10).method(Method::POST),
    ];
    (source, target)
}
