use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, StateId, TargetId};
use migrayt_core::port::{PartStanding, Standing, StandingLink};
use migrayt_core::{Error, ErrorKind, Result};
use serde_json::{Value as Json, json};

use super::change::{WATCHERS, WORKLOG};
use super::value::{digest, file_digest};
use super::{Depot, Flaw, Stored, number_of, target};

impl Depot {
    pub(super) fn standings(
        &self,
        items: &[TargetId],
        _: &Catalog,
        key: &DigestKey,
    ) -> Vec<Result<Standing>> {
        let state = self.state();
        let mut found = Vec::new();
        for id in items {
            let number = number_of(id);
            match number.and_then(|number| Some((number, state.items.get(&number)?))) {
                Some((number, item)) => {
                    let mut standing = self.standing(number, item, key);
                    let place = state.order.iter().position(|other| *other == number);
                    standing.rank = place.map(|place| format!("{place:09}"));
                    found.push(Ok(standing));
                }
                None if self.has(Flaw::FailsOnMissingItems) => {
                    found.push(Err(Error::new(ErrorKind::NotFound, "no such item")));
                }
                None if self.has(Flaw::InventsMissingItems) => {
                    if let Some((number, item)) = state.items.iter().next() {
                        let mut standing = self.standing(*number, item, key);
                        standing.target.id = id.clone();
                        found.push(Ok(standing));
                    }
                }
                None => {}
            }
        }
        if self.has(Flaw::ReadsOnePage) && items.len() == 5 {
            found.truncate(4);
        }
        if self.has(Flaw::ReadsTheFirstTwice) && items.len() == 5 {
            let first = items.first().and_then(number_of).unwrap();
            found.push(Ok(self.standing(first, &state.items[&first], key)));
        }
        found
    }

    fn standing(&self, number: u64, item: &Stored, key: &DigestKey) -> Standing {
        let mut standing = Standing::new(target(number), item.type_id.clone(), item.state.clone());
        let mut origin = item.marker.origin();
        if self.has(Flaw::ForgetsRevisions) {
            origin.revision = 0;
        }
        standing.origin = Some(origin);
        standing.parent.clone_from(&item.parent);
        for (field, value) in &item.fields {
            let value = match (self.flaw, field.as_str()) {
                (Some(Flaw::ForgetsAField), "labels") => continue,
                (Some(Flaw::RoundsNumbers), "points") => json!(value.as_f64().unwrap().round()),
                (Some(Flaw::ShiftsMoments), "seen") => json!(value.as_i64().unwrap() + 3_600),
                _ => value.clone(),
            };
            standing.digests.push(digest(field, &value, key));
        }
        if self.has(Flaw::ReadsAnotherState) {
            standing.state = StateId::new("Elsewhere");
        }
        if !self.has(Flaw::DigestsNoState) {
            let state = json!(item.state.as_str());
            standing.digests.push(digest(&FieldId::new("state"), &state, key));
        }
        let shown = |text: &Json| match self.flaw {
            Some(Flaw::ReadsCommentsWithAnotherDigest) => {
                json!(text.as_str().unwrap().to_uppercase())
            }
            _ => text.clone(),
        };
        let comment = FieldId::new("comment");
        standing.comments = item
            .comments
            .iter()
            .map(|(id, _, text)| PartStanding {
                id: id.clone(),
                digest: digest(&comment, &shown(text), key).digest,
            })
            .collect();
        if self.has(Flaw::ReadsNewestCommentsFirst) {
            standing.comments.reverse();
        }
        standing.attachments = item
            .files
            .iter()
            .map(|(id, _, name, size)| PartStanding {
                id: id.clone(),
                digest: file_digest(name, *size, key).digest,
            })
            .collect();
        standing.links = item
            .links
            .iter()
            .map(|(link_type, other, outward)| StandingLink {
                link_type: link_type.clone(),
                other: target(*other).id,
                outward: *outward,
            })
            .collect();
        standing.remote_links.clone_from(&item.remote_links);
        standing.worklogs = item
            .worklogs
            .iter()
            .map(|(id, _, entry)| PartStanding {
                id: id.clone(),
                digest: digest(&FieldId::new(WORKLOG), entry, key).digest,
            })
            .collect();
        let watchers = item.watchers.iter().filter(|_| !self.has(Flaw::ReadsNoWatchers));
        let digested = |person| digest(&FieldId::new(WATCHERS), &json!(person), key);
        standing.digests.extend(watchers.map(digested));
        standing
    }
}
