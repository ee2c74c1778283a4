use std::collections::BTreeSet;

use migrayt_core::id::{PartId, PersonId, TargetId};
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{Applied, Doubtful};
use serde::Deserialize as _;
use serde_json::Value as Json;
use time::Duration;

use crate::face::host::model::datum::Datum;
use crate::face::host::target::HostTarget;
use crate::face::host::target::apply::key_of;
use crate::face::host::target::canonical::same;
use crate::face::host::target::order::Bound;
use crate::face::host::target::standing::{Stood, StoodFile, part_of};

/// How far the clocks of the host's tracker and of whoever sent an order may be apart. What is
/// within is told apart by the parts that are known to be taken.
const SKEW: Duration = Duration::minutes(10);

pub(super) fn comment(own: &Stood, doubt: &Doubtful<'_>) -> Option<Applied> {
    let key = &doubt.order.drafted.key;
    let found = own.comments.iter().find(|it| is_of(it.marker.as_ref(), key));
    found.map(|found| Applied::part(found.id.clone()))
}

pub(super) fn worklog(own: &Stood, doubt: &Doubtful<'_>) -> Option<Applied> {
    let key = &doubt.order.drafted.key;
    let found = own.worklogs.iter().find(|it| is_of(it.marker.as_ref(), key));
    found.map(|found| Applied::part(found.id.clone()))
}

/// A file by its marker; without one by name and size, not older than the order and nobody else's.
pub(super) fn file(
    own: &Stood,
    doubt: &Doubtful<'_>,
    bound: &Bound,
    claimed: &mut BTreeSet<PartId>,
) -> Option<Applied> {
    let key = &doubt.order.drafted.key;
    let name = bound.payload.get("name").and_then(Json::as_str);
    let size = bound.payload.get("size").and_then(Json::as_u64);
    let oldest = doubt.sent_at.checked_sub(SKEW);
    let alike = |it: &&StoodFile| {
        it.marker.is_none()
            && Some(it.name.as_str()) == name
            && size.is_none_or(|size| size == it.size)
            && it.created.zip(oldest).is_none_or(|(created, oldest)| created >= oldest)
    };
    let free = |it: &&StoodFile| !doubt.taken.contains(&it.id) && !claimed.contains(&it.id);
    let marked = own.attachments.iter().find(|it| is_of(it.marker.as_ref(), key));
    let found = marked.or_else(|| own.attachments.iter().filter(free).find(alike))?;
    claimed.insert(found.id.clone());
    Some(Applied::part(found.id.clone()))
}

pub(super) fn remote_link(own: &Stood, bound: &Bound) -> Option<Applied> {
    let id = key_of(bound);
    own.remote_links.iter().any(|it| it.global_id == id).then(|| Applied::part(PartId::new(id)))
}

impl HostTarget {
    /// Whether an item is as an order would make it.
    pub(super) fn holds(&self, own: &Stood, bound: &Bound) -> bool {
        let text = |name: &str| bound.payload.get(name).and_then(Json::as_str);
        let id_in = |name: &str| bound.payload.get(name).and_then(|it| it.get("id")?.as_str());
        if let Some(to) = text("to") {
            return own.state.as_str() == to;
        }
        if let Some(person) = id_in("person") {
            return own.watchers.contains(&PersonId::new(person));
        }
        if let (Some(link_type), Some(other)) = (text("link_type"), id_in("other")) {
            let other = TargetId::new(other);
            return own.links.iter().any(|it| {
                it.outward && it.other.id == other && it.link_type.as_str() == link_type
            });
        }
        let Some(fields) = bound.payload.get("fields").and_then(Json::as_object) else {
            return false;
        };
        fields.iter().all(|(id, wanted)| {
            let wanted = Datum::deserialize(wanted).ok();
            let stands = own.fields.get(&id.as_str().into()).and_then(Option::as_ref);
            // A text with what it shows that is neither was changed by people: it is theirs.
            let before = bound.before.as_ref();
            let theirs = before.is_some_and(|it| !same(&self.style, Some(it), stands));
            theirs || same(&self.style, wanted.as_ref(), stands)
        })
    }
}

/// Whether a marker names the part that an operation makes.
fn is_of(marker: Option<&Json>, key: &OperationKey) -> bool {
    part_of(marker).is_some_and(|marker| marker.id == key.item && marker.part == key.part)
}
