//! Items as they stand at the host.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use migrayt_core::digest::DigestKey;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{
    FieldId, LinkTypeId, PartId, PersonId, StateId, TargetId, TargetRef, TypeId,
};
use migrayt_core::marker::{HISTORY_NAME, Marker};
use migrayt_core::port::{PartStanding, Standing, StandingLink};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use time::OffsetDateTime;
use time::serde::rfc3339;

use super::order::PartMarker;
use super::style::Style;
use super::{HostTarget, PORT, canonical};
use crate::face::desk::read;
use crate::face::host::model::datum::Datum;
use crate::face::host::model::words::Words;

impl HostTarget {
    /// Items in canonical form, as many in one question as the host reads at once.
    pub(super) fn standings<'a>(
        &'a self,
        items: &'a [TargetId],
        key: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>> {
        stream::iter(items.chunks(self.page()).map(Ok))
            .and_then(move |items| async move {
                let stood = self.stood(items).await?;
                let standing = move |stood: Stood| Ok(stood.into_standing(&self.style, key));
                Ok(stream::iter(stood.into_iter().map(standing)))
            })
            .try_flatten()
            .boxed()
    }

    /// Those of some items that exist, in one question.
    pub(super) async fn stood(&self, items: &[TargetId]) -> Result<Vec<Stood>> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Told {
            items: Vec<Json>,
        }
        let told: Told = self.ask("read_back", &json!({ "items": items })).await?;
        let mut once = BTreeSet::new();
        let mut all = Vec::with_capacity(told.items.len());
        for (place, json) in told.items.into_iter().enumerate() {
            let stood: Stood =
                read(json, PORT, "read_back").map_err(|error| error.with("place", place))?;
            let id = &stood.target.id;
            if !items.contains(id) || !once.insert(id.clone()) {
                return Err(unasked(id, "read_back"));
            }
            all.push(stood);
        }
        Ok(all)
    }

    /// How many items one question reads.
    pub(super) fn page(&self) -> usize {
        usize::try_from(self.capabilities.max_read_back).unwrap_or(usize::MAX).max(1)
    }
}

pub(super) fn unasked(id: &TargetId, method: &'static str) -> Error {
    let message = "the host gave an item that it was not asked for, or gave it twice";
    Error::new(ErrorKind::InputInvalid, message)
        .with("port", PORT)
        .with("method", method)
        .with("item", id)
}

/// An item as the host has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stood {
    pub(super) target: TargetRef,
    #[serde(default)]
    marker: Option<Json>,
    pub(super) r#type: TypeId,
    pub(super) state: StateId,
    #[serde(default)]
    pub(super) parent: Option<TargetRef>,
    #[serde(default)]
    pub(super) fields: BTreeMap<FieldId, Option<Datum>>,
    #[serde(default)]
    pub(super) comments: Vec<StoodComment>,
    #[serde(default)]
    pub(super) attachments: Vec<StoodFile>,
    #[serde(default)]
    pub(super) links: Vec<StoodLink>,
    #[serde(default)]
    pub(super) remote_links: Vec<StoodRemoteLink>,
    #[serde(default)]
    pub(super) worklogs: Vec<StoodWorklog>,
    #[serde(default)]
    pub(super) watchers: Vec<PersonId>,
    #[serde(default)]
    pub(super) rank: Option<String>,
    #[serde(default)]
    history: Option<Json>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoodComment {
    pub(super) id: PartId,
    #[serde(default)]
    pub(super) marker: Option<Json>,
    pub(super) body: Datum,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoodFile {
    pub(super) id: PartId,
    #[serde(default)]
    pub(super) marker: Option<Json>,
    pub(super) name: Words,
    pub(super) size: u64,
    #[serde(default, with = "rfc3339::option")]
    pub(super) created: Option<OffsetDateTime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoodLink {
    pub(super) link_type: LinkTypeId,
    pub(super) other: TargetRef,
    pub(super) outward: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoodRemoteLink {
    pub(super) global_id: String,
    url: Words,
    title: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoodWorklog {
    pub(super) id: PartId,
    #[serde(default)]
    pub(super) marker: Option<Json>,
    #[serde(with = "rfc3339")]
    pub(super) started: OffsetDateTime,
    pub(super) seconds: u64,
    #[serde(default)]
    pub(super) body: Option<Datum>,
}

/// The part of the source that a marker names.
pub(super) fn part_of(marker: Option<&Json>) -> Option<PartMarker> {
    PartMarker::deserialize(marker?).ok()
}

impl Stood {
    fn into_standing(self, style: &Style, key: &DigestKey) -> Standing {
        let mut standing = Standing::new(self.target, self.r#type, self.state);
        let marker = self.marker.and_then(|marker| Marker::deserialize(marker).ok());
        standing.origin = marker.map(|marker| marker.origin());
        standing.parent = self.parent.map(|parent| parent.id);
        let fields = self.fields.iter();
        standing.digests = fields
            .filter_map(|(id, value)| canonical::field(style, id, value.as_ref()?, key))
            .collect();
        let history = self.history.filter(|history| !history.is_null());
        let history = history.map(|it| canonical::property(HISTORY_NAME, &it, key));
        standing.digests.extend(history);
        standing.digests.push(canonical::status(standing.state.as_str(), key));
        standing.digests.push(canonical::work_type(standing.type_id.as_str(), key));
        let watchers = self.watchers.iter();
        standing.digests.extend(watchers.map(|it| canonical::watcher(it.as_str(), key)));
        for it in self.comments {
            let digest = canonical::comment(style, &it.body, key).digest;
            standing.comments.push(PartStanding { id: it.id, digest });
        }
        for it in self.attachments {
            let digest = canonical::file(it.name.as_str(), it.size, key).digest;
            standing.attachments.push(PartStanding { id: it.id, digest });
            standing.sizes.push(it.size);
        }
        for it in self.links {
            let StoodLink { link_type, other, outward } = it;
            standing.links.push(StandingLink { link_type, other: other.id, outward });
        }
        for it in self.remote_links {
            let (url, title) = (it.url.as_str(), it.title.as_str());
            standing.digests.push(canonical::remote_link(&it.global_id, url, title, key));
            standing.remote_links.push(it.global_id);
        }
        for it in self.worklogs {
            let body = it.body.as_ref();
            let digest = canonical::worklog(style, it.started, it.seconds, body, key).digest;
            standing.worklogs.push(PartStanding { id: it.id, digest });
        }
        standing.rank = self.rank;
        standing
    }
}
