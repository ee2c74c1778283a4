//! Issues made in bulk, and which of them were.

mod people;

use migrayt_core::id::{FieldId, ItemId, TargetId, TargetKey, TargetRef};
use migrayt_core::payload::Payload;
use migrayt_core::plan::{Loss, LossKind};
use migrayt_core::port::{Applied, MethodClass, Order};
use migrayt_core::{Effect, Error, ErrorKind, Result};
use serde::Serialize;
use serde_json::Value as Json;

use super::answers::CreatedIssues;
use super::payload::{Filled, Sprints};
use super::prepare::{no_sprint, unknown_sprint};
use super::{Jira, MAX_CREATED, fault, payload, post};
use crate::http::Answer;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bulk<'a> {
    issue_updates: Vec<Filled<'a>>,
}

impl Jira {
    /// Makes the items of many orders, at most fifty in one request.
    pub(super) async fn create(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let sprints = match self.sprints_for(orders).await {
            Ok(sprints) => sprints,
            Err(error) => {
                // Only questions were asked so far.
                let error = error.with_effect(Effect::None);
                return orders.iter().map(|_| Err(fault::again(&error))).collect();
            }
        };
        let size = usize::try_from(MAX_CREATED).unwrap_or(1);
        let mut results = Vec::with_capacity(orders.len());
        // The pieces to send, the next one last.
        let mut pieces: Vec<&[Order<'_>]> = orders.chunks(size).collect();
        pieces.reverse();
        while let Some(piece) = pieces.pop() {
            match self.create_piece(piece, &sprints).await {
                Ok(shared) => results.extend(shared),
                // The request as a whole was refused: too large, or one element spoils it.
                Err(error) if piece.len() > 1 && fault::is_of_content(&error) => {
                    let (first, second) = piece.split_at(piece.len() / 2);
                    pieces.extend([second, first]);
                }
                Err(error) => results.extend(piece.iter().map(|_| Err(fault::again(&error)))),
            }
        }
        results
    }

    async fn create_piece(
        &self,
        orders: &[Order<'_>],
        sprints: &Sprints,
    ) -> Result<Vec<Result<Applied>>> {
        if let Some(name) = orders.iter().find_map(|order| unknown_sprint(order, sprints)) {
            return Err(no_sprint(name));
        }
        let pieces: Vec<_> = orders.iter().map(|order| (order, &order.drafted.payload)).collect();
        let results = self.send_created(&pieces, sprints).await?;
        Ok(self.without_people(orders, results, sprints).await)
    }

    /// Sends elements with their payloads; one result each, in order.
    async fn send_created<'a>(
        &self,
        pieces: &[(&Order<'a>, &'a Payload)],
        sprints: &'a Sprints,
    ) -> Result<Vec<Result<Applied>>> {
        let issue_updates = pieces
            .iter()
            .map(|(order, payload)| Filled::of(payload.expose(), order, sprints))
            .collect::<Result<Vec<_>>>()?;
        let call = post(MethodClass::Write, &["issue", "bulk"], &Bulk { issue_updates })?;
        let answer = self.client.call(call.also(&[400])).await?;
        let results = share(&answer, pieces.len())?;
        Ok(pieces
            .iter()
            .zip(results)
            .map(|((order, _), result)| {
                let target = result?;
                self.saw(target.key.as_str());
                let mut applied = Applied::item(target);
                applied.losses = orphaned(order);
                Ok(applied)
            })
            .collect())
    }
}

/// What was lost since a parent was not made.
fn orphaned(order: &Order<'_>) -> Vec<Loss> {
    let parent = order.drafted.payload.expose().pointer("/fields/parent");
    let parent = parent.and_then(|parent| parent.get(payload::TARGET)).and_then(Json::as_str);
    let missing = parent.is_some_and(|parent| order.known.item(&ItemId::new(parent)).is_none());
    let loss = || Loss::in_field(LossKind::ParentOutside, FieldId::new("parent"));
    missing.then(loss).into_iter().collect()
}

/// Which of the elements were made: the issues stand in the order of the request, and the
/// elements that were refused are holes in it. If the answer does not add up, nothing is known.
///
/// # Errors
/// The refusal of the request as a whole.
fn share(answer: &Answer, count: usize) -> Result<Vec<Result<TargetRef>>> {
    let parsed = answer.json::<serde_json::Value>();
    let has_lists =
        |json: &serde_json::Value| json.get("issues").is_some_and(serde_json::Value::is_array);
    if answer.status == http::StatusCode::BAD_REQUEST && !parsed.as_ref().is_ok_and(has_lists) {
        return Err(fault::of(
            &crate::http::Refused::new(answer.status, answer.headers.clone(), answer.body.clone())
                .to(http::Method::POST, MethodClass::Write),
        ));
    }
    let created =
        parsed.and_then(|json| serde_json::from_value::<CreatedIssues>(json).map_err(|_| unsure()));
    let created = created.map_err(|error| error.with_effect(Effect::Unknown));
    Ok(match created {
        Ok(created) => assign(created, count).unwrap_or_else(|| all_unsure(count)),
        Err(error) => (0..count).map(|_| Err(fault::again(&error))).collect(),
    })
}

fn assign(created: CreatedIssues, count: usize) -> Option<Vec<Result<TargetRef>>> {
    let mut slots: Vec<Option<Result<TargetRef>>> = (0..count).map(|_| None).collect();
    for error in &created.errors {
        let slot = slots.get_mut(error.failed_element_number)?;
        let refused = fault::of_element(error.status, error.element_errors.get("errors"));
        if slot.replace(Err(refused)).is_some() {
            return None;
        }
    }
    let mut issues = created.issues.into_iter();
    let mut results = Vec::with_capacity(count);
    for slot in slots {
        results.push(if let Some(refused) = slot {
            refused
        } else {
            let issue = issues.next()?;
            Ok(TargetRef { id: TargetId::new(issue.id), key: TargetKey::new(issue.key) })
        });
    }
    issues.next().is_none().then_some(results)
}

fn all_unsure(count: usize) -> Vec<Result<TargetRef>> {
    (0..count).map(|_| Err(unsure())).collect()
}

fn unsure() -> Error {
    Error::new(ErrorKind::DataCorrupt, "the answer does not say which issues were made")
        .with_effect(Effect::Unknown)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{CreatedIssues, assign};

    fn created(count: usize, failed: &[usize]) -> CreatedIssues {
        let made: Vec<_> = (0..count)
            .filter(|place| !failed.contains(place))
            .map(|place| json!({ "id": place.to_string(), "key": format!("S-{place}") }))
            .collect();
        let errors: Vec<_> = failed
            .iter()
            .rev()
            .map(|place| {
                json!({
                    "status": 400,
                    "elementErrors": { "errorMessages": [], "errors": { "summary": "Secret" } },
                    "failedElementNumber": place,
                })
            })
            .collect();
        serde_json::from_value(json!({ "issues": made, "errors": errors })).unwrap()
    }

    #[test]
    fn every_pattern_of_refusals_is_assigned_exactly() {
        for pattern in 0_u32..256 {
            let failed: Vec<usize> = (0..8).filter(|place| pattern >> place & 1 == 1).collect();
            let results = assign(created(8, &failed), 8).unwrap();
            for (place, result) in results.iter().enumerate() {
                match result {
                    Ok(target) => assert_eq!(target.id.as_str(), place.to_string()),
                    Err(error) => {
                        assert!(failed.contains(&place), "{pattern:b} {place}");
                        assert!(error.to_string().contains("field: summary"), "{error}");
                    }
                }
            }
            assert_eq!(results.iter().filter(|it| it.is_err()).count(), failed.len());
        }
    }

    #[test]
    fn an_answer_that_does_not_add_up_says_nothing() {
        assert!(assign(created(3, &[]), 4).is_none());
        assert!(assign(created(5, &[]), 4).is_none());
        assert!(assign(created(4, &[1]), 3).is_none());
        assert!(assign(created(4, &[7]), 4).is_none());
        let mut twice = created(4, &[1]);
        twice.errors.extend(created(4, &[1]).errors);
        assert!(assign(twice, 4).is_none());
    }
}
