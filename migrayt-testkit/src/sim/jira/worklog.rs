//! Time logged on issues.

use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;

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
    Route::put("/rest/api/3/issue/{issueIdOrKey}/worklog/{id}", Access::NoIssue, edit),
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
    let no_time = || Refusal::field("timeLogged", "You must indicate the time spent working.");
    let seconds = time_spent(&body)?.ok_or_else(no_time)?;
    let started = started(&body)?.unwrap_or(call.now);
    let comment = comment(call, &body)?;
    let properties = property::read_all(&body)?;
    let delta = delta(seconds, 0);
    let estimate = Estimate::of(call, delta, "reduceBy")?;
    let id = next(&mut call.state.last.worklog);
    let worklog = Worklog {
        id,
        author: call.account_id(),
        comment,
        started,
        seconds,
        created: call.now,
        updated: call.now,
        properties,
    };
    let shown = call.view().worklog(issue, &worklog, false);
    call.issue_mut(issue)?.worklogs.push(worklog);
    track(call, issue, delta, estimate)?;
    Ok(Reply::created(&shown))
}

/// Changes what the body names.
fn edit(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (issue, id) = ids(call)?;
    let body = call.json()?;
    let worklogs = &call.issue(issue)?.worklogs;
    let known = worklogs.iter().find(|worklog| worklog.id == id).ok_or_else(|| absent(id))?;
    let mut worklog = known.clone();
    let delta = match time_spent(&body)? {
        Some(seconds) => {
            let delta = delta(seconds, worklog.seconds);
            worklog.seconds = seconds;
            delta
        }
        None => 0,
    };
    let estimate = Estimate::of(call, delta, "reduceBy")?;
    worklog.started = started(&body)?.unwrap_or(worklog.started);
    worklog.comment = comment(call, &body)?.or(worklog.comment);
    worklog.properties.extend(property::read_all(&body)?);
    worklog.updated = call.now;
    let shown = call.view().worklog(issue, &worklog, wants_properties(call));
    for kept in call.issue_mut(issue)?.worklogs.iter_mut().filter(|kept| kept.id == id) {
        kept.clone_from(&worklog);
    }
    track(call, issue, delta, estimate)?;
    Ok(Reply::ok(&shown))
}

/// The time that a body tells, if it does.
fn time_spent(body: &Value) -> Result<Option<u64>, Refusal> {
    let told = |name| body.get(name).filter(|value| !value.is_null());
    let seconds = match (told("timeSpentSeconds"), told("timeSpent")) {
        (Some(seconds), _) => seconds.as_u64(),
        (None, Some(text)) => text.as_str().and_then(unspell),
        (None, None) => return Ok(None),
    };
    let long = seconds.filter(|&seconds| seconds >= 60);
    let fault = || Refusal::field("timeLogged", "You must indicate the time spent working.");
    long.map(Some).ok_or_else(fault)
}

fn started(body: &Value) -> Result<Option<OffsetDateTime>, Refusal> {
    let Some(started) = body.get("started").filter(|started| !started.is_null()) else {
        return Ok(None);
    };
    let moment = started.as_str().filter(|text| text.len() == 28).and_then(stamp::parse);
    moment.map(Some).ok_or_else(|| Refusal::bad("Invalid worklog start date."))
}

fn comment(call: &Call<'_>, body: &Value) -> Result<Option<Stored>, Refusal> {
    let comment = body.get("comment").filter(|comment| !comment.is_null());
    comment
        .map(|comment| adf_check::check(call.site, call.state, comment))
        .transpose()
        .map_err(|fault| Refusal::field("comment", fault.of_comment()))
}

/// How much more time is spent than before, in seconds.
fn delta(now: u64, before: u64) -> i64 {
    let seconds = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
    seconds(now).saturating_sub(seconds(before))
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
    let worklog = worklogs.iter().find(|worklog| worklog.id == id).ok_or_else(|| absent(id))?;
    let delta = delta(0, worklog.seconds);
    let estimate = Estimate::of(call, delta, "increaseBy")?;
    call.issue_mut(issue)?.worklogs.retain(|worklog| worklog.id != id);
    call.state.deleted_worklogs.push((id, call.now));
    track(call, issue, delta, estimate)?;
    Ok(Reply::no_content())
}

/// What becomes of the remaining estimate.
#[derive(Debug, Clone, Copy)]
enum Estimate {
    Leave,
    Set(u64),
    /// Negative where time comes back.
    Reduce(i64),
}

impl Estimate {
    fn of(call: &Call<'_>, spent: i64, by: &str) -> Result<Self, Refusal> {
        let parameter = |name| {
            call.query(name).and_then(unspell).ok_or_else(|| {
                Refusal::field("adjustEstimate", format!("'{name}' must be a time like '2d 4h'."))
            })
        };
        match call.query("adjustEstimate") {
            None | Some("auto") => Ok(Self::Reduce(spent)),
            Some("leave") => Ok(Self::Leave),
            Some("new") => parameter("newEstimate").map(Self::Set),
            Some("manual") => {
                let seconds = delta(parameter(by)?, 0);
                Ok(Self::Reduce(if by == "increaseBy" { -seconds } else { seconds }))
            }
            Some(_) => Err(Refusal::bad("'adjustEstimate' must be new, leave, manual or auto.")),
        }
    }
}

/// Brings the time tracking of the issue up to date.
fn track(call: &mut Call<'_>, issue: u64, seconds: i64, estimate: Estimate) -> Result<(), Refusal> {
    let Some(field) = call.site.field("timetracking").map(|field| Arc::clone(&field.id)) else {
        return Ok(());
    };
    let issue = call.issue_mut(issue)?;
    let mut kept = issue.fields.find(&field).map_or_else(|| json!({}), Stored::document);
    let number = |kept: &Value, name| kept.get(name).and_then(Value::as_u64);
    let spent = number(&kept, "timeSpentSeconds").unwrap_or(0);
    let spent = spent.saturating_add_signed(seconds);
    let remaining = number(&kept, "remainingEstimateSeconds");
    let remaining = match estimate {
        Estimate::Leave => remaining,
        Estimate::Set(seconds) => Some(seconds),
        Estimate::Reduce(by) => remaining.map(|seconds| seconds.saturating_add_signed(-by)),
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
