//! The troubles of the testkit's suites, brought about in simulators.

use std::time::Duration;

use http::StatusCode;
use migrayt_testkit::conformance::Trouble;
use migrayt_testkit::fault::{Fault, Faulty, Rule};
use migrayt_testkit::sim::Simulator;

/// Lets every request meet the trouble, or none.
pub(crate) fn bring<S: Simulator>(simulator: &Faulty<S>, trouble: Option<Trouble>) -> bool {
    simulator.heal();
    let status = |status: StatusCode| Fault::Status(status, "no".into());
    let fault = match trouble {
        None => return true,
        Some(Trouble::WrongCredential) => status(StatusCode::UNAUTHORIZED),
        Some(Trouble::MissingRight) => status(StatusCode::FORBIDDEN),
        Some(Trouble::Throttled) => Fault::Throttle { retry_after: Some(7) },
        Some(Trouble::ThrottledWithoutPause) => Fault::Throttle { retry_after: None },
        Some(Trouble::Down) => status(StatusCode::SERVICE_UNAVAILABLE),
        Some(Trouble::Truncated) => Fault::Truncate(9),
        Some(Trouble::Silent) => Fault::Delay(Duration::from_hours(1)),
        Some(_) => return false,
    };
    simulator.inject(Rule::new(fault));
    true
}
