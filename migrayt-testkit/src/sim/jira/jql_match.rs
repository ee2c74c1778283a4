//! Which issues each of some queries finds.

use serde_json::{Value, json};

use super::bulk::strings;
use super::call::Call;
use super::error::Refusal;
use super::jql::Query;
use super::reply::Reply;
use super::resolve;
use super::router::{Access, Route};

pub(super) const ROUTES: &[Route] =
    &[Route::post("/rest/api/3/jql/match", Access::EmptyUnder("matches"), answer)];

/// A query that cannot be read is told with its fault, and stops none of the others.
fn answer(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let (ids, queries) = (strings(body.get("issueIds")), strings(body.get("jqls")));
    let ids: Vec<u64> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let matches: Vec<Value> = queries
        .iter()
        .map(|jql| match found(call, jql, &ids) {
            Ok(found) => json!({ "matchedIssues": found, "errors": [] }),
            Err(fault) => json!({ "matchedIssues": [], "errors": [fault] }),
        })
        .collect();
    Ok(Reply::ok(&json!({ "matches": matches })))
}

fn found(call: &Call<'_>, jql: &str, ids: &[u64]) -> Result<Vec<u64>, String> {
    let filter = Query::parse(jql)?.filter;
    let test = filter.map(|filter| resolve::test(call, &filter)).transpose()?;
    let holds = |id: &u64| {
        let issue = call.state.issues.get(id);
        issue.is_some_and(|issue| test.as_ref().is_none_or(|test| test.holds(call.site, issue)))
    };
    Ok(ids.iter().copied().filter(holds).collect())
}
