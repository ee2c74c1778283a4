//! Orders as the host is given them, with the ids of its own items in them.

use std::collections::BTreeMap;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{AttemptId, ItemId, TargetRef};
use migrayt_core::marker::{Marker, Origin};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Loss, LossKind};
use migrayt_core::port::{Drafted, Order};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::draft::Sketch;
use super::style::Style;
use super::{HostTarget, embed};
use crate::face::host::model::datum::Datum;
use crate::face::host::model::text;

/// An order as the host is given it.
#[derive(Serialize)]
pub(super) struct Bound {
    operation: &'static str,
    attempt: AttemptId,
    /// The item that it is on; none for a creation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<TargetRef>,
    /// What is kept with what is made, where something is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    marker: Option<Json>,
    pub(super) payload: Map<String, Json>,
    /// What the payload could not be sent with.
    #[serde(skip)]
    pub(super) losses: Vec<Loss>,
    /// What a text that shows files or refers to items said before it is written again.
    #[serde(skip)]
    pub(super) before: Option<Datum>,
}

/// The marker of a part of an item.
#[derive(Serialize, Deserialize)]
pub(super) struct PartMarker {
    pub(super) id: ItemId,
    pub(super) part: String,
    pub(super) attempt: AttemptId,
}

impl HostTarget {
    /// Puts the target's ids in the places of the source's.
    ///
    /// # Errors
    /// `Misuse` if an item that the order needs was not made: then nothing is sent.
    pub(super) fn bind(&self, order: &Order<'_>) -> Result<Bound> {
        let drafted = order.drafted;
        let sketch = Sketch::of(drafted)?;
        let missing = |item: &&ItemId| !order.known.items.contains_key(*item);
        if let Some(item) = drafted.needs.iter().find(missing) {
            return Err(Error::new(ErrorKind::Misuse, "an order needs an item that was not made")
                .with("operation", &drafted.key)
                .with("item", item));
        }
        let mut payload = sketch.payload;
        let mut losses = Vec::new();
        for name in ["parent", "other", "after"] {
            let Some(item) = payload.get(name).and_then(Json::as_str).map(ItemId::new) else {
                continue;
            };
            let target = order.known.item(&item);
            if let Some(target) = target.and_then(|target| serde_json::to_value(target).ok()) {
                payload.insert(name.to_owned(), target);
            } else {
                payload.remove(name);
                losses.push(Loss::of(LossKind::ParentOutside));
            }
        }
        if sketch.embeds {
            let mut binding = Binding { style: &self.style, order, before: &sketch.items, losses };
            let fields = payload.get_mut("fields").and_then(Json::as_object_mut);
            fields.into_iter().flat_map(Map::values_mut).for_each(|value| binding.value(value));
            payload.get_mut("body").into_iter().for_each(|body| binding.value(body));
            losses = binding.losses;
        }
        Ok(Bound {
            operation: drafted.key.kind.name(),
            attempt: order.attempt.clone(),
            target: match drafted.key.kind {
                OperationKind::Create => None,
                _ => order.known.item(&drafted.key.item).cloned(),
            },
            marker: marker(
                drafted,
                sketch.origin.map(|it| it.of(&drafted.key.item)),
                order.attempt,
            ),
            payload,
            losses,
            before: sketch.before.filter(|_| sketch.embeds),
        })
    }
}

impl super::draft::SketchedOrigin {
    pub(super) fn of(self, item: &ItemId) -> Origin {
        let Self { organization, project, revision } = self;
        Origin { organization, project, item: item.clone(), revision }
    }
}

/// A moment as hosts write it.
pub(super) fn moment(at: OffsetDateTime) -> Option<String> {
    at.to_offset(time::UtcOffset::UTC).format(&Rfc3339).ok()
}

fn marker(drafted: &Drafted, origin: Option<Origin>, attempt: &AttemptId) -> Option<Json> {
    let marker = match drafted.key.kind {
        OperationKind::Create => serde_json::to_value(Marker::of_item(&origin?, attempt.clone())),
        OperationKind::Comment | OperationKind::Worklog | OperationKind::Attach => {
            serde_json::to_value(PartMarker {
                id: drafted.key.item.clone(),
                part: drafted.key.part.clone(),
                attempt: attempt.clone(),
            })
        }
        _ => return None,
    };
    marker.ok()
}

/// Puts the host's addresses into texts.
struct Binding<'a> {
    style: &'a Style,
    order: &'a Order<'a>,
    before: &'a BTreeMap<ItemId, Option<String>>,
    losses: Vec<Loss>,
}

impl Binding<'_> {
    fn value(&mut self, value: &mut Json) {
        let bound = Datum::deserialize(&*value).ok().map(|datum| self.datum(datum));
        if let Some(bound) = bound.and_then(|bound| serde_json::to_value(bound).ok()) {
            *value = bound;
        }
    }

    fn datum(&mut self, datum: Datum) -> Datum {
        match datum {
            Datum::Html(_) | Datum::Markdown(_) | Datum::Wiki(_) | Datum::Adf(_) => {
                let Some(reading) = text::read(&datum) else { return datum };
                let known = self.order.known;
                let (document, lost) =
                    embed::bind(self.style, reading.document, known, self.before);
                self.losses.extend(lost);
                self.style.write(&document).0
            }
            Datum::Many(values) => {
                Datum::Many(values.into_iter().map(|value| self.datum(value)).collect())
            }
            other => other,
        }
    }
}
