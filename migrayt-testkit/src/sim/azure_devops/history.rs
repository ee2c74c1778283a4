//! Earlier revisions of items, and what changed between them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field::{self, FieldKey};
use super::record::Relinked;
use super::reply::Reply;
use super::view::{Snapshot, View};

impl Call<'_> {
    fn page(&self) -> Result<(usize, usize), Refusal> {
        let page = self.options.limits.page;
        Ok((self.asked.number("$skip", 0)?, self.asked.number("$top", page)?.min(page)))
    }

    /// `GET wit/workItems/{id}/revisions`.
    pub(super) fn revisions(&self) -> Result<Reply, Refusal> {
        let id = self.id(2)?;
        let (skip, top) = self.page()?;
        let (expand, view) = (self.expand()?, self.view());
        let all = Snapshot::all(id, self.scoped(id)?);
        let value = all.skip(skip).take(top).map(|item| view.item(item, expand, false));
        Ok(Reply::list(value.collect()))
    }

    /// `GET wit/workItems/{id}/revisions/{rev}`.
    pub(super) fn revision(&self) -> Result<Reply, Refusal> {
        let (id, rev) = (self.id(2)?, self.id(4)?);
        let found = Snapshot::all(id, self.scoped(id)?).find(|item| u64::from(item.rev) == rev);
        let found = found.ok_or_else(|| {
            Refusal::missing(
                "WorkItemRevisionNotFoundException",
                format!("VS402336: Work item {id} does not have revision {rev}."),
            )
        })?;
        Ok(Reply::ok(&self.view().item(found, self.expand()?, true)))
    }

    /// `GET wit/workItems/{id}/updates`: one for each known revision, and one for each link that
    /// came or went, which is none. Of an item that was loaded, the first known revision appears
    /// as one update that sets everything.
    pub(super) fn updates(&self) -> Result<Reply, Refusal> {
        let (skip, top) = self.page()?;
        Ok(Reply::list(self.all_updates()?.into_iter().skip(skip).take(top).collect()))
    }

    /// `GET wit/workItems/{id}/updates/{number}`.
    pub(super) fn show_update(&self) -> Result<Reply, Refusal> {
        let number = self.id(4)?;
        let all = self.all_updates()?;
        let at = usize::try_from(number).ok().and_then(|number| all.get(number.checked_sub(1)?));
        at.map(Reply::ok).ok_or_else(|| {
            Refusal::missing(
                "WorkItemUpdateNotFoundException",
                format!("VS402336: Work item {} does not have update {number}.", self.part(2)),
            )
        })
    }

    fn all_updates(&self) -> Result<Vec<Value>, Refusal> {
        let id = self.id(2)?;
        let view = self.view();
        let record = self.scoped(id)?;
        let (mut before, mut value) = (None, Vec::new());
        for item in Snapshot::all(id, record) {
            value.push(update(view, value.len() + 1, before, item));
            before = Some(item);
            for relinked in record.relinked.iter().filter(|it| it.rev == item.rev) {
                value.push(relink(view, value.len() + 1, item, relinked));
            }
        }
        Ok(value)
    }
}

fn update(
    view: View<'_>,
    number: usize,
    before: Option<Snapshot<'_>>,
    after: Snapshot<'_>,
) -> Value {
    let table = &view.state.fields;
    let computed = [field::ID, field::REV, field::AUTHORIZED_DATE, field::WATERMARK];
    let keys: BTreeSet<FieldKey> = before
        .into_iter()
        .chain([after])
        .flat_map(|item| item.fields.iter().map(|(key, _)| key).collect::<Vec<_>>())
        .chain(computed)
        .collect();
    let mut fields = Map::new();
    for key in keys {
        let old = before.and_then(|item| view.value(item, key));
        let new = view.value(after, key);
        if old != new {
            let mut change = Map::new();
            for (name, value) in [("oldValue", old), ("newValue", new)] {
                if let Some(value) = value {
                    change.insert(name.to_owned(), value);
                }
            }
            fields.insert(table.reference(key).to_owned(), Value::Object(change));
        }
    }
    let home = view.home(after.record);
    json!({
        "id": number,
        "workItemId": after.id,
        "rev": after.rev,
        "revisedBy": view.value(after, field::CHANGED_BY),
        "revisedDate": view.value(after, field::REVISED_DATE),
        "fields": fields,
        "url": format!("{home}/_apis/wit/workItems/{}/updates/{number}", after.id),
    })
}

/// A link that came or went.
fn relink(view: View<'_>, number: usize, item: Snapshot<'_>, relinked: &Relinked) -> Value {
    let home = view.home(item.record);
    let other = json!({
        "rel": relinked.kind.reference(),
        "url": format!("{home}/_apis/wit/workItems/{}", relinked.other),
        "attributes": { "isLocked": false, "name": relinked.kind.name() },
    });
    let key = if relinked.added { "added" } else { "removed" };
    let by = view.state.people.get(relinked.by).map(|person| person.reference(view.base));
    json!({
        "id": number,
        "workItemId": item.id,
        "rev": relinked.rev,
        "revisedBy": by,
        "revisedDate": &*relinked.at,
        "relations": { key: [other] },
        "url": format!("{home}/_apis/wit/workItems/{}/updates/{number}", item.id),
    })
}
