use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode};

/// Which requests a fault strikes. The conditions all hold together; a rule without conditions
/// strikes every request.
#[derive(Clone, Debug)]
pub struct Rule {
    pub(super) method: Option<Method>,
    pub(super) prefix: Option<String>,
    pub(super) suffix: Option<String>,
    pub(super) contains: Vec<String>,
    pub(super) occurrence: Occurrence,
    pub(super) fault: Fault,
}

impl Rule {
    /// Strikes every request until conditions are added.
    pub fn new(fault: Fault) -> Self {
        Self {
            method: None,
            prefix: None,
            suffix: None,
            contains: Vec::new(),
            occurrence: Occurrence::Always,
            fault,
        }
    }

    /// Only requests of that method.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// Only requests whose path and query begin so. Upper and lower case are one.
    #[must_use]
    pub fn prefix(mut self, prefix: impl AsRef<str>) -> Self {
        self.prefix = Some(prefix.as_ref().to_ascii_lowercase());
        self
    }

    /// Only requests whose path ends so. Upper and lower case are one.
    #[must_use]
    pub fn suffix(mut self, suffix: impl AsRef<str>) -> Self {
        self.suffix = Some(suffix.as_ref().to_ascii_lowercase());
        self
    }

    /// Only requests whose path and query contain that. Upper and lower case are one.
    #[must_use]
    pub fn contains(mut self, part: impl AsRef<str>) -> Self {
        self.contains.push(part.as_ref().to_ascii_lowercase());
        self
    }

    /// Only some of the requests that meet the other conditions.
    #[must_use]
    pub fn on(mut self, occurrence: Occurrence) -> Self {
        self.occurrence = occurrence;
        self
    }

    /// Whether the request meets the conditions, the occurrence aside.
    pub(super) fn covers(&self, method: &Method, target: &str) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.prefix.as_ref().is_none_or(|prefix| target.starts_with(prefix.as_str()))
            && self.suffix.as_ref().is_none_or(|suffix| {
                target.split('?').next().is_some_and(|path| path.ends_with(suffix.as_str()))
            })
            && self.contains.iter().all(|part| target.contains(part.as_str()))
    }
}

/// Which of the requests that a rule covers are struck. Counting begins with 1 when the rule is
/// added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Occurrence {
    /// Every one.
    Always,
    /// Only the n-th.
    Nth(u64),
    /// The first n.
    First(u64),
    /// The n-th and all after it.
    From(u64),
    /// The n-th, the 2n-th, and so on; never for 0.
    Every(u64),
    /// Each with a chance, drawn from the seed and the request itself, so that the draw does not
    /// depend on how requests of several connections interleave.
    Randomly {
        /// What all draws come from.
        seed: u64,
        /// The chance of each request, in thousandths.
        permille: u16,
        /// How many times in a row the same method and target may be struck; the next is spared.
        in_a_row: u32,
    },
}

/// What a struck request meets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// An answer with that status and text, or page if it begins with `<`, and no effect.
    Status(StatusCode, Bytes),
    /// 429 that names a pause in whole seconds, and no effect.
    Throttle {
        /// The value of `Retry-After`; no such header for `None`.
        retry_after: Option<u64>,
    },
    /// The request takes effect, and the answer asks for a pause of so many whole seconds before
    /// the next request, as Azure DevOps does with a `Retry-After` on a 200.
    Pause {
        /// The value of `Retry-After`.
        retry_after: u64,
    },
    /// A page that asks a person to sign in, with status 203, as Azure DevOps answers to a
    /// credential that it does not know; no effect.
    SignInPage,
    /// The connection is closed and nothing happens.
    CloseBeforeEffect,
    /// The request takes effect and the connection is closed instead of the answer.
    CloseAfterEffect,
    /// The request takes effect, and a gateway answers with that status in its place.
    GatewayAfterEffect(StatusCode),
    /// The request takes effect, and the answer's body breaks off after that many bytes.
    Truncate(usize),
    /// The answer comes late.
    Delay(Duration),
}
