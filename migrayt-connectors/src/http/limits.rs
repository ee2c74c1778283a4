//! What an answer's headers say about our share.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;
use migrayt_core::port::ResponseFacts;
use time::OffsetDateTime;
use time::format_description::well_known::{Iso8601, Rfc2822};

/// Reads the facts of an answer.
///
/// `X-RateLimit-Reset` is in seconds since 1970 (Azure DevOps) or a time in ISO 8601 (Jira);
/// `Retry-After` is in seconds or an HTTP date.
pub(crate) fn facts(status: u16, headers: &HeaderMap, now: OffsetDateTime) -> ResponseFacts {
    let mut facts = ResponseFacts::of_status(status);
    facts.retry_after = text(headers, RETRY_AFTER.as_str()).and_then(|value| pause(value, now));
    facts.limit = number(headers, "x-ratelimit-limit");
    facts.remaining = number(headers, "x-ratelimit-remaining");
    facts.reset_after = text(headers, "x-ratelimit-reset").and_then(|value| reset(value, now));
    facts
}

fn pause(value: &str, now: OffsetDateTime) -> Option<Duration> {
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    Some(until(OffsetDateTime::parse(value, &Rfc2822).ok()?, now))
}

fn reset(value: &str, now: OffsetDateTime) -> Option<Duration> {
    let moment = match value.parse::<i64>() {
        Ok(seconds) => OffsetDateTime::from_unix_timestamp(seconds).ok()?,
        Err(_) => OffsetDateTime::parse(value, &Iso8601::DEFAULT).ok()?,
    };
    Some(until(moment, now))
}

fn until(moment: OffsetDateTime, now: OffsetDateTime) -> Duration {
    Duration::try_from(moment - now).unwrap_or(Duration::ZERO)
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name)?.parse().ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderName, HeaderValue};
    use time::macros::datetime;

    use super::facts;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn pauses_are_seconds_or_dates() {
        let now = datetime!(2026-11-24 10:00:00 UTC);
        let after = |value| facts(429, &headers(&[("retry-after", value)]), now).retry_after;
        assert_eq!(after("12"), Some(Duration::from_secs(12)));
        assert_eq!(after("0.5"), Some(Duration::from_millis(500)));
        assert_eq!(after("Tue, 24 Nov 2026 10:00:30 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(after("Tue, 24 Nov 2026 09:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(after("-3"), None);
        assert_eq!(after("soon"), None);
    }

    #[test]
    fn resets_are_unix_seconds_or_iso_times() {
        let now = datetime!(2026-11-24 10:00:00 UTC);
        let reset = |value| facts(200, &headers(&[("x-ratelimit-reset", value)]), now).reset_after;
        assert_eq!(reset("1795514460"), Some(Duration::from_mins(1)));
        assert_eq!(reset("2026-11-24T10:01:00Z"), Some(Duration::from_mins(1)));
        assert_eq!(reset("2026-11-24T10:01Z"), Some(Duration::from_mins(1)));
        assert_eq!(reset("later"), None);
        let facts = facts(
            200,
            &headers(&[("x-ratelimit-remaining", "7"), ("x-ratelimit-limit", "200")]),
            now,
        );
        assert_eq!((facts.remaining, facts.limit), (Some(7), Some(200)));
    }
}
