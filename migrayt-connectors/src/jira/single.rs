//! Operations that are one request each.

use std::collections::BTreeMap;
use std::future::Future;

use futures_util::stream::{self, StreamExt as _};
use migrayt_core::id::PartId;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{Applied, MethodClass, Order};
use migrayt_core::{Error, ErrorKind, Result};
use serde_json::Value as Json;

use super::answers::Made;
use super::media::missing;
use super::{Jira, issue_fact, payload, post};

impl Jira {
    /// Sends each order by itself: those of one issue one after the other, those of several side
    /// by side.
    pub(super) async fn apply_singly(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let lane = |order: &Order<'_>| order.drafted.key.item.as_str().to_owned();
        self.by_lane(orders, lane, |order| self.apply_one(order)).await
    }

    async fn apply_one(&self, order: &Order<'_>) -> Result<Applied> {
        match order.drafted.key.kind {
            OperationKind::Comment => self.comment(order).await,
            OperationKind::Worklog => self.worklog(order).await,
            OperationKind::Watch => self.watch(order).await,
            OperationKind::Property => self.property(order).await,
            OperationKind::Link => self.link(order).await,
            OperationKind::RemoteLink => self.remote_link(order).await,
            _ => Err(Error::new(ErrorKind::Unsupported, "Jira takes no such operation")),
        }
    }

    async fn comment(&self, order: &Order<'_>) -> Result<Applied> {
        let issue = payload::issue(order)?;
        let path = ["issue", issue.id.as_str(), "comment"];
        let shown = self.shown_for(order).await?;
        let call = post(MethodClass::Write, &path, &payload::body(order)?.showing(&shown))?;
        let made: Made =
            self.client.json(call).await.map_err(|error| error.with("issue", issue_fact(issue)))?;
        let mut applied = Applied::part(PartId::new(made.id.text()));
        applied.losses = missing(order, &shown);
        Ok(applied)
    }

    /// A link that is there already is left as it is, so that it can be sent again.
    async fn link(&self, order: &Order<'_>) -> Result<Applied> {
        let call = post(MethodClass::Write, &["issueLink"], &payload::body(order)?)?;
        self.client.call(call.idempotent()).await?;
        Ok(Applied::default())
    }

    /// Written by its global id, so that it can be sent again.
    async fn remote_link(&self, order: &Order<'_>) -> Result<Applied> {
        let issue = payload::issue(order)?;
        let path = ["issue", issue.id.as_str(), "remotelink"];
        let call = post(MethodClass::Write, &path, &payload::body(order)?)?;
        self.client
            .call(call.idempotent())
            .await
            .map_err(|error| error.with("issue", issue_fact(issue)))?;
        let global_id = order.drafted.payload.expose().pointer("/body/globalId");
        let global_id = global_id.and_then(Json::as_str).ok_or_else(payload::foreign)?;
        Ok(Applied::part(PartId::new(global_id)))
    }

    /// Does something for each of a list: one after the other within a lane, side by side across
    /// lanes. One result each, in order.
    pub(super) async fn by_lane<'o, T, R, F>(
        &self,
        all: &'o [T],
        lane: impl Fn(&T) -> String,
        act: impl Fn(&'o T) -> F,
    ) -> Vec<Result<R>>
    where
        F: Future<Output = Result<R>>,
    {
        let mut lanes: BTreeMap<String, Vec<(usize, &'o T)>> = BTreeMap::new();
        for (place, one) in all.iter().enumerate() {
            lanes.entry(lane(one)).or_default().push((place, one));
        }
        let act = &act;
        // Made in a loop: as a closure, it would have to hold for lists of every lifetime.
        let mut walks = Vec::with_capacity(lanes.len());
        for lane in lanes.into_values() {
            walks.push(async move {
                let mut results = Vec::with_capacity(lane.len());
                for (place, one) in lane {
                    results.push((place, act(one).await));
                }
                results
            });
        }
        let mut results: Vec<(usize, Result<R>)> =
            stream::iter(walks).buffer_unordered(self.width).flat_map(stream::iter).collect().await;
        results.sort_by_key(|(place, _)| *place);
        results.into_iter().map(|(_, result)| result).collect()
    }
}
