//! Issues moved to a status, by as many transitions as the workflow asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{MutexGuard, PoisonError};

use migrayt_core::id::TargetRef;
use migrayt_core::port::{Applied, MethodClass, Order};
use migrayt_core::{Effect, Error, ErrorKind, Fact, Result};
use serde_json::{Value as Json, json};

use super::answers::RawIssue;
use super::flow::Flow;
use super::{Jira, fault, get, issue_fact, payload, post};

/// How many transitions one issue is moved by at most.
const MAX_STEPS: usize = 8;

impl Jira {
    /// Moves the issues of many orders. Where they are is read for all at once, and the ways out
    /// of a status are asked for once for each type.
    pub(super) async fn transition(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let mut ids: Vec<String> = orders
            .iter()
            .filter_map(|order| payload::issue(order).ok())
            .map(|issue| issue.id.as_str().to_owned())
            .collect();
        ids.sort();
        ids.dedup();
        let places: BTreeMap<String, Place> =
            match self.fetch(&ids, &["status", "issuetype"], &[]).await {
                Ok(issues) => issues.iter().filter_map(Place::of).collect(),
                Err(error) => {
                    let error = error.with_effect(Effect::None);
                    return orders.iter().map(|_| Err(fault::again(&error))).collect();
                }
            };
        let lane = |order: &Order<'_>| order.drafted.key.item.as_str().to_owned();
        self.by_lane(orders, lane, |order| self.walk(order, &places)).await
    }

    async fn walk(&self, order: &Order<'_>, places: &BTreeMap<String, Place>) -> Result<Applied> {
        let issue = payload::issue(order)?;
        let to = order.drafted.payload.expose().get("to").and_then(Json::as_str);
        let to = to.ok_or_else(payload::foreign)?;
        let Some(place) = places.get(issue.id.as_str()) else { return Err(gone(issue)) };
        let mut moved = false;
        let walked = self.walk_to(issue, place.clone(), to, &mut moved).await;
        // Some of the way may be behind us.
        let effect = |error: Error| if moved { error.with_effect(Effect::Unknown) } else { error };
        walked.map(|()| Applied::default()).map_err(effect)
    }

    async fn walk_to(
        &self,
        issue: &TargetRef,
        mut place: Place,
        to: &str,
        moved: &mut bool,
    ) -> Result<()> {
        let mut tried = BTreeSet::from([place.status.clone()]);
        let mut looked = BTreeSet::new();
        for _ in 0..MAX_STEPS {
            if place.status == to {
                return Ok(());
            }
            if !self.flow().knows(&place.work_type, &place.status) {
                place = self.look(issue).await?;
                looked.insert(place.status.clone());
                continue;
            }
            let step = self.flow().next(&place.work_type, &place.status, to, &tried);
            let Some(step) = step else {
                // Another issue may have shown fewer ways than this one has.
                if looked.insert(place.status.clone()) {
                    self.flow().forget(&place.work_type, &place.status);
                    continue;
                }
                return Err(no_way(issue, &place, to));
            };
            let path = ["issue", issue.id.as_str(), "transitions"];
            let body = json!({ "transition": { "id": step.id } });
            match self.client.call(post(MethodClass::Write, &path, &body)?).await {
                Ok(_) => {
                    *moved = true;
                    place.status = step.to;
                    tried.insert(place.status.clone());
                }
                // What another issue has shown may not hold for this one.
                Err(error) if error.effect() == Effect::None && is_refusal(&error) => {
                    if !looked.insert(place.status.clone()) {
                        return Err(error.with("issue", issue_fact(issue)));
                    }
                    self.flow().forget(&place.work_type, &place.status);
                }
                Err(error) => return Err(error.with("issue", issue_fact(issue))),
            }
        }
        if place.status == to { Ok(()) } else { Err(no_way(issue, &place, to)) }
    }

    /// Where an issue is, and the ways out of there.
    async fn look(&self, issue: &TargetRef) -> Result<Place> {
        let call = get(MethodClass::Read, &["issue", issue.id.as_str()])
            .query("fields", "status,issuetype")
            .query("expand", "transitions");
        let found: Result<RawIssue> = self.client.json(call).await;
        let found = found.map_err(|error| error.with_effect(Effect::None))?;
        let (_, place) = Place::of(&found).ok_or_else(|| gone(issue))?;
        self.flow().learn(&place.work_type, &place.status, &found.transitions);
        Ok(place)
    }

    fn flow(&self) -> MutexGuard<'_, Flow> {
        self.flow.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The type of an issue and the status that it is in.
#[derive(Clone, Debug)]
struct Place {
    work_type: String,
    status: String,
}

impl Place {
    fn of(issue: &RawIssue) -> Option<(String, Self)> {
        let work_type = issue.id_of("issuetype")?.to_owned();
        let status = issue.id_of("status")?.to_owned();
        Some((issue.id.clone(), Self { work_type, status }))
    }
}

fn is_refusal(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::InputInvalid | ErrorKind::NotFound)
}

fn gone(issue: &TargetRef) -> Error {
    Error::new(ErrorKind::NotFound, "the issue is gone, or may not be seen")
        .with("issue", issue_fact(issue))
}

fn no_way(issue: &TargetRef, place: &Place, to: &str) -> Error {
    Error::new(ErrorKind::InputInvalid, "the workflow has no way to the status")
        .with("issue", issue_fact(issue))
        .with("from", Fact::name(place.status.as_str()))
        .with("to", Fact::name(to))
        .with_help(
            "add a transition to the workflow, allow the account to use it, or map the state to \
             another status",
        )
}
