//! Which stand-ins for AWS run on this machine, and what a run of the tests demands.

use std::env;

/// Names, with commas, what must be there: `moto`, `ministack`, `aws`. What is named and missing
/// fails the tests that need it, which are skipped otherwise.
pub(crate) const REQUIRED: &str = "MIGRAYT_REQUIRE";

/// The ARN of a KMS key in AWS, under which a test may put and destroy secrets there, with the
/// credentials that the SDK finds.
pub(crate) const LIVE: &str = "MIGRAYT_LIVE_AWS";

/// A program that stands in for AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StandIn {
    /// Its name in [`REQUIRED`].
    pub(crate) name: &'static str,
    /// The setting that holds its address, `127.0.0.1:PORT`.
    pub(crate) setting: &'static str,
    /// Its package for Python, of the version whose behaviour the tests know.
    pub(crate) package: &'static str,
}

/// Keeps stages atomically and seals for real, and knows no state of keys.
pub(crate) const MOTO: StandIn = StandIn {
    name: "moto",
    setting: "MIGRAYT_AWS_MOTO",
    package: "moto[server,kms,secretsmanager]==5.2.5",
};

/// Knows the states of keys and of destroyed secrets.
pub(crate) const MINISTACK: StandIn =
    StandIn { name: "ministack", setting: "MIGRAYT_AWS_MINISTACK", package: "ministack==1.5.33" };

/// What starts both and runs the tests.
pub(crate) const START: &str = "cargo xtask test --aws";

impl StandIn {
    /// Where it listens; says so if the test is skipped.
    pub(crate) fn address(&self) -> Option<String> {
        setting(self.setting).or_else(|| missing(self.name, START))
    }
}

/// The key in AWS; says so if the test is skipped.
pub(crate) fn live_key() -> Option<String> {
    setting(LIVE).or_else(|| missing("aws", LIVE))
}

fn missing(what: &str, how: &str) -> Option<String> {
    let required = setting(REQUIRED).unwrap_or_default();
    let required = required.split(',').any(|name| name.trim() == what);
    assert!(!required, "{what} is not there: {how}");
    println!("skipped: tests on {what} ({how})");
    None
}

#[expect(clippy::disallowed_methods, reason = "the one place of these tests that reads settings")]
fn setting(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
