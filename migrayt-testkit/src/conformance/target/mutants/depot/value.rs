use migrayt_core::catalog::{Catalog, Field, FieldKind};
use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::id::FieldId;
use migrayt_core::richtext::plain_text;
use migrayt_core::value::Value;
use serde_json::{Value as Json, json};

/// A value in canonical form; `Err` if the field does not take it, none if there is nothing.
pub(super) fn canonical(
    catalog: &Catalog,
    field: &Field,
    value: &Value,
) -> Result<Option<Json>, ()> {
    if let Value::Many(values) = value {
        let values = values.iter().map(|value| one(catalog, field, value));
        let mut values: Vec<Json> = values.collect::<Result<_, ()>>()?;
        values.sort_by_key(Json::to_string);
        return Ok(Some(Json::Array(values)));
    }
    let one = one(catalog, field, value)?;
    if one.as_str() == Some("") {
        return Ok(None);
    }
    Ok(Some(if field.many { json!([one]) } else { one }))
}

fn one(catalog: &Catalog, field: &Field, value: &Value) -> Result<Json, ()> {
    Ok(match (field.kind, value) {
        (FieldKind::Text | FieldKind::Labels, Value::Text(text)) => json!(text.as_str().trim()),
        (FieldKind::RichText, Value::RichText(words)) => {
            json!(plain_text(words.expose()).as_str().trim())
        }
        (FieldKind::Decimal, value) => json!(value.as_number().ok_or(())?),
        (FieldKind::Date, Value::Date(day)) => json!(day.to_string()),
        (FieldKind::Instant, Value::Instant(at)) => json!(at.unix_timestamp()),
        (FieldKind::Duration, Value::Duration(seconds)) => json!(seconds),
        (FieldKind::Person, Value::Person(person)) => {
            let known = catalog.people.iter().find(|known| known.id == person.id);
            json!(known.ok_or(())?.id.as_str())
        }
        (FieldKind::Choice, Value::Choice(name)) => {
            let known = field.allowed.iter().find(|known| known.as_str() == name.as_str());
            json!(known.ok_or(())?)
        }
        (FieldKind::Node, Value::Node(id)) => {
            let known = catalog.nodes.iter().find(|node| &node.id == id);
            json!(known.ok_or(())?.name)
        }
        _ => return Err(()),
    })
}

pub(super) fn digest(field: &FieldId, value: &Json, key: &DigestKey) -> FieldDigest {
    let digest = key.digest(field.as_str(), value.to_string().as_bytes());
    FieldDigest { field: field.clone(), digest }
}

/// The digest of a file's name and size.
pub(super) fn file_digest(name: &str, size: u64, key: &DigestKey) -> FieldDigest {
    digest(&FieldId::new("file"), &json!([name, size]), key)
}
