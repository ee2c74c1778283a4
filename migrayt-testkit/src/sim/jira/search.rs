//! Search.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::attachment::hex;
use super::bulk::{MAX_PROPERTIES, strings};
use super::call::Call;
use super::error::Refusal;
use super::evaluate::{Bounds, Test};
use super::jql::{Direction, Query};
use super::reply::Reply;
use super::resolve;
use super::router::{Access, Route};
use super::state::{Issue, updated_place};
use super::view::Choice;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/search/jql", Access::EmptyUnder("issues"), by_query),
    Route::post("/rest/api/3/search/jql", Access::EmptyUnder("issues"), by_body),
    Route::post("/rest/api/3/search/approximate-count", Access::EmptyUnder("count"), count),
    Route::get("/rest/api/3/search", Access::Open, |_| Err(gone())),
    Route::post("/rest/api/3/search", Access::Open, |_| Err(gone())),
];

/// Issues on a page, unless asked for otherwise.
const DEFAULT_PAGE: usize = 50;
/// Most issues on a page with any fields.
const MAX_PAGE: usize = 100;
/// Most issues on a page with ids and keys only.
const MAX_SLIM_PAGE: usize = 5000;
/// Most ids of issues that must not be missed.
const MAX_RECONCILED: usize = 50;
/// How long a page token is good, in seconds.
const TOKEN_LIFE: i64 = 7 * 24 * 3600;

/// What a search asks for.
struct Wanted {
    jql: String,
    token: Option<String>,
    size: Option<usize>,
    fields: Vec<String>,
    properties: Vec<String>,
    reconcile: Vec<u64>,
}

fn by_query(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let wanted = Wanted {
        jql: call.query("jql").unwrap_or_default().to_owned(),
        token: call.query("nextPageToken").map(str::to_owned),
        size: call.query("maxResults").and_then(|text| text.parse().ok()),
        fields: call.query_list("fields"),
        properties: call.query_list("properties"),
        reconcile: numbers(&call.query_list("reconcileIssues"))?,
    };
    wanted.answer(call)
}

fn by_body(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let text = |name| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let size = body.get("maxResults").and_then(Value::as_u64);
    let wanted = Wanted {
        jql: text("jql").unwrap_or_default(),
        token: text("nextPageToken"),
        size: size.and_then(|size| usize::try_from(size).ok()),
        fields: strings(body.get("fields")),
        properties: strings(body.get("properties")),
        reconcile: numbers(&strings(body.get("reconcileIssues")))?,
    };
    wanted.answer(call)
}

/// Counts what is visible; never older than the last answer, here even exact.
fn count(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let jql = body.get("jql").and_then(Value::as_str).unwrap_or_default();
    let plan = Plan::of(call, jql)?;
    let none = BTreeSet::new();
    let all = plan.places(call, None).filter(|&(_, id)| plan.shows(call, id, &none));
    Ok(Reply::ok(&json!({ "count": all.count() })))
}

impl Wanted {
    fn answer(self, call: &Call<'_>) -> Result<Reply, Refusal> {
        if self.properties.len() > MAX_PROPERTIES {
            return Err(Refusal::bad(format!(
                "The maximum number of properties that can be requested is {MAX_PROPERTIES}."
            )));
        }
        let plan = Plan::of(call, &self.jql)?;
        let after =
            self.token.as_deref().map(|token| read_token(call, &self.jql, token)).transpose()?;
        let slim = self.properties.is_empty()
            && self.fields.iter().all(|name| matches!(name.as_str(), "id" | "key"));
        let cap = if slim { MAX_SLIM_PAGE } else { MAX_PAGE };
        let size = self.size.unwrap_or(DEFAULT_PAGE).min(cap);
        let reconcile: BTreeSet<u64> = self.reconcile.iter().copied().collect();
        let mut found: Vec<(u128, u64)> = plan
            .places(call, after)
            .filter(|&(_, id)| plan.shows(call, id, &reconcile))
            .take(size + 1)
            .collect();
        let more = found.len() > size;
        found.truncate(size);
        let issues = found.iter().filter_map(|(_, id)| call.state.issues.get(id));
        let issues: Vec<Value> = issues.map(|issue| self.shown(call, issue)).collect();
        let mut page = json!({ "issues": issues, "isLast": !more });
        let last = found.last().filter(|_| more);
        if let (Some((place, _)), Some(page)) = (last, page.as_object_mut()) {
            let token = write_token(call, &self.jql, *place);
            page.insert("nextPageToken".to_owned(), Value::from(token));
        }
        Ok(Reply::ok(&page))
    }

    /// Only the id, unless fields are named.
    fn shown(&self, call: &Call<'_>, issue: &Issue) -> Value {
        let only = |name: &str| self.fields.iter().all(|field| field == name);
        if only("id") && self.properties.is_empty() {
            return json!({ "id": issue.id.to_string() });
        }
        let choice = Choice::of(&self.fields, Choice::Named(Vec::new()));
        call.view().issue(issue, &choice, &self.properties)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Ids, keys and moments of creation grow together.
    Id,
    Updated,
    Rank,
}

/// A query, ready to run.
pub(super) struct Plan {
    test: Test,
    order: Order,
    direction: Direction,
}

impl Plan {
    pub(super) fn of(call: &Call<'_>, jql: &str) -> Result<Self, Refusal> {
        let query = Query::parse(jql).map_err(Refusal::bad)?;
        let Some(filter) = &query.filter else {
            return Err(Refusal::bad(
                "Unbounded JQL queries are not allowed here. Please add a search restriction to \
                 your query.",
            ));
        };
        let test = resolve::test(call, filter).map_err(Refusal::bad)?;
        let mut orders = Vec::new();
        for (name, direction) in &query.order {
            let (order, default) = match name.to_lowercase().as_str() {
                "key" | "issuekey" | "id" => (Order::Id, Direction::Ascending),
                "created" | "createddate" => (Order::Id, Direction::Descending),
                "updated" | "updateddate" => (Order::Updated, Direction::Descending),
                "rank" => (Order::Rank, Direction::Ascending),
                _ => return Err(Refusal::bad(format!("Not able to sort using field '{name}'."))),
            };
            orders.push((order, direction.unwrap_or(default)));
        }
        // No two issues share a place, so that the first field decides.
        let (order, direction) =
            orders.first().copied().unwrap_or((Order::Id, Direction::Descending));
        Ok(Self { test, order, direction })
    }

    /// Whether the issue is an answer that the index has seen.
    pub(super) fn shows(&self, call: &Call<'_>, id: u64, reconcile: &BTreeSet<u64>) -> bool {
        let lag = call.site.options.search_lag;
        call.state.issues.get(&id).is_some_and(|issue| {
            (issue.created + lag <= call.now || reconcile.contains(&id))
                && self.test.holds(call.site, issue)
        })
    }

    /// The places of all issues that may be answers, in order, after a place.
    pub(super) fn places<'a>(
        &self,
        call: &'a Call<'_>,
        after: Option<u128>,
    ) -> Box<dyn Iterator<Item = (u128, u64)> + 'a> {
        let state = &*call.state;
        let mut bounds = Bounds::everything();
        self.test.narrow(state, &mut bounds);
        let (mut first, mut last) = (0, u128::MAX);
        if self.order == Order::Id {
            (first, last) = (u128::from(bounds.first), u128::from(bounds.last));
        }
        match (after, self.direction) {
            (None, _) => {}
            (Some(place), Direction::Ascending) => first = first.max(place.saturating_add(1)),
            (Some(0), Direction::Descending) => return Box::new(std::iter::empty()),
            (Some(place), Direction::Descending) => last = last.min(place - 1),
        }
        if first > last {
            return Box::new(std::iter::empty());
        }
        if let Some(set) = bounds.set {
            let ids = set.iter().filter_map(|id| Some((self.place(call, *id)?, *id)));
            let mut found: Vec<(u128, u64)> =
                ids.filter(|(place, _)| (first..=last).contains(place)).collect();
            found.sort_unstable();
            if self.direction == Direction::Descending {
                found.reverse();
            }
            return Box::new(found.into_iter());
        }
        match self.order {
            Order::Id => {
                let id = |place| u64::try_from(place).unwrap_or(u64::MAX);
                let ids = state.issues.range(id(first)..=id(last));
                directed(ids.map(|(&id, _)| (u128::from(id), id)), self.direction)
            }
            Order::Updated => {
                // The id is the lower half of the place.
                #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
                let places = state.updated.range(first..=last).map(|&place| (place, place as u64));
                directed(places, self.direction)
            }
            Order::Rank => directed(state.ranks.between(first, last), self.direction),
        }
    }

    fn place(&self, call: &Call<'_>, id: u64) -> Option<u128> {
        match self.order {
            Order::Id => Some(u128::from(id)),
            Order::Updated => call.state.issues.get(&id).map(updated_place),
            Order::Rank => call.state.ranks.place(id),
        }
    }
}

fn directed<'a, T: 'a>(
    items: impl DoubleEndedIterator<Item = T> + 'a,
    direction: Direction,
) -> Box<dyn Iterator<Item = T> + 'a> {
    match direction {
        Direction::Ascending => Box::new(items),
        Direction::Descending => Box::new(items.rev()),
    }
}

fn write_token(call: &Call<'_>, jql: &str, place: u128) -> String {
    let expiry = call.now.unix_timestamp() + TOKEN_LIFE;
    URL_SAFE_NO_PAD.encode(format!("{}:{expiry}:{place:x}", fingerprint(jql)))
}

/// The place in a token of the same query that has not run out.
fn read_token(call: &Call<'_>, jql: &str, token: &str) -> Result<u128, Refusal> {
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        let mut parts = text.split(':');
        let same = parts.next()? == fingerprint(jql);
        let expiry = OffsetDateTime::from_unix_timestamp(parts.next()?.parse().ok()?).ok()?;
        let place = u128::from_str_radix(parts.next()?, 16).ok()?;
        (same && expiry > call.now).then_some(place)
    };
    read().ok_or_else(|| Refusal::bad("The provided next page token is invalid or expired."))
}

fn fingerprint(jql: &str) -> String {
    hex(Sha256::digest(jql.trim()).get(..8).unwrap_or_default())
}

fn numbers(texts: &[String]) -> Result<Vec<u64>, Refusal> {
    if texts.len() > MAX_RECONCILED {
        return Err(Refusal::bad(format!(
            "The maximum number of issues that can be reconciled is {MAX_RECONCILED}."
        )));
    }
    let number =
        |text: &String| text.parse().map_err(|_| Refusal::bad("An issue id must be a number."));
    texts.iter().map(number).collect()
}

fn gone() -> Refusal {
    Refusal::new(
        StatusCode::GONE,
        "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.",
    )
}
