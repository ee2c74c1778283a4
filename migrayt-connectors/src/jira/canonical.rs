//! The canonical form of what is written: one function for drafts and for what is read back, so
//! that equal values have equal digests.
//!
//! It takes a value as it is sent and as Jira gives it: `{"value": "High"}` and an option with
//! its id and address are the same; `4` and `4.0` are; two orders of labels are.

use migrayt_core::Content;
use migrayt_core::catalog::{Field, FieldKind};
use migrayt_core::digest::{Digest, DigestKey, FieldDigest};
use migrayt_core::id::FieldId;
use migrayt_markup::adf;
use serde_json::{Number, Value as Json, json};

use super::embed::settled;
use super::{moment, payload};

/// The name under which a status is digested.
pub(super) const STATUS: &str = "status";
/// The name under which a type is digested.
pub(super) const WORK_TYPE: &str = "issuetype";

/// The digest of a field's value; none if there is no value.
pub(super) fn digest(field: &Field, value: &Json, key: &DigestKey) -> Option<FieldDigest> {
    let canonical = of_field(field, value)?;
    Some(named(field.id.as_str(), &canonical, key))
}

/// The digest of a status.
pub(super) fn status(id: &str, key: &DigestKey) -> FieldDigest {
    named(STATUS, &Json::from(id), key)
}

/// The digest of an issue's type.
pub(super) fn work_type(id: &str, key: &DigestKey) -> FieldDigest {
    named(WORK_TYPE, &Json::from(id), key)
}

/// The digest of a link to another place: its own id, the address and the words that are shown.
pub(super) fn remote_link(global_id: &str, url: &str, title: &str, key: &DigestKey) -> FieldDigest {
    named("remotelink", &json!([global_id, url, title]), key)
}

/// The digest of a property.
pub(super) fn property(name: &str, value: &Json, key: &DigestKey) -> FieldDigest {
    named(&format!("property:{name}"), value, key)
}

/// The digest of a comment's body.
pub(super) fn comment(body: &Json, key: &DigestKey) -> FieldDigest {
    named("comment", &text(body), key)
}

/// The digest of a work log entry: when the work began, how long it took, what was done.
pub(super) fn worklog(started: &str, seconds: u64, body: &Json, key: &DigestKey) -> FieldDigest {
    let started = moment::parse(started).map(|at| at.unix_timestamp_nanos() / 1_000_000);
    let started = started.and_then(|at| i64::try_from(at).ok());
    let body = if is_blank(body) { Json::Null } else { text(body) };
    named("worklog", &json!([started, seconds, body]), key)
}

/// The digest of somebody who watches.
pub(super) fn watcher(account: &str, key: &DigestKey) -> FieldDigest {
    named("watches", &Json::from(account), key)
}

/// Whether a field holds the same with both values, nothing and nothing included.
pub(super) fn same(field: &Field, left: &Json, right: &Json) -> bool {
    of_field(field, left) == of_field(field, right)
}

/// Whether two plain values are the same, in whatever order their members stand.
pub(super) fn same_json(left: &Json, right: &Json) -> bool {
    let bytes = |json| {
        let mut bytes = Content::new(Vec::new());
        write(json, bytes.expose_mut());
        bytes
    };
    bytes(left) == bytes(right)
}

/// Whether two documents say the same.
pub(super) fn same_document(left: &Json, right: &Json) -> bool {
    text(left) == text(right)
}

/// The canonical form of a document; what it shows and refers to has no id in it.
fn text(document: &Json) -> Json {
    adf::canonical(&settled(document))
}

/// Whether nothing of a document would be seen: it has at most empty lines.
pub(super) fn is_blank(node: &Json) -> bool {
    match node.get("type").and_then(Json::as_str) {
        Some("text") => {
            node.get("text").and_then(Json::as_str).is_none_or(|text| text.trim().is_empty())
        }
        Some("doc" | "paragraph" | "heading") => {
            node.get("content").and_then(Json::as_array).into_iter().flatten().all(is_blank)
        }
        Some("hardBreak") | None => true,
        Some(_) => false,
    }
}

/// The digest of a file's name and size.
pub(super) fn file(name: &str, size: u64, key: &DigestKey) -> FieldDigest {
    named("attachment", &json!({ "name": name, "size": size }), key)
}

fn named(name: &str, canonical: &Json, key: &DigestKey) -> FieldDigest {
    FieldDigest { field: FieldId::new(name), digest: digest_of(name, canonical, key) }
}

fn digest_of(name: &str, canonical: &Json, key: &DigestKey) -> Digest {
    let mut bytes = Content::new(Vec::new());
    write(canonical, bytes.expose_mut());
    key.digest(name, bytes.expose())
}

fn of_field(field: &Field, value: &Json) -> Option<Json> {
    let several = matches!(field.kind, FieldKind::Labels | FieldKind::Node);
    if !several && !field.many {
        return of_one(field, value);
    }
    // A sprint is drafted as one name and read as a list.
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let mut items: Vec<(Vec<u8>, Json)> = items
        .iter()
        .filter_map(|item| of_one(field, item))
        .map(|item| {
            let mut bytes = Vec::new();
            write(&item, &mut bytes);
            (bytes, item)
        })
        .collect();
    items.sort_by(|left, right| left.0.cmp(&right.0));
    items.dedup_by(|left, right| left.0 == right.0);
    let items: Vec<Json> = items.into_iter().map(|(_, item)| item).collect();
    (!items.is_empty()).then_some(Json::Array(items))
}

fn of_one(field: &Field, value: &Json) -> Option<Json> {
    let member = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| value.get(*key))?;
        found.as_str().map(Json::from)
    };
    match field.kind {
        FieldKind::RichText => (!is_blank(value)).then(|| text(value)),
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Duration => {
            value.as_f64().and_then(number)
        }
        FieldKind::Instant => {
            let moment = moment::parse(value.as_str()?)?;
            i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok().map(Json::from)
        }
        FieldKind::Person => member(&["accountId", "id"]),
        FieldKind::Choice => member(&["value", "name"]),
        FieldKind::Cascade => {
            let below = value.pointer("/child/value").and_then(Json::as_str);
            Some(json!([member(&["value"])?, below]))
        }
        FieldKind::Node => member(&["name", payload::SPRINT]),
        FieldKind::Reference => None,
        FieldKind::Text | FieldKind::Labels | FieldKind::Date => {
            let text = value.as_str()?.trim().replace("\r\n", "\n");
            (!text.is_empty()).then_some(Json::String(text))
        }
        _ => (!value.is_null()).then(|| value.clone()),
    }
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

/// JSON without spaces and with sorted keys, whatever order a map keeps.
fn write(value: &Json, out: &mut Vec<u8>) {
    match value {
        Json::Null => out.extend_from_slice(b"null"),
        Json::Bool(true) => out.extend_from_slice(b"true"),
        Json::Bool(false) => out.extend_from_slice(b"false"),
        Json::Number(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Json::String(text) => write_text(text, out),
        Json::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write(item, out);
            }
            out.push(b']');
        }
        Json::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|left, right| left.0.cmp(right.0));
            out.push(b'{');
            for (place, (key, item)) in members.into_iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write_text(key, out);
                out.push(b':');
                write(item, out);
            }
            out.push(b'}');
        }
    }
}

/// A text whose end cannot be mistaken, since quotation marks and backslashes in it are escaped.
fn write_text(text: &str, out: &mut Vec<u8>) {
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
    use migrayt_core::catalog::{Field, FieldKind};
    use migrayt_core::digest::DigestKey;
    use migrayt_core::id::FieldId;
    use serde_json::{Value as Json, json};

    use super::{digest, of_field, write};

    fn field(kind: FieldKind, many: bool) -> Field {
        let mut field = Field::new(FieldId::new("customfield_10052"), "Any", kind);
        field.many = many;
        field
    }

    fn same(field: &Field, sent: &Json, given: &Json) {
        let key = DigestKey::new([1; 32]);
        assert!(digest(field, sent, &key).is_some(), "{sent}");
        assert_eq!(digest(field, sent, &key), digest(field, given, &key), "{sent} {given}");
    }

    #[test]
    fn what_is_sent_is_what_is_given() {
        use FieldKind::{
            Cascade, Choice, Date, Decimal, Duration, Instant, Labels, Node, Person, Text,
        };
        for (kind, many, sent, given) in [
            (
                Choice,
                false,
                json!({"value": "High"}),
                json!({"self": "x", "id": "1", "value": "High"}),
            ),
            (
                Choice,
                false,
                json!({"name": "High"}),
                json!({"self": "x", "id": "1", "name": "High"}),
            ),
            (
                Choice,
                true,
                json!([{"value": "b"}, {"value": "a"}]),
                json!([{"id": "1", "value": "a"}, {"id": "2", "value": "b"}]),
            ),
            (
                Cascade,
                false,
                json!({"value": "EU", "child": {"value": "DE"}}),
                json!({"id": "1", "value": "EU", "child": {"id": "2", "value": "DE"}}),
            ),
            (Decimal, false, json!(3), json!(3.0)),
            (Decimal, false, json!(2.5), json!(2.5)),
            (Duration, false, json!(5400), json!(5400)),
            (Date, false, json!("2026-09-27"), json!("2026-09-27")),
            (
                Instant,
                false,
                json!("2026-09-27T08:03:11.123+0000"),
                json!("2026-09-27T10:03:11.123+0200"),
            ),
            (Person, false, json!({"accountId": "5b"}), json!({"accountId": "5b", "active": true})),
            (Labels, true, json!(["b", "a", "b"]), json!(["a", "b"])),
            (
                Node,
                true,
                json!([{"name": "Web"}]),
                json!([{"id": "3", "name": "Web", "self": "x"}]),
            ),
            (Text, false, json!(" one\r\ntwo "), json!("one\ntwo")),
        ] {
            same(&field(kind, many), &sent, &given);
        }
        let given = json!([{"id": 7, "name": "Sprint 7", "state": "active"}]);
        same(&field(Node, false), &json!({"$sprint": "Sprint 7"}), &given);
    }

    #[test]
    fn nothing_has_no_canonical_form() {
        for (kind, value) in [
            (FieldKind::Text, json!("  ")),
            (FieldKind::Text, Json::Null),
            (FieldKind::Labels, json!([])),
            (FieldKind::Choice, Json::Null),
            (FieldKind::Person, Json::Null),
            (FieldKind::RichText, json!({"type": "doc", "version": 1, "content": []})),
            (
                FieldKind::RichText,
                json!({"type": "doc", "content": [{"type": "paragraph", "content": [
                    {"type": "text", "text": " "}, {"type": "hardBreak"}]}]}),
            ),
            (FieldKind::Opaque, Json::Null),
        ] {
            assert_eq!(of_field(&field(kind, false), &value), None, "{kind:?}");
        }
    }

    #[test]
    fn different_values_stay_different() {
        let key = DigestKey::new([1; 32]);
        let of = |kind, value: Json| digest(&field(kind, true), &value, &key);
        assert_ne!(of(FieldKind::Labels, json!(["a", "b"])), of(FieldKind::Labels, json!(["a,b"])));
        assert_ne!(
            of(FieldKind::Labels, json!(["a\",\"b"])),
            of(FieldKind::Labels, json!(["a", "b"]))
        );
        assert_ne!(of(FieldKind::Decimal, json!([1.5])), of(FieldKind::Decimal, json!([1.25])));
    }

    #[test]
    fn keys_are_sorted() {
        let mut bytes = Vec::new();
        write(&json!({"b": [1, null, true], "a": {"d": "\"", "c": "\\"}}), &mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, r#"{"a":{"c":"\\","d":"\""},"b":[1,null,true]}"#);
    }
}
