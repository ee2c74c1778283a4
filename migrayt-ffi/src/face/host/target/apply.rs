//! Orders sent to the host.

use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::error::{Effect, Error, ErrorKind, Result};
use migrayt_core::id::{PartId, TargetRef};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::Loss;
use migrayt_core::port::{Applied, Order};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::order::Bound;
use super::{HostTarget, PORT};
use crate::face::desk::{Question, read};
use crate::face::host::fault::{self, Outcome};

impl HostTarget {
    /// Sends orders in one question: one result each, in order.
    pub(super) async fn send(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let bound: Vec<Result<Bound>> = orders.iter().map(|order| self.able(order)).collect();
        let ready =
            bound.iter().enumerate().filter_map(|(place, it)| Some((place, it.as_ref().ok()?)));
        let ready = in_turn(ready.collect());
        let mut told = self.ask_for(&ready).await;
        orders
            .iter()
            .zip(bound)
            .enumerate()
            .map(|(place, (order, bound))| {
                let bound = bound?;
                match &mut told {
                    Ok(told) => told
                        .remove(&place)
                        .map_or_else(|| Err(unclear()), |it| done(it, order, bound)),
                    Err(error) => Err(fault::again(error)),
                }
            })
            .collect()
    }

    fn able(&self, order: &Order<'_>) -> Result<Bound> {
        if !self.capabilities.takes(order.drafted.key.kind) {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "the host's target takes no such operation",
            )
            .with("operation", &order.drafted.key));
        }
        self.bind(order)
    }

    /// The host's results by the places of their orders. If there are fewer or more than orders,
    /// nobody can tell which is whose, and every order may have been carried out.
    async fn ask_for(&self, orders: &[(usize, &Bound)]) -> Result<BTreeMap<usize, Json>> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Told {
            results: Vec<Json>,
        }
        if orders.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sent: Vec<&Bound> = orders.iter().map(|(_, bound)| *bound).collect();
        let question = Question::new(PORT, "apply", &json!({ "orders": sent }))?;
        let answer = self.desk.ask(question).await?;
        let told: Told = read(answer.value, PORT, "apply")
            .map_err(|error| error.with_effect(Effect::Unknown))?;
        if told.results.len() == orders.len() {
            return Ok(orders.iter().map(|(place, _)| *place).zip(told.results).collect());
        }
        Err(unclear().with("orders", orders.len()).with("results", told.results.len()))
    }
}

/// Orders in the turn in which they must be carried out: an item is never placed after one that is
/// yet to be moved itself. Others stay as they are.
fn in_turn<'a>(orders: Vec<(usize, &'a Bound)>) -> Vec<(usize, &'a Bound)> {
    let moved = |bound: &'a Bound| Some(bound.target.as_ref()?.id.as_str());
    let after = |bound: &'a Bound| bound.payload.get("after")?.get("id")?.as_str();
    let mut waiting: BTreeSet<&str> = orders
        .iter()
        .filter(|(_, it)| after(it).is_some())
        .filter_map(|(_, it)| moved(it))
        .collect();
    let mut turn = Vec::with_capacity(orders.len());
    let mut left = orders;
    while !left.is_empty() {
        let is_free =
            |(_, it): &(usize, &'a Bound)| after(it).is_none_or(|it| !waiting.contains(it));
        let (free, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(is_free);
        if free.is_empty() {
            // A circle has no first.
            turn.extend(rest);
            break;
        }
        for (_, bound) in &free {
            moved(bound).map(|item| waiting.remove(item));
        }
        turn.extend(free);
        left = rest;
    }
    turn
}

/// What an order came to.
fn done(told: Json, order: &Order<'_>, bound: Bound) -> Result<Applied> {
    let key = &order.drafted.key;
    let result = read::<Outcome<Done>>(told, PORT, "apply")
        .map_err(|error| error.with_effect(Effect::Unknown))
        .and_then(|outcome| outcome.into_result(PORT, "apply"))
        .map_err(|error| error.with("operation", key))?;
    let mut applied = Applied::default();
    match key.kind {
        OperationKind::Create => {
            applied.target = Some(result.target.ok_or_else(|| nameless(order))?);
        }
        OperationKind::Comment | OperationKind::Worklog => {
            applied.part = Some(result.part.ok_or_else(|| nameless(order))?);
        }
        // Its global id is what it is known by.
        OperationKind::RemoteLink => applied.part = Some(PartId::new(key_of(&bound))),
        _ => applied.part = result.part,
    }
    applied.losses = bound.losses;
    applied.losses.extend(result.losses);
    Ok(applied)
}

pub(super) fn key_of(bound: &Bound) -> &str {
    bound.payload.get("global_id").and_then(Json::as_str).unwrap_or_default()
}

/// What the host made.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Done {
    #[serde(default)]
    target: Option<TargetRef>,
    #[serde(default)]
    pub(super) part: Option<PartId>,
    /// What the host could not keep.
    #[serde(default)]
    pub(super) losses: Vec<Loss>,
}

fn unclear() -> Error {
    Error::new(ErrorKind::DataCorrupt, "the host's answer has not one result for each order")
        .with_effect(Effect::Unknown)
        .with("port", PORT)
        .with("method", "apply")
}

pub(super) fn nameless(order: &Order<'_>) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the host does not say what it made")
        .with_effect(Effect::Unknown)
        .with("port", PORT)
        .with("operation", &order.drafted.key)
}
