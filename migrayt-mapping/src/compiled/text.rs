use migrayt_core::content::Content;
use migrayt_core::richtext::{Block, plain_text};
use migrayt_core::value::Value;
use time::{OffsetDateTime, UtcOffset};

/// A value as people would write it; several are separated by commas.
pub(super) fn words(value: &Value, offset: UtcOffset) -> Content<String> {
    match value {
        Value::Text(text) | Value::Choice(text) | Value::Opaque(text) => text.clone(),
        Value::RichText(document) => plain_text(document.expose()),
        Value::Bool(yes) => Content::text(if *yes { "yes" } else { "no" }),
        Value::Integer(number) => Content::text(number.to_string()),
        Value::Decimal(number) => Content::text(number.to_string()),
        Value::Date(day) => Content::text(day.to_string()),
        Value::Instant(at) => Content::text(moment(*at, offset)),
        Value::Duration(seconds) => Content::text(length(*seconds)),
        Value::Person(person) => person.name.clone(),
        Value::Reference(item) => Content::text(item.as_str()),
        Value::Node(node) => Content::text(node.as_str()),
        Value::Cascade(first, None) => first.clone(),
        Value::Cascade(first, Some(second)) => {
            Content::new(format!("{} / {}", first.as_str(), second.as_str()))
        }
        Value::Many(values) => {
            let mut all = Content::text(String::new());
            for value in values {
                let one = words(value, offset);
                let open = all.expose_mut();
                if !open.is_empty() && !one.as_str().is_empty() {
                    open.push_str(", ");
                }
                open.push_str(one.as_str());
            }
            all
        }
        _ => Content::default(),
    }
}

/// A point in time to the minute, such as `2024-03-15 09:30 UTC`.
pub(super) fn moment(at: OffsetDateTime, offset: UtcOffset) -> String {
    let at = at.checked_to_offset(offset).unwrap_or(at);
    let (hours, minutes, _) = at.offset().as_hms();
    let zone = if at.offset().is_utc() {
        "UTC".to_owned()
    } else {
        let sign = if at.offset().is_negative() { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", hours.unsigned_abs(), minutes.unsigned_abs())
    };
    format!("{} {:02}:{:02} {zone}", at.date(), at.hour(), at.minute())
}

/// A text as paragraphs, one a line.
pub(super) fn paragraphs(text: &str) -> Vec<Block> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(Block::plain).collect()
}

/// A text without line breaks and other characters that no single line holds.
pub(crate) fn one_line(text: &str) -> Content<String> {
    let shown = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut line = Content::new(text.chars().map(shown).collect::<String>());
    let open = line.expose_mut();
    open.truncate(open.trim_end().len());
    let before = open.len() - open.trim_start().len();
    open.drain(..before);
    line
}

/// A text that fits a limit in UTF-16 units and ends in an ellipsis; `None` if it fits as it is.
pub(super) fn shortened(text: &str, limit: Option<u32>) -> Option<Content<String>> {
    let limit = usize::try_from(limit?).unwrap_or(usize::MAX);
    if text.encode_utf16().count() <= limit {
        return None;
    }
    let mut left = limit.saturating_sub(1);
    let mut end = 0;
    for (place, letter) in text.char_indices() {
        let Some(rest) = left.checked_sub(letter.len_utf16()) else { break };
        left = rest;
        end = place + letter.len_utf8();
    }
    let kept = text.get(..end).unwrap_or_default().trim_end();
    Some(Content::new(format!("{kept}…")))
}

fn length(seconds: i64) -> String {
    let (sign, all) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    let parts = [(all / 3600, "h"), (all / 60 % 60, "min"), (all % 60, "s")];
    let shown: Vec<_> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    if shown.is_empty() { "0 min".to_owned() } else { format!("{sign}{}", shown.join(" ")) }
}

#[cfg(test)]
mod tests {
    use migrayt_core::content::Content;
    use migrayt_core::value::Value;
    use time::UtcOffset;
    use time::macros::{date, datetime, offset};

    use super::{one_line, shortened, words};

    #[test]
    fn every_kind_has_words() {
        let said = |value: Value| words(&value, UtcOffset::UTC).as_str().to_owned();
        assert_eq!(said(Value::Bool(true)), "yes");
        assert_eq!(said(Value::Decimal(3.0)), "3");
        assert_eq!(said(Value::Date(date!(2024 - 03 - 15))), "2024-03-15");
        assert_eq!(
            said(Value::Instant(datetime!(2024-03-15 09:30:59 UTC))),
            "2024-03-15 09:30 UTC"
        );
        assert_eq!(said(Value::Duration(5430)), "1 h 30 min 30 s");
        assert_eq!(said(Value::Duration(-60)), "-1 min");
        assert_eq!(said(Value::Duration(0)), "0 min");
        let cascade = Value::Cascade("a".into(), Some("b".into()));
        assert_eq!(said(Value::Many(vec![Value::text("x"), Value::Null, cascade])), "x, a / b");
    }

    #[test]
    fn times_are_told_at_the_offset() {
        let at = Value::Instant(datetime!(2024-03-15 23:30 UTC));
        assert_eq!(words(&at, offset!(-03:30)).as_str(), "2024-03-15 20:00 -03:30");
        assert_eq!(words(&at, offset!(+01:00)).as_str(), "2024-03-16 00:30 +01:00");
    }

    #[test]
    fn texts_are_shortened_by_utf16_units_between_letters() {
        assert!(shortened("abc", Some(3)).is_none() && shortened("abc", None).is_none());
        let cut = |text, limit| shortened(text, Some(limit)).map(Content::into_inner);
        assert_eq!(cut("abcd", 3).as_deref(), Some("ab…"));
        assert_eq!(cut("a bcd", 3).as_deref(), Some("a…"));
        assert_eq!(cut("a🦀🦀", 4).as_deref(), Some("a🦀…"));
        assert_eq!(cut("🦀🦀", 2).as_deref(), Some("…"));
    }

    #[test]
    fn a_line_has_no_control_characters() {
        assert_eq!(one_line("\t one\ntwo\u{0}three ").as_str(), "one two three");
    }
}
