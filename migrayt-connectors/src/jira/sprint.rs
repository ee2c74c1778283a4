//! Issues put into sprints, fifty at a time.

use std::collections::BTreeMap;

use migrayt_core::id::TargetRef;
use migrayt_core::port::{Applied, MethodClass, Order};
use migrayt_core::{Effect, Result};
use serde_json::{Value as Json, json};

use super::payload::SPRINT;
use super::prepare::no_sprint;
use super::{Jira, MAX_MOVED, board, fault, in_english, payload};
use crate::http::Call;

impl Jira {
    /// Puts the issues of many orders into their sprints: one request for each sprint. An issue
    /// that is in it already stays there, so that it can be sent again.
    pub(super) async fn enter_sprints(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let sprints = match self.sprints_for(orders).await {
            Ok(sprints) => sprints,
            Err(error) => {
                let error = error.with_effect(Effect::None);
                return orders.iter().map(|_| Err(fault::again(&error))).collect();
            }
        };
        let mut results: Vec<Option<Result<Applied>>> = orders.iter().map(|_| None).collect();
        let mut groups: BTreeMap<u64, Vec<(usize, &TargetRef)>> = BTreeMap::new();
        for ((place, order), result) in orders.iter().enumerate().zip(&mut results) {
            let entry = name(order).and_then(|name| {
                let id = sprints.get(&name.to_lowercase());
                Ok((*id.ok_or_else(|| no_sprint(name))?, payload::issue(order)?))
            });
            match entry {
                Ok((sprint, issue)) => groups.entry(sprint).or_default().push((place, issue)),
                Err(error) => *result = Some(Err(error)),
            }
        }
        for (sprint, group) in groups {
            for (place, moved) in self.enter(sprint, &group).await {
                if let Some(result) = results.get_mut(place) {
                    *result = Some(moved);
                }
            }
        }
        results
            .into_iter()
            .map(|result| result.unwrap_or_else(|| Err(payload::foreign())))
            .collect()
    }

    async fn enter(
        &self,
        sprint: u64,
        group: &[(usize, &TargetRef)],
    ) -> Vec<(usize, Result<Applied>)> {
        let mut results = Vec::with_capacity(group.len());
        let mut pieces: Vec<_> = group.chunks(MAX_MOVED).collect();
        while let Some(piece) = pieces.pop() {
            match self.enter_piece(sprint, piece).await {
                Ok(()) => {
                    results.extend(piece.iter().map(|(place, _)| (*place, Ok(Applied::default()))));
                }
                // One issue spoils the request: the halves tell which.
                Err(error) if piece.len() > 1 && fault::is_of_content(&error) => {
                    let (first, second) = piece.split_at(piece.len() / 2);
                    pieces.extend([second, first]);
                }
                Err(error) => {
                    let failed = |(place, _): &(usize, _)| (*place, Err(fault::again(&error)));
                    results.extend(piece.iter().map(failed));
                }
            }
        }
        results
    }

    async fn enter_piece(&self, sprint: u64, piece: &[(usize, &TargetRef)]) -> Result<()> {
        let sprint = sprint.to_string();
        let issues: Vec<&str> = piece.iter().map(|(_, issue)| issue.id.as_str()).collect();
        let path = board(&["sprint", &sprint, "issue"]);
        let call = Call::post(MethodClass::Write, &path, &json!({ "issues": issues }))?;
        self.client.call(in_english(call).idempotent()).await?;
        Ok(())
    }

    /// An issue is in a sprint if its field names it among those that are not closed.
    pub(super) async fn find_sprint(
        &self,
        order: &Order<'_>,
        issue: &TargetRef,
    ) -> Result<Option<Applied>> {
        let field = order.drafted.payload.expose().get("field").and_then(Json::as_str);
        let field = field.ok_or_else(payload::foreign)?;
        let name = name(order)?;
        let Some(found) = self.issue_with(issue, &[field]).await? else { return Ok(None) };
        let is_it = |sprint: &Json| {
            let text = |key| sprint.get(key).and_then(Json::as_str);
            text("name").is_some_and(|known| known.to_lowercase() == name.to_lowercase())
                && text("state") != Some("closed")
        };
        Ok(found.list(field).iter().any(is_it).then(Applied::default))
    }
}

fn name<'a>(order: &Order<'a>) -> Result<&'a str> {
    let name = order.drafted.payload.expose().get("sprint").and_then(|sprint| sprint.get(SPRINT));
    name.and_then(Json::as_str).ok_or_else(payload::foreign)
}
