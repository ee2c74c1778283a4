//! Reading items, one or many.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::call::Call;
use super::error::Refusal;
use super::field::{self, FieldKey};
use super::record::Record;
use super::reply::Reply;
use super::stamp;
use super::view::{Expand, Snapshot};

/// What a reading request chooses.
struct Choice {
    ids: Vec<u64>,
    fields: Option<Vec<FieldKey>>,
    expand: Expand,
    as_of: Option<OffsetDateTime>,
    omit: bool,
}

impl Call<'_> {
    /// `GET wit/workitems/{id}`.
    pub(super) fn show_item(&mut self) -> Result<Reply, Refusal> {
        let id = self.id(2)?;
        let expand = self.expand()?;
        let fields = self.named_fields(self.asked.query("fields"))?;
        let as_of = as_of(self.asked.query("asOf"))?;
        let record = self.scoped(id)?;
        let snapshot = at(id, record, as_of).ok_or_else(|| Refusal::no_item(id))?;
        let view = self.view();
        let mut shown = view.item(snapshot, expand, true);
        if let (Some(keys), Some(slot)) = (fields, shown.get_mut("fields")) {
            *slot = Value::Object(view.chosen(snapshot, &keys));
        }
        Ok(Reply::ok(&shown))
    }

    /// `GET wit/workitems?ids=`.
    pub(super) fn list_items(&mut self) -> Result<Reply, Refusal> {
        let mut ids = Vec::new();
        let given = self.asked.query("ids").unwrap_or_default();
        for text in given.split(',').map(str::trim).filter(|text| !text.is_empty()) {
            ids.push(text.parse().map_err(|_| {
                Refusal::binding(format!("The value '{text}' is not valid for Int32."))
            })?);
        }
        let choice = Choice {
            ids,
            fields: self.named_fields(self.asked.query("fields"))?,
            expand: self.expand()?,
            as_of: as_of(self.asked.query("asOf"))?,
            omit: omits(self.asked.query("errorPolicy")),
        };
        self.many(&choice)
    }

    /// `POST wit/workitemsbatch`.
    pub(super) fn batch(&mut self) -> Result<Reply, Refusal> {
        let body = self.json()?;
        let text = |key: &str| body.get(key).and_then(Value::as_str);
        let mut ids = Vec::new();
        for id in body.get("ids").and_then(Value::as_array).into_iter().flatten() {
            let number = id.as_u64().or_else(|| id.as_str().and_then(|text| text.parse().ok()));
            ids.push(number.ok_or_else(|| Refusal::binding("The ids are not valid."))?);
        }
        let fields = match body.get("fields").and_then(Value::as_array) {
            Some(names) if !names.is_empty() => {
                Some(self.keys(names.iter().filter_map(Value::as_str))?)
            }
            _ => None,
        };
        let expand = match body.get("$expand") {
            Some(Value::Number(number)) => Expand::parse(&number.to_string()),
            other => Expand::parse(other.and_then(Value::as_str).unwrap_or_default()),
        };
        let choice = Choice {
            ids,
            fields,
            expand: expand.ok_or_else(|| Refusal::binding("The $expand is not valid."))?,
            as_of: as_of(text("asOf"))?,
            omit: omits(text("errorPolicy"))
                || body.get("errorPolicy").and_then(Value::as_u64) == Some(2),
        };
        self.many(&choice)
    }

    fn many(&self, choice: &Choice) -> Result<Reply, Refusal> {
        let Choice { ids, fields, expand, as_of, omit } = choice;
        if ids.is_empty() {
            return Err(Refusal::bad(
                "VssPropertyValidationException",
                "The \"ids\" parameter is missing: at least one work item id is needed.",
            ));
        }
        if ids.len() > self.options.limits.batch {
            return Err(Refusal::bad(
                "WorkItemsBatchLimitExceededException",
                format!(
                    "VS403474: You requested {} work items which exceeds the limit of {}.",
                    ids.len(),
                    self.options.limits.batch
                ),
            ));
        }
        if fields.is_some() && !matches!(expand, Expand::None | Expand::Links) {
            return Err(Refusal::bad(
                "ConflictingParametersException",
                "The expand parameter can not be used with the fields parameter.",
            ));
        }
        let view = self.view();
        let mut value = Vec::with_capacity(ids.len());
        for id in ids {
            let found = self.scoped(*id).ok().and_then(|record| at(*id, record, *as_of));
            value.push(match (found, fields) {
                (Some(item), Some(keys)) => json!({
                    "id": item.id,
                    "rev": item.rev,
                    "fields": view.chosen(item, keys),
                    "url": format!("{}/_apis/wit/workItems/{}", self.scope(), item.id),
                }),
                (Some(item), None) => {
                    let mut shown = view.item(item, *expand, false);
                    if let Some(url) = shown.get_mut("url") {
                        *url = json!(format!("{}/_apis/wit/workItems/{}", self.scope(), item.id));
                    }
                    shown
                }
                (None, _) if *omit => Value::Null,
                (None, _) => return Err(Refusal::no_item(*id)),
            });
        }
        Ok(Reply::list(value))
    }

    /// The item, if it lies in the path's project.
    pub(super) fn scoped(&self, id: u64) -> Result<&Record, Refusal> {
        self.state
            .item(id)
            .filter(|record| self.project.is_none_or(|project| record.project == project))
            .ok_or_else(|| Refusal::no_item(id))
    }

    fn named_fields(&self, list: Option<&str>) -> Result<Option<Vec<FieldKey>>, Refusal> {
        match list {
            None | Some("") => Ok(None),
            Some(list) => self.keys(list.split(',').map(str::trim)).map(Some),
        }
    }

    fn keys<'n>(&self, names: impl Iterator<Item = &'n str>) -> Result<Vec<FieldKey>, Refusal> {
        names
            .map(|name| self.state.fields.find(name).ok_or_else(|| Refusal::no_field(name)))
            .collect()
    }
}

/// The item as it stood then: the last revision that was not later.
fn at(id: u64, record: &Record, moment: Option<OffsetDateTime>) -> Option<Snapshot<'_>> {
    let Some(moment) = moment else { return Some(Snapshot::latest(id, record)) };
    let created = stamp::read(record.fields.text(field::CREATED_DATE)).map(|(moment, _)| moment);
    if created.is_some_and(|created| created > moment) {
        return None;
    }
    let not_later = |item: &Snapshot<'_>| {
        let changed = stamp::read(item.fields.text(field::CHANGED_DATE));
        changed.is_none_or(|(changed, _)| changed <= moment)
    };
    let (mut last, mut first) = (None, None);
    for item in Snapshot::all(id, record) {
        first = first.or(Some(item));
        if not_later(&item) {
            last = Some(item);
        }
    }
    // Revisions from before the item was loaded are not known: the oldest known one stands in.
    last.or(first)
}

fn as_of(text: Option<&str>) -> Result<Option<OffsetDateTime>, Refusal> {
    match text {
        None | Some("") => Ok(None),
        Some(text) => stamp::read(text)
            .map(|(moment, _)| Some(moment))
            .ok_or_else(|| Refusal::binding("The value is not valid for Nullable`1.")),
    }
}

fn omits(policy: Option<&str>) -> bool {
    policy.is_some_and(|policy| policy.eq_ignore_ascii_case("omit") || policy == "2")
}
