//! Moments as Jira writes and reads them.

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// `2026-09-27T10:03:11.123+0000`, as the platform API writes it.
pub(super) fn platform(moment: OffsetDateTime) -> String {
    format!("{}+0000", millis(moment))
}

/// `2026-09-27T10:03:11.123Z`, as the agile API writes it.
pub(super) fn agile(moment: OffsetDateTime) -> String {
    format!("{}Z", millis(moment))
}

/// Reads ISO 8601 with an offset (`Z`, `+0000` or `+00:00`) and a fraction or none.
pub(super) fn parse(text: &str) -> Option<OffsetDateTime> {
    let mut text = text.trim().to_owned();
    let bytes = text.as_bytes();
    let sign = bytes.len().checked_sub(5)?;
    if matches!(bytes.get(sign), Some(b'+' | b'-'))
        && bytes.get(sign + 1..)?.iter().all(u8::is_ascii_digit)
    {
        text.insert(sign + 3, ':');
    }
    OffsetDateTime::parse(&text, &Rfc3339).ok()
}

/// Whether the text is a day as `2026-09-27`.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10 && OffsetDateTime::parse(&format!("{text}T00:00:00Z"), &Rfc3339).is_ok()
}

fn millis(moment: OffsetDateTime) -> String {
    let moment = moment.to_offset(UtcOffset::UTC);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}",
        moment.year(),
        u8::from(moment.month()),
        moment.day(),
        moment.hour(),
        moment.minute(),
        moment.second(),
        moment.millisecond()
    )
}
