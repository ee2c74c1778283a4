use migrayt_core::Content;
use migrayt_core::catalog::FieldKind;
use migrayt_core::id::NodeId;
use migrayt_core::value::Value;
use migrayt_markup::{Loss, Reading};
use serde_json::Value as Json;
use time::format_description::well_known::Rfc3339;
use time::{Date, Duration, OffsetDateTime, Time};

use super::{person, steps, text};

/// A field's value as its kind says. What does not fit its kind is carried as it is.
pub(super) fn of(
    reference: &str,
    kind: Option<FieldKind>,
    json: Json,
    format: Option<&str>,
) -> (Value, Vec<Loss>) {
    let kind = kind.unwrap_or_else(|| guess(&json));
    if kind == FieldKind::RichText
        && let Json::String(words) = json
    {
        return rich(reference, Content::text(words), format);
    }
    (plain(kind, json), Vec::new())
}

fn rich(reference: &str, words: Content<String>, format: Option<&str>) -> (Value, Vec<Loss>) {
    let Reading { document, losses } = if reference == steps::FIELD {
        match steps::read(&words) {
            Some(reading) => reading,
            None => return (Value::Opaque(words), Vec::new()),
        }
    } else {
        text::read(reference, &words, format)
    };
    if document.is_empty() { (Value::Null, losses) } else { (Value::rich(document), losses) }
}

fn plain(kind: FieldKind, json: Json) -> Value {
    match (kind, json) {
        (_, Json::Null) => Value::Null,
        (FieldKind::Person, json) => match person::of(&json) {
            Some(person) => Value::Person(person),
            None => opaque(&json),
        },
        (FieldKind::Bool, Json::Bool(yes)) => Value::Bool(yes),
        (FieldKind::Integer, Json::Number(number)) => match whole(&number) {
            Some(number) => Value::Integer(number),
            None => opaque(&Json::Number(number)),
        },
        (FieldKind::Decimal, Json::Number(number)) => match number.as_f64() {
            Some(number) => Value::Decimal(number),
            None => opaque(&Json::Number(number)),
        },
        (kind, Json::String(words)) => worded(kind, words),
        (_, json) => opaque(&json),
    }
}

fn worded(kind: FieldKind, words: String) -> Value {
    if words.is_empty() {
        return Value::Null;
    }
    let found = match kind {
        FieldKind::Text => return Value::Text(words.into()),
        FieldKind::Choice => return Value::Choice(words.into()),
        FieldKind::Node => return Value::Node(NodeId::new(words)),
        FieldKind::Labels => {
            let words = Content::from(words);
            let labels = words.as_str().split(';').map(str::trim).filter(|it| !it.is_empty());
            return Value::Many(labels.map(Value::text).collect());
        }
        FieldKind::Date => instant(&words).map(|moment| Value::Date(day(moment))),
        FieldKind::Instant => instant(&words).map(Value::Instant),
        FieldKind::Integer => words.parse().ok().map(Value::Integer),
        FieldKind::Decimal => words.parse().ok().map(Value::Decimal),
        _ => None,
    };
    found.unwrap_or_else(|| Value::Opaque(words.into()))
}

/// The kind of a field that was made since the definitions were read.
fn guess(json: &Json) -> FieldKind {
    match json {
        Json::Bool(_) => FieldKind::Bool,
        Json::Number(number) if number.is_f64() => FieldKind::Decimal,
        Json::Number(_) => FieldKind::Integer,
        Json::String(_) => FieldKind::Text,
        Json::Object(_) => FieldKind::Person,
        Json::Array(_) | Json::Null => FieldKind::Opaque,
    }
}

fn opaque(json: &Json) -> Value {
    Value::Opaque(Content::text(json.to_string()))
}

/// A whole number, also where it is written with a fraction of zero.
fn whole(number: &serde_json::Number) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.as_i64().or_else(|| {
        let number = number.as_f64().filter(|it| it.fract() == 0.0 && it.abs() <= EXACT)?;
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within 2^53")]
        Some(number as i64)
    })
}

/// A point in time as Azure DevOps writes it.
pub(super) fn instant(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}

/// The day that was picked. Azure DevOps keeps it as the midnight of whoever picked it, in UTC, so
/// that the nearest midnight tells the day wherever the offset is between -11 h and +12 h. A time
/// that is no such midnight is an instant that somebody wrote, and lies on its own day in UTC.
pub(super) fn day(moment: OffsetDateTime) -> Date {
    let moment = moment.to_offset(time::UtcOffset::UTC);
    let (_, minute, second, nano) = moment.time().as_hms_nano();
    let midnight = minute.is_multiple_of(15) && second == 0 && nano == 0;
    if midnight && moment.time() >= Time::MIDNIGHT + Duration::hours(12) {
        moment.date().next_day().unwrap_or(moment.date())
    } else {
        moment.date()
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::catalog::FieldKind;
    use migrayt_core::richtext::plain_text;
    use migrayt_core::value::Value;
    use serde_json::json;
    use time::macros::{date, datetime};

    use super::{day, of};

    fn value(kind: FieldKind, json: serde_json::Value) -> Value {
        of("Custom.Field", Some(kind), json, None).0
    }

    #[test]
    fn each_kind_has_its_value() {
        assert_eq!(value(FieldKind::Text, json!("a")), Value::text("a"));
        assert_eq!(value(FieldKind::Choice, json!("1 - High")), Value::Choice("1 - High".into()));
        assert_eq!(value(FieldKind::Node, json!("Shop\\Web")), Value::Node("Shop\\Web".into()));
        assert_eq!(value(FieldKind::Bool, json!(true)), Value::Bool(true));
        assert_eq!(value(FieldKind::Integer, json!(2)), Value::Integer(2));
        assert_eq!(value(FieldKind::Integer, json!(2.0)), Value::Integer(2));
        assert_eq!(value(FieldKind::Integer, json!(2.5)), Value::Opaque("2.5".into()));
        assert_eq!(value(FieldKind::Decimal, json!(3)), Value::Decimal(3.0));
        assert_eq!(
            value(FieldKind::Instant, json!("2026-03-31T18:36:26.23Z")),
            Value::Instant(datetime!(2026-03-31 18:36:26.23 UTC))
        );
        assert_eq!(
            value(FieldKind::Date, json!("2026-03-31T00:00:00Z")),
            Value::Date(date!(2026 - 03 - 31))
        );
        assert_eq!(
            value(FieldKind::Labels, json!("a; b c;; d")),
            Value::Many(vec![Value::text("a"), Value::text("b c"), Value::text("d")])
        );
        assert!(matches!(
            value(FieldKind::Person, json!({"displayName": "J", "id": "5"})),
            Value::Person(person) if person.id.as_str() == "5"
        ));
    }

    #[test]
    fn what_does_not_fit_is_carried_and_nothing_is_nothing() {
        assert_eq!(value(FieldKind::Bool, json!("yes")), Value::Opaque("yes".into()));
        assert_eq!(value(FieldKind::Instant, json!("soon")), Value::Opaque("soon".into()));
        assert_eq!(value(FieldKind::Person, json!([])), Value::Opaque("[]".into()));
        assert_eq!(value(FieldKind::Text, json!(null)), Value::Null);
        assert_eq!(value(FieldKind::RichText, json!("<div> </div>")), Value::Null);
        assert_eq!(of("New", None, json!("x"), None).0, Value::text("x"));
        assert_eq!(of("New", None, json!(1.5), None).0, Value::Decimal(1.5));
    }

    #[test]
    fn long_texts_are_read_in_their_format() {
        let words = |format| {
            let (value, _) = of(
                "System.Description",
                Some(FieldKind::RichText),
                json!("**a** <i>b</i>"),
                format,
            );
            let Value::RichText(document) = value else { panic!("a rich text") };
            plain_text(document.expose()).as_str().to_owned()
        };
        assert_eq!(words(Some("Markdown")), "a b");
        assert_eq!(words(Some("html")), "**a** b");
        assert_eq!(words(None), "**a** b");
    }

    #[test]
    fn a_picked_day_stays_that_day_in_every_zone() {
        for picked in [
            datetime!(2026-03-31 00:00 UTC),
            datetime!(2026-03-31 00:00 +1),
            datetime!(2026-03-31 00:00 +5:30),
            datetime!(2026-03-31 00:00 +12),
            datetime!(2026-03-31 00:00 -8),
            datetime!(2026-03-31 00:00 -11),
        ] {
            let kept = picked.to_offset(time::UtcOffset::UTC);
            assert_eq!(day(kept), date!(2026 - 03 - 31), "{picked}");
        }
        assert_eq!(day(datetime!(2026-03-31 18:36:26.23 UTC)), date!(2026 - 03 - 31));
    }
}
