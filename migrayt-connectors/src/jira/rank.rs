//! The order of issues in the backlog.

use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::id::{ItemId, TargetRef};
use migrayt_core::port::{Applied, Located, MethodClass, Order};
use migrayt_core::{Effect, Error, ErrorKind, Result};
use serde_json::{Value as Json, json};

use super::answers::{Ranked, RawMeta};
use super::{Jira, MAX_MOVED, board, fault, in_english, payload};
use crate::http::{Answer, Call};

/// The end of the schema of the field that holds an issue's place.
const SCHEMA: &str = "gh-lexo-rank";

impl Jira {
    /// Places issues after others. Orders of which each builds on the one before are one request,
    /// and an issue is never placed after one that is yet to be moved itself.
    pub(super) async fn rank(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let mut results: Vec<Option<Result<Applied>>> = orders.iter().map(|_| None).collect();
        for chain in chains(orders) {
            for piece in chain.chunks(MAX_MOVED) {
                let placed: Vec<&Order<'_>> =
                    piece.iter().filter_map(|place| orders.get(*place)).collect();
                let moved = self.place_all(&placed).await;
                for (place, moved) in piece.iter().zip(moved) {
                    if let Some(result) = results.get_mut(*place) {
                        *result = Some(moved);
                    }
                }
            }
        }
        results
            .into_iter()
            .map(|result| result.unwrap_or_else(|| Err(payload::foreign())))
            .collect()
    }

    async fn place_all(&self, orders: &[&Order<'_>]) -> Vec<Result<Applied>> {
        let Some(first) = orders.first() else { return Vec::new() };
        let placed = match other(first) {
            Ok(after) => self.place(orders, after).await,
            Err(error) => Err(error),
        };
        match placed {
            Ok(moved) => moved,
            // One issue spoils the request: each by itself tells which.
            Err(error) if orders.len() > 1 && fault::is_of_content(&error) => {
                self.place_each(orders).await
            }
            Err(error) => orders.iter().map(|_| Err(fault::again(&error))).collect(),
        }
    }

    /// Places issues one by one, each after the one that was placed last: the one before it may be
    /// what cannot be placed. What fails for another reason keeps the rest back, since they would
    /// have to be placed again.
    async fn place_each(&self, orders: &[&Order<'_>]) -> Vec<Result<Applied>> {
        let mut moved = Vec::with_capacity(orders.len());
        let mut last: Option<&TargetRef> = None;
        for order in orders {
            let after = last.map_or_else(|| other(order), Ok);
            let placed = match after {
                Ok(after) => self.place(&[order], after).await,
                Err(error) => Err(error),
            };
            match placed {
                Ok(placed) => {
                    if placed.first().is_some_and(Result::is_ok) {
                        last = payload::issue(order).ok();
                    }
                    moved.extend(placed);
                }
                Err(error) if fault::is_of_content(&error) => moved.push(Err(error)),
                Err(error) => {
                    let left = orders.len() - moved.len();
                    moved.extend((0..left).map(|_| Err(fault::again(&error))));
                    break;
                }
            }
        }
        moved
    }

    /// Places the issues of orders in their order after another issue.
    async fn place(
        &self,
        orders: &[&Order<'_>],
        after: &TargetRef,
    ) -> Result<Vec<Result<Applied>>> {
        let issues = orders.iter().map(|order| payload::issue(order));
        let issues = issues.collect::<Result<Vec<&TargetRef>>>()?;
        let ids: Vec<&str> = issues.iter().map(|issue| issue.id.as_str()).collect();
        let body = json!({ "issues": ids, "rankAfterIssue": after.id.as_str() });
        let call = Call::put(MethodClass::Write, &board(&["issue", "rank"]), &body)?;
        let answer = self.client.call(in_english(call)).await?;
        share(&answer, &issues)
    }

    /// An issue that stands somewhere after the other one is in its place.
    pub(super) async fn find_rank(&self, order: &Order<'_>, issue: &TargetRef) -> Result<Located> {
        let Some(field) = self.rank_field().await? else { return Ok(Located::NotYetKnowable) };
        let after = other(order)?;
        let ids = [issue, after].map(|issue| issue.id.as_str().to_owned());
        let found = self.fetch(&ids, &[field], &[]).await?;
        let place = |of: &TargetRef| {
            let issue = found.iter().find(|issue| issue.id == of.id.as_str())?;
            issue.fields.get(field)?.as_str()
        };
        let (Some(own), Some(other)) = (place(issue), place(after)) else {
            return Ok(Located::Absent);
        };
        Ok(match precedes(other, own) {
            Some(true) => Located::Found(Applied::default()),
            Some(false) => Located::Absent,
            None => Located::NotYetKnowable,
        })
    }

    /// The field that holds an issue's place, asked for once; none where there are no boards.
    pub(super) async fn rank_field(&self) -> Result<Option<&str>> {
        let ask = || async { Ok(named(&self.site_fields().await?)) };
        self.rank.get_or_try_init(ask).await.map(Option::as_deref)
    }

    /// Notes which of the site's fields holds an issue's place.
    pub(super) fn learn_rank(&self, fields: &[RawMeta]) {
        if !self.rank.initialized() {
            // Another call may have been first, and found the same.
            drop(self.rank.set(named(fields)));
        }
    }
}

fn named(fields: &[RawMeta]) -> Option<String> {
    let is_rank = |field: &&RawMeta| {
        field.schema.custom.as_deref().is_some_and(|schema| schema.ends_with(SCHEMA))
    };
    fields.iter().find(is_rank).map(|field| field.id().to_owned())
}

/// The places of orders in chains: in each, an order's other item is the item of the one before
/// it. A chain comes after those that have its first order's other item.
fn chains(orders: &[Order<'_>]) -> Vec<Vec<usize>> {
    let item = |place: &usize| orders.get(*place).map(|order| &order.drafted.key.item);
    let mut followers: BTreeMap<ItemId, Vec<usize>> = BTreeMap::new();
    let mut places: BTreeMap<&ItemId, usize> = BTreeMap::new();
    for (place, order) in orders.iter().enumerate() {
        places.insert(&order.drafted.key.item, place);
        if let Some(after) = after(order) {
            followers.entry(after).or_default().push(place);
        }
    }
    let is_first = |place: &usize| {
        orders.get(*place).and_then(after).is_none_or(|after| !places.contains_key(&after))
    };
    let mut left = 0..orders.len();
    let mut open: Vec<usize> = left.clone().filter(is_first).rev().collect();
    let mut seen = BTreeSet::new();
    let mut chains = Vec::new();
    // Those left over at the end go in a circle, which no order of theirs satisfies.
    while let Some(start) = open.pop().or_else(|| left.find(|place| !seen.contains(place))) {
        let mut chain = Vec::new();
        let mut next = Some(start);
        while let Some(place) = next.filter(|place| seen.insert(*place)) {
            chain.push(place);
            let mut after = item(&place).and_then(|item| followers.get(item)).into_iter().flatten();
            next = after.next().copied();
            open.extend(after.copied());
        }
        if !chain.is_empty() {
            chains.push(chain);
        }
    }
    chains
}

/// Whether one place is before another; none while the site gives all issues new places, which
/// their beginnings tell.
fn precedes(one: &str, other: &str) -> Option<bool> {
    let ((bucket, one), (same, other)) = (one.split_once('|')?, other.split_once('|')?);
    (bucket == same).then_some(one < other)
}

/// What became of each issue: all are placed, or the answer says of each whether it was.
fn share(answer: &Answer, issues: &[&TargetRef]) -> Result<Vec<Result<Applied>>> {
    if answer.status != http::StatusCode::MULTI_STATUS {
        return Ok(issues.iter().map(|_| Ok(Applied::default())).collect());
    }
    let told: Ranked = answer.json()?;
    let of = |issue: &&TargetRef| {
        let id = issue.id.as_str();
        match told.entries.iter().find(|entry| entry.issue_id.text() == id) {
            Some(entry) if (200..300).contains(&entry.status) => Ok(Applied::default()),
            Some(entry) => Err(fault::of_element(entry.status, None)),
            None => Err(Error::new(
                ErrorKind::DataCorrupt,
                "the answer does not say which issues were placed",
            )
            .with_effect(Effect::Unknown)),
        }
    };
    Ok(issues.iter().map(of).collect())
}

fn other<'a>(order: &Order<'a>) -> Result<&'a TargetRef> {
    let other = after(order).ok_or_else(payload::foreign)?;
    order.known.item(&other).ok_or_else(payload::unbound)
}

fn after(order: &Order<'_>) -> Option<ItemId> {
    order.drafted.payload.expose().get("after").and_then(Json::as_str).map(ItemId::new)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};
    use migrayt_core::id::{AttemptId, ItemId, TargetId, TargetKey, TargetRef};
    use migrayt_core::operation::{OperationKey, OperationKind};
    use migrayt_core::payload::Payload;
    use migrayt_core::port::{Bindings, Drafted, Order};
    use migrayt_core::{Effect, ErrorKind};
    use serde_json::json;

    use super::{chains, precedes, share};
    use crate::http::Answer;

    fn chained(pairs: &[(&str, &str)]) -> Vec<Vec<String>> {
        let drafts: Vec<_> = pairs
            .iter()
            .map(|(item, after)| {
                let key = OperationKey::sole(ItemId::new(*item), OperationKind::Rank);
                Drafted::new(key, Payload::new(json!({ "issue": item, "after": after })))
            })
            .collect();
        let (attempt, known) = (AttemptId::new("att_1"), Bindings::new());
        let orders: Vec<_> = drafts
            .iter()
            .map(|drafted| Order { drafted, attempt: &attempt, known: &known })
            .collect();
        let name = |place: usize| pairs[place].0.to_owned();
        chains(&orders).into_iter().map(|it| it.into_iter().map(name).collect()).collect()
    }

    #[test]
    fn each_builds_on_the_one_before() {
        assert_eq!(chained(&[]), Vec::<Vec<String>>::new());
        // c after b after a, and y after x, in any order of the orders.
        assert_eq!(chained(&[("c", "b"), ("y", "x"), ("b", "a")]), [vec!["y"], vec!["b", "c"]]);
        assert_eq!(chained(&[("b", "a"), ("c", "b")]), [["b", "c"]]);
        // Two after one: the second is placed once the first chain stands.
        assert_eq!(chained(&[("c", "b"), ("d", "b"), ("b", "a")]), [vec!["b", "c"], vec!["d"]]);
        // A circle.
        assert_eq!(chained(&[("a", "b"), ("b", "a")]), [["a", "b"]]);
    }

    #[test]
    fn places_are_compared_within_one_numbering() {
        assert_eq!(precedes("0|hzzzzz:", "0|i00007:"), Some(true));
        assert_eq!(precedes("0|i00007:", "0|hzzzzz:"), Some(false));
        assert_eq!(precedes("0|i00007:", "1|hzzzzz:"), None);
        assert_eq!(precedes("", "0|hzzzzz:"), None);
    }

    #[test]
    fn an_answer_for_each_issue_is_shared_out() {
        let issues = ["1", "2", "3"]
            .map(|id| TargetRef { id: TargetId::new(id), key: TargetKey::new(format!("S-{id}")) });
        let issues: Vec<_> = issues.iter().collect();
        let body = json!({ "entries": [
            { "issueId": 2, "status": 403, "errors": ["Secret"] },
            { "issueId": 1, "status": 200 },
        ]});
        let answer = Answer {
            status: StatusCode::MULTI_STATUS,
            headers: HeaderMap::new(),
            body: body.to_string().into(),
            effect: Effect::Unknown,
        };
        let shared = share(&answer, &issues).unwrap();
        assert!(shared[0].is_ok());
        let refused = shared[1].as_ref().unwrap_err();
        assert_eq!((refused.kind(), refused.effect()), (ErrorKind::PermissionDenied, Effect::None));
        assert_eq!(shared[2].as_ref().unwrap_err().effect(), Effect::Unknown);
    }
}
