//! The canonical form of what is written: one function for drafts and for what is read back, so
//! that equal values have equal digests.

use migrayt_core::Content;
use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::id::FieldId;
use serde_json::{Number, Value as Json, json};
use time::OffsetDateTime;

use super::embed;
use super::style::{Style, is_blank};
use crate::face::host::model::datum::Datum;
use crate::face::host::model::text;

/// The name under which a status is digested.
pub(super) const STATUS: &str = "status";
/// The name under which a type is digested.
pub(super) const WORK_TYPE: &str = "issuetype";
/// The name under which a watcher is digested.
pub(super) const WATCHER: &str = "watches";
/// The name under which a link to another place is digested.
pub(super) const REMOTE_LINK: &str = "remotelink";
/// The name under which a parent is shown.
pub(super) const PARENT: &str = "parent";

/// The names that no field of a host may have.
pub(super) const RESERVED: [&str; 5] = [STATUS, WORK_TYPE, WATCHER, REMOTE_LINK, PARENT];

/// The digest of a field's value; none if there is no value.
pub(super) fn field(
    style: &Style,
    id: &FieldId,
    value: &Datum,
    key: &DigestKey,
) -> Option<FieldDigest> {
    Some(named(id.as_str(), &of(style, value)?, key))
}

/// The digest of a status.
pub(super) fn status(id: &str, key: &DigestKey) -> FieldDigest {
    named(STATUS, &Json::from(id), key)
}

/// The digest of an item's type.
pub(super) fn work_type(id: &str, key: &DigestKey) -> FieldDigest {
    named(WORK_TYPE, &Json::from(id), key)
}

/// The digest of somebody who watches.
pub(super) fn watcher(person: &str, key: &DigestKey) -> FieldDigest {
    named(WATCHER, &Json::from(person), key)
}

/// The digest of a link to another place: its own id, the address and the words that are shown.
pub(super) fn remote_link(global_id: &str, url: &str, title: &str, key: &DigestKey) -> FieldDigest {
    named(REMOTE_LINK, &json!([global_id, url, title]), key)
}

/// The digest of a property.
pub(super) fn property(name: &str, value: &Json, key: &DigestKey) -> FieldDigest {
    named(&format!("property:{name}"), value, key)
}

/// The digest of a comment.
pub(super) fn comment(style: &Style, body: &Datum, key: &DigestKey) -> FieldDigest {
    named("comment", &of(style, body).unwrap_or_default(), key)
}

/// The digest of a file's name and size.
pub(super) fn file(name: &str, size: u64, key: &DigestKey) -> FieldDigest {
    named("attachment", &json!({ "name": name, "size": size }), key)
}

/// The digest of a work log entry: when the work began, how long it took, what was done.
pub(super) fn worklog(
    style: &Style,
    started: OffsetDateTime,
    seconds: u64,
    body: Option<&Datum>,
    key: &DigestKey,
) -> FieldDigest {
    let body = body.and_then(|body| of(style, body));
    named("worklog", &json!([moment(started), seconds, body]), key)
}

/// Whether two values say the same, nothing and nothing included.
pub(super) fn same(style: &Style, left: Option<&Datum>, right: Option<&Datum>) -> bool {
    let canonical = |value: Option<&Datum>| of(style, value?);
    canonical(left) == canonical(right)
}

/// Whether two plain values are the same, in whatever order their members stand.
pub(super) fn same_json(left: &Json, right: &Json) -> bool {
    bytes(left) == bytes(right)
}

/// A value in canonical form; none if there is nothing.
fn of(style: &Style, value: &Datum) -> Option<Json> {
    let line = |text: &str| {
        let text = text.trim().replace("\r\n", "\n");
        (!text.is_empty()).then_some(Json::String(text))
    };
    match value {
        Datum::Text(text) | Datum::Choice(text) | Datum::Opaque(text) => line(text.as_str()),
        Datum::Html(_) | Datum::Markdown(_) | Datum::Wiki(_) | Datum::Adf(_) => {
            let document = embed::settle(style, text::read(value)?.document);
            if is_blank(&document) {
                return None;
            }
            Some(match style.write(&document).0 {
                Datum::Html(text) | Datum::Markdown(text) | Datum::Wiki(text) => {
                    text.as_str().into()
                }
                Datum::Adf(document) => migrayt_markup::adf::canonical(&document),
                _ => return None,
            })
        }
        #[expect(clippy::cast_precision_loss, reason = "trackers store numbers as doubles")]
        Datum::Integer(whole) | Datum::Duration(whole) => number(*whole as f64),
        Datum::Decimal(value) => number(*value),
        Datum::Bool(yes) => Some(Json::Bool(*yes)),
        Datum::Date(day) => Some(Json::String(day.to_string())),
        Datum::Instant(at) => Some(moment(*at)),
        Datum::Person(person) => Some(person.id.as_str().into()),
        Datum::Cascade(levels) => {
            let levels: Vec<_> = levels.iter().filter_map(|level| line(level.as_str())).collect();
            (!levels.is_empty()).then_some(Json::Array(levels))
        }
        Datum::Many(values) => {
            let mut values: Vec<_> = values.iter().filter_map(|value| of(style, value)).collect();
            values.sort_by_cached_key(|value| bytes(value).into_inner());
            values.dedup();
            (!values.is_empty()).then_some(Json::Array(values))
        }
        Datum::Reference(item) => Some(item.as_str().into()),
        Datum::Node(node) => line(node.as_str()),
    }
}

/// Milliseconds, which every tracker keeps that keeps moments at all.
fn moment(at: OffsetDateTime) -> Json {
    i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000_000)).ok().into()
}

/// Whole numbers as such, others as the shortest text that reads back as the same double.
fn number(number: f64) -> Option<Json> {
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < WHOLE {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is whole and below 2 to the 53rd"
        )]
        return Some(Json::from(number as i64));
    }
    Number::from_f64(number).map(Json::Number)
}

fn named(name: &str, canonical: &Json, key: &DigestKey) -> FieldDigest {
    let digest = key.digest(name, bytes(canonical).expose());
    FieldDigest { field: FieldId::new(name), digest }
}

fn bytes(json: &Json) -> Content<Vec<u8>> {
    let mut bytes = Content::new(Vec::new());
    write(json, bytes.expose_mut());
    bytes
}

/// JSON without spaces and with sorted keys, whatever order a map keeps.
fn write(value: &Json, out: &mut Vec<u8>) {
    match value {
        Json::Array(items) => {
            out.push(b'[');
            for item in items {
                write(item, out);
                out.push(b',');
            }
            out.push(b']');
        }
        Json::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|left, right| left.0.cmp(right.0));
            out.push(b'{');
            for (name, item) in members {
                text_of(name, out);
                out.push(b':');
                write(item, out);
                out.push(b',');
            }
            out.push(b'}');
        }
        Json::String(text) => text_of(text, out),
        Json::Number(number) => {
            let double = number.as_f64().filter(|_| number.is_f64());
            let whole = double.and_then(self::number).and_then(|number| number.as_i64());
            match whole {
                Some(whole) => out.extend_from_slice(whole.to_string().as_bytes()),
                None => out.extend_from_slice(number.to_string().as_bytes()),
            }
        }
        Json::Bool(true) => out.extend_from_slice(b"true"),
        Json::Bool(false) => out.extend_from_slice(b"false"),
        Json::Null => out.extend_from_slice(b"null"),
    }
}

/// A text whose end cannot be mistaken, since quotation marks and backslashes in it are escaped.
fn text_of(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use migrayt_core::digest::DigestKey;
    use migrayt_core::id::FieldId;
    use migrayt_core::richtext::Format;
    use serde::Deserialize as _;
    use serde_json::{Value as Json, json};

    use super::{Style, bytes, field};
    use crate::face::host::model::datum::Datum;

    fn digest(value: &Json) -> Option<migrayt_core::digest::FieldDigest> {
        let style = Style { format: Format::Html, items: None, files: None };
        let datum = Datum::deserialize(value).unwrap();
        field(&style, &FieldId::new("any"), &datum, &DigestKey::new([1; 32]))
    }

    #[test]
    fn what_a_tracker_writes_otherwise_is_the_same() {
        for (sent, given) in [
            (json!({ "decimal": 3.0 }), json!({ "integer": 3 })),
            (
                json!({ "instant": "2026-03-29T00:30:11Z" }),
                json!({ "instant": "2026-03-29T02:30:11.000+02:00" }),
            ),
            (json!({ "text": " one\r\ntwo " }), json!({ "text": "one\ntwo" })),
            (
                json!({ "html": "<p>a <b>b</b></p>" }),
                json!({ "html": "<p>a <strong>b</strong> </p>\n" }),
            ),
            (json!({ "html": "<p>a</p>" }), json!({ "markdown": "a" })),
            (
                json!({ "many": [{ "text": "b" }, { "text": "a" }, { "text": "b" }] }),
                json!({ "many": [{ "text": "a" }, { "text": "b" }] }),
            ),
            (
                json!({ "person": { "id": "7" } }),
                json!({ "person": { "id": "7", "name": "Jamal Hartnett", "active": false } }),
            ),
        ] {
            assert!(digest(&sent).is_some(), "{sent}");
            assert_eq!(digest(&sent), digest(&given), "{sent} {given}");
        }
    }

    #[test]
    fn other_values_differ_and_nothing_has_no_digest() {
        for (left, right) in [
            (json!({ "decimal": 1.5 }), json!({ "decimal": 1.25 })),
            (json!({ "html": "<p>a</p>" }), json!({ "html": "<p><b>a</b></p>" })),
            (
                json!({ "many": [{ "text": "a,b" }] }),
                json!({ "many": [{ "text": "a" }, { "text": "b" }] }),
            ),
            (json!({ "cascade": ["a", "b"] }), json!({ "cascade": ["a"] })),
        ] {
            assert_ne!(digest(&left), digest(&right), "{left} {right}");
        }
        for empty in [json!({ "text": " " }), json!({ "html": "<p> </p>" }), json!({ "many": [] })]
        {
            assert_eq!(digest(&empty), None, "{empty}");
        }
    }

    #[test]
    fn keys_are_sorted_and_numbers_are_what_they_say() {
        let written = bytes(&json!({ "b": [1, 1.0, null, true], "a": { "d": "\"", "c": 1.5 } }));
        let text = String::from_utf8(written.expose().clone()).unwrap();
        assert_eq!(text, r#"{"a":{"c":1.5,"d":"\"",},"b":[1,1,null,true,],}"#);
    }
}
