//! The feed of links between items, for incremental reading: links make no revisions.

use std::sync::Arc;

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field;
use super::people::{Person, PersonKey};
use super::relation::LinkKind;
use super::reply::Reply;
use super::stamp;
use super::state::State;

/// A link that came or went, in its forward direction.
#[derive(Clone, Debug)]
pub(super) struct LinkChange {
    source: u64,
    kind: LinkKind,
    target: u64,
    added: bool,
    by: PersonKey,
    at: Arc<str>,
}

impl State {
    /// Notes a link in the feed.
    pub(super) fn note_link(
        &mut self,
        (source, kind, target): (u64, LinkKind, u64),
        added: bool,
        by: PersonKey,
        at: Arc<str>,
    ) {
        let change = if kind.is_reverse() {
            LinkChange { source: target, kind: kind.opposite(), target: source, added, by, at }
        } else {
            LinkChange { source, kind, target, added, by, at }
        };
        self.links.push(change);
    }

    /// Notes a link that came with an item, as old as the item's last change.
    pub(super) fn note_loaded(&mut self, id: u64, kind: LinkKind, other: u64) {
        let Some(record) = self.items.get(&id) else { return };
        let by = record.fields.get(field::CHANGED_BY).and_then(super::record::Datum::person);
        let by = by.unwrap_or(self.me);
        let at =
            self.share(&self.items.get(&id).map_or_else(String::new, |record| {
                record.fields.text(field::CHANGED_DATE).to_owned()
            }));
        self.note_link((id, kind, other), true, by, at);
    }
}

impl Call<'_> {
    /// `GET wit/reporting/workitemlinks`: links in the order in which they came and went. The
    /// token names the last one shown, so that a reader may go on for ever.
    pub(super) fn link_feed(&self) -> Result<Reply, Refusal> {
        let asked = self.asked;
        let invalid = || Refusal::bad("ArgumentException", "The continuation token is not valid.");
        let token = asked.query("continuationToken").unwrap_or_default();
        let after: usize = match token.split(';').next() {
            None | Some("") => 0,
            Some(mark) => mark.parse().map_err(|_| invalid())?,
        };
        let since = match asked.query("startDateTime") {
            None | Some("") => None,
            Some(text) => {
                let moment = stamp::read(text);
                let invalid = || Refusal::binding("The startDateTime is not valid.");
                Some(moment.ok_or_else(invalid)?.0)
            }
        };
        let named = |name: &str| -> Vec<String> {
            let given = asked.query(name).unwrap_or_default();
            given.split(',').filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
        };
        let (kinds, types) = (named("linkTypes"), named("types"));
        let (mut values, mut last, mut more) = (Vec::new(), after, false);
        for (at, change) in self.state.links.iter().enumerate().skip(after) {
            let old = since.is_some_and(|since| {
                stamp::read(&change.at).is_some_and(|(moment, _)| moment < since)
            });
            let reference = change.kind.reference().to_lowercase();
            // A kind is named with its direction or without.
            let kind = kinds.is_empty()
                || kinds.iter().any(|kind| {
                    reference
                        .strip_prefix(kind.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest == "-forward")
                });
            if old || !kind || !self.is_asked_for(change, &types) {
                continue;
            }
            if values.len() == self.options.limits.page {
                more = true;
                break;
            }
            last = at + 1;
            values.push(self.link_entry(change));
        }
        Ok(self.feed_page("workItemLinks", &values, last, more))
    }

    /// Whether an end lies in the path's project and is of one of the types.
    fn is_asked_for(&self, change: &LinkChange, types: &[String]) -> bool {
        [change.source, change.target].iter().filter_map(|id| self.state.items.get(id)).any(|end| {
            let kind = end.fields.text(field::WORK_ITEM_TYPE).to_lowercase();
            self.project.is_none_or(|project| end.project == project)
                && (types.is_empty() || types.contains(&kind))
        })
    }

    fn link_entry(&self, change: &LinkChange) -> Value {
        let project = |id: u64| {
            let record = self.state.items.get(&id)?;
            self.state.project(record.project).map(|project| project.id.clone())
        };
        let by = self.state.people.get(change.by);
        let by = by.map(|person: &Person| person.reference(&self.base));
        json!({
            "rel": change.kind.reference(),
            "attributes": {
                "sourceId": change.source,
                "targetId": change.target,
                "isActive": change.added,
                "changedDate": &*change.at,
                "changedBy": by,
                "comment": "",
                "changedOperation": if change.added { "create" } else { "remove" },
                "sourceProjectId": project(change.source),
                "targetProjectId": project(change.target),
            },
        })
    }
}
