//! The recycle bin.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field;
use super::people::Person;
use super::record::Record;
use super::reply::Reply;
use super::view::{Expand, Snapshot};

impl Call<'_> {
    /// An item of the bin that lies in the path's project.
    fn binned(&self, id: u64) -> Result<&Record, Refusal> {
        self.state
            .items
            .get(&id)
            .filter(|record| record.removed.is_some())
            .filter(|record| self.project.is_none_or(|project| record.project == project))
            .ok_or_else(|| Refusal::no_item(id))
    }

    /// A deleted item, or one that is being deleted or restored.
    pub(super) fn removed_item(&self, id: u64, record: &Record) -> Value {
        let by = record.removed.as_ref().and_then(|removed| self.state.people.get(removed.by));
        json!({
            "id": id,
            "type": record.fields.text(field::WORK_ITEM_TYPE),
            "name": record.fields.text(field::TITLE),
            "project": self.state.project(record.project).map(|project| project.name.clone()),
            "deletedDate": record.removed.as_ref().map(|removed| &*removed.at),
            "deletedBy": by.map(Person::combined),
            "code": 200,
            "url": format!("{}/_apis/wit/recyclebin/{id}", self.scope()),
        })
    }

    /// `GET wit/recyclebin`: ids and addresses, or those items that `ids` names.
    pub(super) fn bin(&self) -> Result<Reply, Refusal> {
        if let Some(ids) = self.asked.query("ids") {
            let mut value = Vec::new();
            for id in ids.split(',') {
                let id = id.trim().parse().map_err(|_| {
                    Refusal::binding(format!("The value '{id}' is not valid for Int32."))
                })?;
                value.push(self.removed_item(id, self.binned(id)?));
            }
            return Ok(Reply::list(value));
        }
        let scope = self.scope();
        let ids = self.state.items.keys().filter(|id| self.binned(**id).is_ok());
        let value =
            ids.map(|id| json!({"id": id, "url": format!("{scope}/_apis/wit/recyclebin/{id}")}));
        Ok(Reply::list(value.collect()))
    }

    /// `GET wit/recyclebin/{id}`.
    pub(super) fn binned_item(&self) -> Result<Reply, Refusal> {
        let id = self.id(2)?;
        let record = self.binned(id)?;
        let mut shown = self.removed_item(id, record);
        if let Some(shown) = shown.as_object_mut() {
            let item = self.view().item(Snapshot::latest(id, record), Expand::None, false);
            shown.insert("resource".to_owned(), item);
        }
        Ok(Reply::ok(&shown))
    }

    /// `PATCH wit/recyclebin/{id}` with `isDeleted: false`: the item is back.
    pub(super) fn restore(&mut self) -> Result<Reply, Refusal> {
        let id = self.id(2)?;
        let shown = self.removed_item(id, self.binned(id)?);
        let body = self.json()?;
        let back = body
            .as_object()
            .and_then(|body| body.iter().find(|(key, _)| key.eq_ignore_ascii_case("isDeleted")))
            .is_some_and(|(_, value)| value == &Value::Bool(false));
        if !back {
            return Err(Refusal::bad(
                "VssPropertyValidationException",
                "The work item can only be restored: isDeleted must be false.",
            ));
        }
        if let Some(record) = self.state.items.get_mut(&id) {
            record.removed = None;
        }
        Ok(Reply::ok(&shown))
    }

    /// `DELETE wit/recyclebin/{id}`: the item is gone for good.
    pub(super) fn destroy(&mut self) -> Result<Reply, Refusal> {
        let id = self.id(2)?;
        self.binned(id)?;
        self.state.items.remove(&id);
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
