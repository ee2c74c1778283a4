//! What became of orders whose answer was lost. The host is asked what stands, and not what it
//! makes of a doubt.

mod part;

use std::collections::{BTreeMap, BTreeSet};

use futures_util::TryStreamExt as _;
use migrayt_core::error::{Error, Result};
use migrayt_core::id::{PartId, TargetId};
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{Applied, Doubtful, HighWater, LocateTrust, Located, Order};
use serde_json::Value as Json;

use super::HostTarget;
use super::draft::Sketch;
use super::standing::Stood;
use crate::face::host::fault;

/// What stands of what doubts are about.
type Standing = BTreeMap<TargetId, Stood>;

impl HostTarget {
    /// Looks for the effects of orders: one answer each, in order.
    pub(super) async fn find_all(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        if self.capabilities.locate == LocateTrust::None {
            return doubts.iter().map(|_| Ok(Located::NotYetKnowable)).collect();
        }
        let mut made = self.find_created(doubts).await;
        let standing = self.standing_of(doubts).await;
        // Of equal files each belongs to one order.
        let mut claimed = BTreeSet::new();
        let mut answers = Vec::with_capacity(doubts.len());
        for (place, doubt) in doubts.iter().enumerate() {
            answers.push(match doubt.order.drafted.key.kind {
                OperationKind::Create => match &mut made {
                    Ok(made) => Ok(made.remove(&place).map_or(Located::Absent, Located::Found)),
                    Err(error) => Err(fault::again(error)),
                },
                OperationKind::Property => self.find_property(&doubt.order).await,
                _ => match &standing {
                    Ok(standing) => self.find(doubt, standing, &mut claimed),
                    Err(error) => Err(fault::again(error)),
                },
            });
        }
        answers
    }

    /// The creations that happened, by the places of their doubts. Of two items of one origin, the
    /// first that the host gives counts.
    async fn find_created(&self, doubts: &[Doubtful<'_>]) -> Result<BTreeMap<usize, Applied>> {
        let mut by_mark: BTreeMap<&str, BTreeMap<usize, _>> = BTreeMap::new();
        for (place, doubt) in doubts.iter().enumerate() {
            let drafted = doubt.order.drafted;
            if drafted.key.kind == OperationKind::Create
                && let Some(origin) = Sketch::of(drafted)?.origin
            {
                let mark = doubt.high_water.map_or("", |mark| mark.0.as_str());
                by_mark.entry(mark).or_default().insert(place, origin.of(&drafted.key.item));
            }
        }
        let mut made = BTreeMap::new();
        for (mark, mut open) in by_mark {
            let mut sweep = self.marked(HighWater(mark.to_owned()));
            while !open.is_empty()
                && let Some((target, origin)) = sweep.try_next().await?
            {
                let owner = open.iter().find(|(_, wanted)| origin.same_item(wanted));
                if let Some(place) = owner.map(|(place, _)| *place) {
                    open.remove(&place);
                    made.insert(place, Applied::item(target));
                }
            }
        }
        Ok(made)
    }

    /// What stands of the items that the other doubts are about.
    async fn standing_of(&self, doubts: &[Doubtful<'_>]) -> Result<Standing> {
        let mut wanted = BTreeSet::new();
        for Doubtful { order, .. } in doubts {
            let key = &order.drafted.key;
            if !matches!(key.kind, OperationKind::Create | OperationKind::Property) {
                let items = std::iter::once(&key.item).chain(&order.drafted.needs);
                wanted.extend(items.filter_map(|item| Some(order.known.item(item)?.id.clone())));
            }
        }
        let wanted: Vec<TargetId> = wanted.into_iter().collect();
        let mut standing = BTreeMap::new();
        for items in wanted.chunks(self.page()) {
            let stood = self.stood(items).await?.into_iter();
            standing.extend(stood.map(|stood| (stood.target.id.clone(), stood)));
        }
        Ok(standing)
    }

    fn find(
        &self,
        doubt: &Doubtful<'_>,
        standing: &Standing,
        claimed: &mut BTreeSet<PartId>,
    ) -> Result<Located> {
        let bound = self.bind(&doubt.order)?;
        let own = bound.target.as_ref().and_then(|target| standing.get(&target.id));
        // What belongs to an item that is gone is gone with it.
        let Some(own) = own else { return Ok(Located::Absent) };
        let found = match doubt.order.drafted.key.kind {
            OperationKind::Comment => part::comment(own, doubt),
            OperationKind::Worklog => part::worklog(own, doubt),
            OperationKind::Attach => part::file(own, doubt, &bound, claimed),
            OperationKind::RemoteLink => part::remote_link(own, &bound),
            OperationKind::Rank => return Ok(rank(own, &bound.payload, standing)),
            OperationKind::Prepare => return Ok(Located::NotYetKnowable),
            _ => self.holds(own, &bound).then(Applied::default),
        };
        Ok(found.map_or(Located::Absent, Located::Found))
    }

    async fn find_property(&self, order: &Order<'_>) -> Result<Located> {
        let Some(target) = order.known.item(&order.drafted.key.item) else {
            return Ok(Located::Absent);
        };
        let payload = Sketch::of(order.drafted)?.payload;
        let text = |name: &str| payload.get(name).and_then(Json::as_str).map(str::to_owned);
        let names: Vec<String> = text("name").into_iter().collect();
        let items = std::slice::from_ref(&target.id);
        let found = self.values_of_properties(items, &names).await.map_err(named(order))?;
        let value = found.get(&target.id).and_then(|all| all.get(names.first()?));
        let same = value
            .zip(payload.get("value"))
            .is_some_and(|(stands, wanted)| super::canonical::same_json(stands, wanted));
        Ok(if same { Located::Found(Applied::default()) } else { Located::Absent })
    }
}

/// An item that stands somewhere after the other one is placed.
fn rank(own: &Stood, payload: &serde_json::Map<String, Json>, standing: &Standing) -> Located {
    let other = payload.get("after").and_then(|other| other.get("id")?.as_str());
    let other = other.and_then(|other| standing.get(&TargetId::new(other)));
    match (&own.rank, other.map(|other| &other.rank)) {
        (Some(own), Some(Some(other))) if own > other => Located::Found(Applied::default()),
        (Some(_), Some(Some(_)) | None) => Located::Absent,
        _ => Located::NotYetKnowable,
    }
}

fn named(order: &Order<'_>) -> impl FnOnce(Error) -> Error {
    move |error| error.with("operation", &order.drafted.key)
}
