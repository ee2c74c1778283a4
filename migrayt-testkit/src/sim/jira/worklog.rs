//! Time logged on issues.

use std::sync::Arc;

use serde_json::{Value, json};

use super::adf_check;
use super::call::Call;
use super::error::Refusal;
use super::page::Page;
use super::property;
use super::reply::Reply;
use super::router::{Access, Route};
use super::stamp;
use super::state::{Stored, Worklog, next};
use super::view::{spell, unspell};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/issue/{issueIdOrKey}/worklog", Access::NoIssue, list),
    Route::post("/rest/api/3/issue/{issueIdOrKey}/worklog", Access::NoIssue, create),
    Route::get("/rest/api/3/issue/{issueIdOrKey}/worklog/{id}", Access::NoIssue, read),
    Route::delete("/rest/api/3/issue/{issueIdOrKey}/worklog/{id}", Access::NoIssue, delete),
];

/// Most worklogs on one page.
const MAX_PAGE: usize = 5000;

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue(call.issue_id()?)?;
    let page = Page::of(call, MAX_PAGE, MAX_PAGE);
    let properties = wants_properties(call);
    let view = call.view();
    let shown = page.cut(issue.worklogs.iter().map(|it| view.worklog(issue.id, it, properties)));
    Ok(Reply::ok(&page.named("worklogs", issue.worklogs.len(), shown)))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue_id()?;
    let limit = call.site.options.issue_limits.worklogs;
    if call.issue(issue)?.worklogs.len() >= limit {
        return Err(Refusal::limit("worklogs", limit));
    }
    let body = call.json()?;
    let seconds = match (body.get("timeSpentSeconds"), body.get("timeSpent")) {
        (Some(seconds), _) => seconds.as_u64(),
        (None, Some(text)) => text.as_str().and_then(unspell),
        (None, None) => None,
    };
    let seconds = seconds
        .filter(|&seconds| seconds >= 60)
        .ok_or_else(|| Refusal::field("timeLogged", "You must indicate the time spent working."))?;
    let started = match body.get("started").filter(|started| !started.is_null()) {
        None => call.now,
        Some(started) => started
            .as_str()
            .filter(|text| text.len() == 28)
            .and_then(stamp::parse)
            .ok_or_else(|| Refusal::bad("Invalid worklog start date."))?,
    };
    let comment = body.get("comment").filter(|comment| !comment.is_null());
    let comment = comment
        .map(|comment| adf_check::check(call.site, call.state, comment))
        .transpose()
        .map_err(|fault| Refusal::field("comment", fault.of_comment()))?;
    let properties = property::read_all(&body)?;
    let estimate = Estimate::of(call, seconds)?;
    let id = next(&mut call.state.last.worklog);
    let worklog = Worklog {
        id,
        author: call.account_id(),
        comment,
        started,
        seconds,
        created: call.now,
        properties,
    };
    let shown = call.view().worklog(issue, &worklog, false);
    call.issue_mut(issue)?.worklogs.push(worklog);
    track(call, issue, seconds, estimate)?;
    Ok(Reply::created(&shown))
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (issue, id) = ids(call)?;
    let worklogs = &call.issue(issue)?.worklogs;
    let worklog = worklogs.iter().find(|worklog| worklog.id == id).ok_or_else(|| absent(id))?;
    Ok(Reply::ok(&call.view().worklog(issue, worklog, wants_properties(call))))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (issue, id) = ids(call)?;
    let worklogs = &call.issue(issue)?.worklogs;
    if !worklogs.iter().any(|worklog| worklog.id == id) {
        return Err(absent(id));
    }
    call.issue_mut(issue)?.worklogs.retain(|worklog| worklog.id != id);
    Ok(Reply::no_content())
}

/// What becomes of the remaining estimate.
#[derive(Debug, Clone, Copy)]
enum Estimate {
    Leave,
    Set(u64),
    Reduce(u64),
}

impl Estimate {
    fn of(call: &Call<'_>, spent: u64) -> Result<Self, Refusal> {
        let parameter = |name| {
            call.query(name).and_then(unspell).ok_or_else(|| {
                Refusal::field("adjustEstimate", format!("'{name}' must be a time like '2d 4h'."))
            })
        };
        match call.query("adjustEstimate") {
            None | Some("auto") => Ok(Self::Reduce(spent)),
            Some("leave") => Ok(Self::Leave),
            Some("new") => parameter("newEstimate").map(Self::Set),
            Some("manual") => parameter("reduceBy").map(Self::Reduce),
            Some(_) => Err(Refusal::bad("'adjustEstimate' must be new, leave, manual or auto.")),
        }
    }
}

/// Brings the time tracking of the issue up to date.
fn track(call: &mut Call<'_>, issue: u64, seconds: u64, estimate: Estimate) -> Result<(), Refusal> {
    let Some(field) = call.site.field("timetracking").map(|field| Arc::clone(&field.id)) else {
        return Ok(());
    };
    let issue = call.issue_mut(issue)?;
    let mut kept = issue.fields.find(&field).map_or_else(|| json!({}), Stored::document);
    let number = |kept: &Value, name| kept.get(name).and_then(Value::as_u64);
    let spent = number(&kept, "timeSpentSeconds").unwrap_or(0) + seconds;
    let remaining = number(&kept, "remainingEstimateSeconds");
    let remaining = match estimate {
        Estimate::Leave => remaining,
        Estimate::Set(seconds) => Some(seconds),
        Estimate::Reduce(by) => remaining.map(|seconds| seconds.saturating_sub(by)),
    };
    if let Some(kept) = kept.as_object_mut() {
        for (name, seconds) in [("timeSpent", Some(spent)), ("remainingEstimate", remaining)] {
            if let Some(seconds) = seconds {
                kept.insert(name.to_owned(), Value::from(spell(seconds)));
                kept.insert(format!("{name}Seconds"), Value::from(seconds));
            }
        }
    }
    issue.fields.insert(field, Stored::Plain(kept));
    Ok(())
}

fn wants_properties(call: &Call<'_>) -> bool {
    call.query_list("expand").iter().any(|part| part == "properties")
}

fn ids(call: &Call<'_>) -> Result<(u64, u64), Refusal> {
    let issue = call.issue_id()?;
    let id = call.param(1);
    let id = id
        .parse()
        .map_err(|_| Refusal::missing(format!("Cannot find worklog with id: '{id}'.")))?;
    Ok((issue, id))
}

fn absent(id: u64) -> Refusal {
    Refusal::missing(format!("Cannot find worklog with id: '{id}'."))
}
