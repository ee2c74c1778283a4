//! The `update` part of a create, an edit or a transition: operations on fields.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::call::Call;
use super::comment::Draft;
use super::field::{Field, Kind};
use super::options::IssueType;
use super::state::{Fields, Stored};
use super::value::cannot_be_set;

/// Carries the operations out on `kept`; `issue_type` says whose create screen counts, if one does.
pub(super) fn apply(
    call: &Call<'_>,
    body: &Value,
    issue_type: Option<&IssueType>,
    kept: &mut Fields,
    comments: &mut Vec<Draft>,
    faults: &mut BTreeMap<String, String>,
) {
    for (id, operations) in body.get("update").and_then(Value::as_object).into_iter().flatten() {
        let operations = operations.as_array().map_or(&[][..], Vec::as_slice);
        if id == "comment" {
            for operation in operations {
                let comment = operation.get("add").cloned().unwrap_or_default();
                match Draft::of(call, &comment) {
                    Ok(draft) => comments.push(draft),
                    Err(refusal) => faults.extend(refusal.fields),
                }
            }
            continue;
        }
        let field = call.site.field(id).filter(|field| {
            field.is_written() && issue_type.is_none_or(|kind| call.site.on_screen(kind, id))
        });
        let Some(field) = field else {
            faults.insert(id.clone(), cannot_be_set(id));
            continue;
        };
        for operation in operations {
            match operate(call, field, kept.find(&field.id), operation) {
                Ok(Some(stored)) => drop(kept.insert(Arc::clone(&field.id), stored)),
                Ok(None) => drop(kept.remove(&field.id)),
                Err(fault) => drop(faults.insert(id.clone(), fault)),
            }
        }
    }
}

fn operate(
    call: &Call<'_>,
    field: &Field,
    current: Option<&Stored>,
    operation: &Value,
) -> Result<Option<Stored>, String> {
    if let Some(value) = operation.get("set").or_else(|| operation.get("edit")) {
        return call.check().value(field, value);
    }
    let listed = matches!(
        field.kind,
        Kind::Labels | Kind::MultiSelect | Kind::People | Kind::Components | Kind::Versions
    );
    let (add, value) = match (operation.get("add"), operation.get("remove")) {
        (Some(value), None) if listed => (true, value),
        (None, Some(value)) if listed => (false, value),
        _ => return Err(format!("Field '{}' does not support the operation.", field.id)),
    };
    let given = call.check().value(field, &json!([value]))?;
    let given = given.as_ref().and_then(Stored::plain).and_then(Value::as_array);
    let mut items =
        current.and_then(Stored::plain).and_then(Value::as_array).cloned().unwrap_or_default();
    for item in given.into_iter().flatten() {
        items.retain(|other| other != item);
        if add {
            items.push(item.clone());
        }
    }
    Ok((!items.is_empty()).then_some(Stored::Plain(Value::Array(items))))
}
