//! The order of issues on boards.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;
use super::router::{Access, Route};

pub(super) const ROUTES: &[Route] =
    &[Route::put("/rest/agile/1.0/issue/rank", Access::Members, rank)];

/// Most issues in one call.
const MAX_RANKED: usize = 50;
const NO_ISSUE: &str = "Issue does not exist or you do not have permission to see it.";
/// Distance between two new issues, so that many fit between them.
const GAP: u128 = 1 << 96;
/// Distance between two issues that are moved together.
const STEP: u128 = 1 << 48;

/// A place for each issue.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranks {
    places: BTreeMap<u64, u128>,
    order: BTreeMap<u128, u64>,
}

impl Ranks {
    /// Places an issue last.
    pub(super) fn push(&mut self, id: u64) {
        let place = self.order.last_key_value().map_or(GAP, |(&last, _)| last + GAP);
        self.put(id, place);
    }

    pub(super) fn remove(&mut self, id: u64) {
        if let Some(place) = self.places.remove(&id) {
            self.order.remove(&place);
        }
    }

    /// The place as sortable text.
    pub(super) fn text(&self, id: u64) -> String {
        format!("0|{:032x}:", self.places.get(&id).copied().unwrap_or_default())
    }

    pub(super) fn place(&self, id: u64) -> Option<u128> {
        self.places.get(&id).copied()
    }

    /// Places and ids in the order of the board.
    pub(super) fn between(
        &self,
        first: u128,
        last: u128,
    ) -> impl DoubleEndedIterator<Item = (u128, u64)> {
        self.order.range(first..=last).map(|(&place, &id)| (place, id))
    }

    /// Moves issues, in their order, right before or right after another.
    pub(super) fn move_to(&mut self, ids: &[u64], anchor: u64, before: bool) {
        for &id in ids {
            self.remove(id);
        }
        let gap = |ranks: &Self| {
            let place = ranks.places.get(&anchor).copied().unwrap_or_default();
            if before {
                let below = ranks.order.range(..place).next_back().map_or(0, |(&below, _)| below);
                (below, place)
            } else {
                let above = ranks.order.range(place + 1..).next();
                (place, above.map_or(place + 2 * GAP, |(&above, _)| above))
            }
        };
        let count = ids.len() as u128;
        let (mut low, mut high) = gap(self);
        if (high - low) / (count + 1) == 0 {
            self.spread();
            (low, high) = gap(self);
        }
        // Close to the anchor, so that the gap is nearly as wide afterwards.
        let step = ((high - low) / (count + 1)).clamp(1, STEP);
        let first = if before { high - step * count } else { low + step };
        for (index, &id) in (0_u128..).zip(ids) {
            self.put(id, first + step * index);
        }
    }

    fn put(&mut self, id: u64, place: u128) {
        self.places.insert(id, place);
        self.order.insert(place, id);
    }

    fn spread(&mut self) {
        let ids: Vec<u64> = self.order.values().copied().collect();
        self.places.clear();
        self.order.clear();
        for id in ids {
            self.push(id);
        }
    }
}

fn rank(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let names = body.get("issues").and_then(Value::as_array).cloned().unwrap_or_default();
    if names.is_empty() || names.len() > MAX_RANKED {
        return Err(Refusal::bad(format!("Between 1 and {MAX_RANKED} issues must be specified.")));
    }
    let anchor = |name| body.get(name).and_then(Value::as_str);
    let (before, anchor) = match (anchor("rankBeforeIssue"), anchor("rankAfterIssue")) {
        (Some(anchor), None) => (true, anchor),
        (None, Some(anchor)) => (false, anchor),
        _ => {
            return Err(Refusal::bad(
                "Either rankBeforeIssue or rankAfterIssue must be specified, not both.",
            ));
        }
    };
    let anchor = call.find(anchor).map_err(|_| absent())?;
    let (mut ids, mut entries, mut missing) = (Vec::new(), Vec::new(), 0);
    for name in names.iter().map(|name| name.as_str().unwrap_or_default()) {
        let Ok(id) = call.find(name) else {
            missing += 1;
            // An unknown key has no id to be told.
            let id: u64 = name.parse().unwrap_or_default();
            entries.push(json!({ "issueId": id, "status": 404, "errors": [NO_ISSUE] }));
            continue;
        };
        let number = call.issue(id)?.number;
        entries.push(json!({ "issueId": id, "issueKey": call.site.key(number), "status": 200 }));
        if id != anchor && !ids.contains(&id) {
            ids.push(id);
        }
    }
    if missing == names.len() {
        return Err(absent());
    }
    call.state.ranks.move_to(&ids, anchor, before);
    if missing == 0 {
        return Ok(Reply::no_content());
    }
    Ok(Reply::json(StatusCode::MULTI_STATUS, &json!({ "entries": entries })))
}

fn absent() -> Refusal {
    Refusal::bad(NO_ISSUE)
}
