//! Points in time as the service writes and reads them.

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// `2026-03-31T18:36:26.23Z`: UTC, milliseconds, without zeros at the end.
pub(super) fn write(moment: OffsetDateTime) -> String {
    let utc = moment.to_offset(UtcOffset::UTC);
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
    let mut text = utc.format(&format).unwrap_or_default();
    let fraction = format!("{:03}", utc.millisecond());
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text.push('Z');
    text
}

/// A point in time, or the beginning of a day in UTC; the second says whether a time was given.
pub(super) fn read(text: &str) -> Option<(OffsetDateTime, bool)> {
    let text = text.trim();
    if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some((moment, true));
    }
    let local = format_description!(
        "[year]-[month]-[day]T[hour]:[minute]:[second][optional [.[subsecond]]]"
    );
    if let Ok(moment) = PrimitiveDateTime::parse(&text.replacen(' ', "T", 1), &local) {
        return Some((moment.assume_utc(), true));
    }
    let day = Date::parse(text, format_description!("[year]-[month]-[day]"))
        .or_else(|_| Date::parse(text, format_description!("[month]/[day]/[year]")))
        .ok()?;
    Some((PrimitiveDateTime::new(day, Time::MIDNIGHT).assume_utc(), false))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::{read, write};

    #[test]
    fn stamps_trim_zeros_and_read_back() {
        assert_eq!(write(datetime!(2026-03-31 18:36:26.23 UTC)), "2026-03-31T18:36:26.23Z");
        assert_eq!(write(datetime!(2026-03-31 20:36:26 +2)), "2026-03-31T18:36:26Z");
        assert_eq!(
            read("2026-03-31T18:36:26.23Z"),
            Some((datetime!(2026-03-31 18:36:26.23 UTC), true))
        );
        assert_eq!(read("2026-03-31"), Some((datetime!(2026-03-31 0:00 UTC), false)));
        assert_eq!(read("3 days ago"), None);
    }
}
