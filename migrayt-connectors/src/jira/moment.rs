//! Moments and days as Jira writes and reads them.

use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Iso8601;
use time::macros::format_description;
use time::{Date, OffsetDateTime, UtcOffset};

const WRITTEN: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]+0000");

const GIVEN: &[BorrowedFormatItem<'_>] = format_description!(
    "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond][offset_hour sign:mandatory][offset_minute]"
);

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// `2026-09-27T08:03:11.123+0000`; nothing for years that four digits do not hold.
pub(super) fn write(moment: OffsetDateTime) -> Option<String> {
    let moment = moment.to_offset(UtcOffset::UTC);
    (0..=9999).contains(&moment.year()).then(|| moment.format(WRITTEN).ok()).flatten()
}

/// Reads `2026-09-27T10:03:11.123+0200`, and ISO 8601 with `Z` or `+02:00`.
pub(super) fn parse(text: &str) -> Option<OffsetDateTime> {
    let text = text.trim();
    OffsetDateTime::parse(text, GIVEN)
        .or_else(|_| OffsetDateTime::parse(text, &Iso8601::DEFAULT))
        .ok()
}

/// `2026-09-27`.
pub(super) fn write_day(day: Date) -> Option<String> {
    (0..=9999).contains(&day.year()).then(|| day.format(DAY).ok()).flatten()
}

/// The day of a moment as boards give it, or of a plain day.
pub(super) fn parse_day(text: &str) -> Option<Date> {
    Date::parse(text, DAY).ok().or_else(|| parse(text).map(OffsetDateTime::date))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::{parse, parse_day, write, write_day};

    #[test]
    fn moments_survive_the_way_there_and_back() {
        let moment = datetime!(2026-09-27 10:03:11.123 +2);
        assert_eq!(write(moment).unwrap(), "2026-09-27T08:03:11.123+0000");
        for text in [
            "2026-09-27T08:03:11.123+0000",
            "2026-09-27T10:03:11.123+0200",
            "2026-09-27T03:33:11.123-0430",
            "2026-09-27T08:03:11.123Z",
            "2026-09-27T10:03:11.123+02:00",
        ] {
            assert_eq!(parse(text), Some(moment), "{text}");
        }
        assert_eq!(parse("yesterday"), None);
        assert_eq!(write(datetime!(-1-01-01 00:00 UTC)), None);
    }

    #[test]
    fn days_are_plain() {
        assert_eq!(write_day(date!(2026 - 09 - 27)).unwrap(), "2026-09-27");
        assert_eq!(parse_day("2026-09-27"), Some(date!(2026 - 09 - 27)));
        assert_eq!(parse_day("2026-09-27T10:03:11.123Z"), Some(date!(2026 - 09 - 27)));
        assert_eq!(parse_day("soon"), None);
    }
}
