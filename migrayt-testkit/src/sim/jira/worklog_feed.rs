//! Time logged on all issues: what changed since, what went, and entries by their ids.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::bulk::strings;
use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;
use super::router::{Access, Route};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/worklog/updated", Access::Members, updated),
    Route::get("/rest/api/3/worklog/deleted", Access::Members, deleted),
    Route::post("/rest/api/3/worklog/list", Access::Members, by_ids),
];

/// Most entries on one page, and in one read by id.
const MAX: usize = 1000;

fn millis(moment: OffsetDateTime) -> i64 {
    i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

fn updated(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issues = call.state.issues.values();
    let all = issues.flat_map(|issue| &issue.worklogs).map(|it| (millis(it.updated), it.id));
    feed(call, "updated", all.collect())
}

fn deleted(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let all = call.state.deleted_worklogs.iter().map(|(id, at)| (millis(*at), *id));
    feed(call, "deleted", all.collect())
}

/// Oldest first, from the moment that was asked for.
fn feed(call: &Call<'_>, word: &str, mut all: Vec<(i64, u64)>) -> Result<Reply, Refusal> {
    let since: i64 = match call.query("since") {
        None | Some("") => 0,
        Some(text) => {
            text.parse().map_err(|_| Refusal::bad("'since' must be a number of milliseconds."))?
        }
    };
    all.retain(|(at, _)| *at >= since);
    all.sort_unstable();
    let last = all.len() <= MAX;
    all.truncate(MAX);
    let until = all.last().map_or(since, |(at, _)| *at);
    let address = |since: i64| call.view().url(&format!("worklog/{word}?since={since}"));
    let values: Vec<Value> = all
        .iter()
        .map(|(at, id)| json!({ "worklogId": id, "updatedTime": at, "properties": [] }))
        .collect();
    let mut page = json!({
        "values": values,
        "since": since,
        "until": until,
        "self": address(since),
        "lastPage": last,
    });
    if let Some(page) = page.as_object_mut().filter(|_| !last) {
        page.insert("nextPage".to_owned(), Value::from(address(until)));
    }
    Ok(Reply::ok(&page))
}

/// Entries that are not there are left out.
fn by_ids(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let ids: BTreeSet<u64> = strings(body.get("ids")).iter().flat_map(|id| id.parse()).collect();
    if ids.is_empty() || ids.len() > MAX {
        return Err(Refusal::bad(format!("Between 1 and {MAX} ids must be given.")));
    }
    let properties = call.query_list("expand").iter().any(|part| part == "properties");
    let view = call.view();
    let issues = call.state.issues.values();
    let shown = issues
        .flat_map(|issue| issue.worklogs.iter().map(move |worklog| (issue.id, worklog)))
        .filter(|(_, worklog)| ids.contains(&worklog.id))
        .map(|(issue, worklog)| view.worklog(issue, worklog, properties));
    Ok(Reply::ok(&shown.collect()))
}
