//! The feed of revisions, for incremental reading.

use std::fmt::Display;

use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field::{self, FieldKey};
use super::record::Datum;
use super::reply::Reply;
use super::stamp;
use super::view::Snapshot;

impl Call<'_> {
    /// `GET` and `POST wit/reporting/workitemrevisions`: revisions in the order in which they were
    /// made. The token names the last watermark shown, so that a reader may go on for ever.
    pub(super) fn revision_feed(&self) -> Result<Reply, Refusal> {
        let asked = self.asked;
        let token = asked.query("continuationToken").unwrap_or_default();
        let after: u64 = match token.split(';').next() {
            None | Some("") => 0,
            Some(mark) => mark.parse().map_err(|_| {
                Refusal::bad("ArgumentException", "The continuation token is not valid.")
            })?,
        };
        let since = match asked.query("startDateTime") {
            None | Some("") => None,
            Some(text) => Some(
                stamp::read(text)
                    .ok_or_else(|| Refusal::binding("The startDateTime is not valid."))?
                    .0,
            ),
        };
        let page = asked.number("$maxPageSize", self.options.limits.page)?;
        let page = page.clamp(1, self.options.limits.page);
        let latest = asked.flag("includeLatestOnly");
        let types: Vec<&str> =
            asked.query("types").map(|types| types.split(',').collect()).unwrap_or_default();
        let (mut values, mut last, mut more) = (Vec::new(), after, false);
        for (&mark, &id) in self.state.feed.range(after + 1..) {
            let Some(record) = self.state.item(id) else { continue };
            let Some(item) = Snapshot::all(id, record).find(|item| item.watermark == mark) else {
                continue;
            };
            let changed = stamp::read(item.fields.text(field::CHANGED_DATE));
            let early =
                since.is_some_and(|since| changed.is_some_and(|(changed, _)| changed < since));
            let kind = item.fields.text(field::WORK_ITEM_TYPE);
            if early
                || self.project.is_some_and(|project| record.project != project)
                || (latest && item.rev != record.rev)
                || (!types.is_empty() && !types.contains(&kind))
            {
                continue;
            }
            if values.len() == page {
                more = true;
                break;
            }
            last = mark;
            values.push(self.feed_entry(item));
        }
        Ok(self.feed_page("workItemRevisions", &values, last, more))
    }

    /// A page of a feed, with the place to go on from.
    pub(super) fn feed_page(
        &self,
        feed: &str,
        values: &[Value],
        last: impl Display,
        more: bool,
    ) -> Reply {
        let token = format!("{last};{};1", values.len());
        let next = format!(
            "{}/_apis/wit/reporting/{feed}?continuationToken={}",
            self.scope(),
            super::address::encode(&token)
        );
        Reply::ok(&json!({
            "values": values,
            "nextLink": next,
            "continuationToken": token,
            "isLastBatch": !more,
        }))
    }

    /// A revision as the feed shows it: people as `Name <unique>`, long texts only if asked for.
    fn feed_entry(&self, item: Snapshot<'_>) -> Value {
        let asked = self.asked;
        let is = |name: &str, value: &str| {
            asked.query(name).is_some_and(|given| given.eq_ignore_ascii_case(value))
        };
        let long = is("$expand", "fields");
        let references = asked.flag("includeIdentityRef");
        let table = &self.state.fields;
        let chosen: Option<Vec<FieldKey>> = asked
            .query("fields")
            .map(|names| names.split(',').filter_map(|name| table.find(name.trim())).collect());
        let view = self.view();
        let mut fields = Map::new();
        for (key, datum) in item.fields.iter() {
            let wanted = chosen.as_ref().is_none_or(|chosen| chosen.contains(&key));
            if !wanted || (table.kind(key).is_prose() && !long) {
                continue;
            }
            let value = match datum {
                Datum::Person(person) if !references => {
                    self.state.people.get(*person).map(|person| json!(person.combined()))
                }
                _ => view.value(item, key),
            };
            if let Some(value) = value {
                fields.insert(table.reference(key).to_owned(), value);
            }
        }
        for key in [field::ID, field::REV, field::WATERMARK] {
            if chosen.as_ref().is_none_or(|chosen| chosen.contains(&key))
                && let Some(value) = view.value(item, key)
            {
                fields.insert(table.reference(key).to_owned(), value);
            }
        }
        json!({"id": item.id, "rev": item.rev, "fields": fields})
    }
}
