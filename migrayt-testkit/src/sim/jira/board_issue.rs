//! The issues of boards and sprints: by `startAt` under the agile address, by token under the
//! newer one.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field::Kind;
use super::jql::Query;
use super::options::StatusCategory;
use super::page::Page;
use super::reply::Reply;
use super::resolve;
use super::router::{Access, Route};
use super::search::Plan;
use super::site::BOARD_ID;
use super::state::{Issue, Stored};
use super::view::Choice;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/agile/1.0/board/{boardId}/issue", Access::Members, |call| {
        counted(call, Shelf::Board)
    }),
    Route::get("/rest/agile/1.0/board/{boardId}/backlog", Access::Members, |call| {
        counted(call, Shelf::Backlog)
    }),
    Route::get("/rest/agile/1.0/sprint/{sprintId}/issue", Access::Members, |call| {
        counted(call, Shelf::Sprint)
    }),
    Route::get("/rest/software/1.0/board/{boardId}/issue", Access::Members, |call| {
        marked(call, Shelf::Board)
    }),
    Route::get("/rest/software/1.0/board/{boardId}/backlog", Access::Members, |call| {
        marked(call, Shelf::Backlog)
    }),
    Route::get("/rest/software/1.0/sprint/{sprintId}/issue", Access::Members, |call| {
        marked(call, Shelf::Sprint)
    }),
];

/// Where the issues stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shelf {
    Board,
    /// Those that are not done and in no sprint that is open.
    Backlog,
    Sprint,
}

impl Shelf {
    /// The sprint that the path names, if it names one; refuses what is not there.
    fn named(self, call: &Call<'_>) -> Result<Option<u64>, Refusal> {
        let name = call.param(0);
        let id = name.parse::<u64>().ok();
        let known = match self {
            Self::Sprint => id.filter(|id| call.state.sprints.contains_key(id)),
            Self::Board | Self::Backlog => id.filter(|id| *id == BOARD_ID),
        };
        let noun = if self == Self::Sprint { "sprint" } else { "board" };
        let known = known.ok_or_else(|| {
            Refusal::missing(format!(
                "The requested {noun} cannot be viewed because it either does not exist or you do \
                 not have permission to view it. ({name})"
            ))
        })?;
        Ok((self == Self::Sprint).then_some(known))
    }

    fn has(self, call: &Call<'_>, issue: &Issue, sprint: Option<u64>) -> bool {
        let field = call.site.fields.iter().find(|field| field.kind == Kind::Sprint);
        let ids = field.and_then(|field| issue.fields.find(&field.id)).and_then(Stored::plain);
        let mut ids = ids.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_u64);
        match self {
            Self::Board => true,
            Self::Sprint => ids.any(|id| Some(id) == sprint),
            Self::Backlog => {
                let open = |id: u64| {
                    call.state.sprints.get(&id).is_some_and(|sprint| sprint.state != "closed")
                };
                let status = call.site.status(issue.status);
                status.is_some_and(|status| status.category != StatusCategory::Done)
                    && !ids.any(open)
            }
        }
    }
}

/// The ids of what stands there and the query finds, by rank unless the query says otherwise.
fn found(call: &Call<'_>, shelf: Shelf) -> Result<Vec<u64>, Refusal> {
    let sprint = shelf.named(call)?;
    let jql = call.query("jql").unwrap_or_default();
    let query = Query::parse(jql).map_err(Refusal::bad)?;
    let here =
        |id: &u64| call.state.issues.get(id).is_some_and(|issue| shelf.has(call, issue, sprint));
    if query.filter.is_some() && !query.order.is_empty() {
        let plan = Plan::of(call, jql)?;
        let none = std::collections::BTreeSet::new();
        let all = plan.places(call, None).map(|(_, id)| id);
        return Ok(all.filter(here).filter(|id| plan.shows(call, *id, &none)).collect());
    }
    let test = query.filter.map(|filter| resolve::test(call, &filter)).transpose();
    let test = test.map_err(Refusal::bad)?;
    let holds = |id: &u64| {
        let issue = call.state.issues.get(id);
        test.as_ref().is_none_or(|test| issue.is_some_and(|issue| test.holds(call.site, issue)))
    };
    let ranked = call.state.ranks.between(0, u128::MAX).map(|(_, id)| id);
    Ok(ranked.filter(here).filter(holds).collect())
}

fn shown(call: &Call<'_>, ids: &[u64]) -> Vec<Value> {
    let fields = Choice::of(&call.query_list("fields"), Choice::Navigable);
    let issues = ids.iter().filter_map(|id| call.state.issues.get(id));
    issues.map(|issue| call.view().issue(issue, &fields, &[])).collect()
}

fn counted(call: &mut Call<'_>, shelf: Shelf) -> Result<Reply, Refusal> {
    let found = found(call, shelf)?;
    let page = Page::of(call, 50, 100);
    let ids = page.cut(found.iter().copied());
    let mut body = page.named("issues", found.len(), shown(call, &ids));
    if let Some(body) = body.as_object_mut() {
        body.insert("expand".to_owned(), Value::from("schema,names"));
    }
    Ok(Reply::ok(&body))
}

/// The token is the place of the next issue; it is none of a reader's business.
fn marked(call: &mut Call<'_>, shelf: Shelf) -> Result<Reply, Refusal> {
    let found = found(call, shelf)?;
    let start = match call.query("nextPageToken") {
        None | Some("") => 0,
        Some(token) => token
            .strip_prefix("at-")
            .and_then(|place| place.parse::<usize>().ok())
            .ok_or_else(|| Refusal::bad("The provided next page token is invalid or expired."))?,
    };
    let Page { size, .. } = Page::of(call, 50, 100);
    let ids: Vec<u64> = found.iter().skip(start).take(size).copied().collect();
    let next = start + ids.len();
    let mut body = json!({ "issues": shown(call, &ids), "isLast": next >= found.len() });
    if let Some(body) = body.as_object_mut().filter(|_| next < found.len()) {
        body.insert("nextPageToken".to_owned(), Value::from(format!("at-{next}")));
    }
    Ok(Reply::ok(&body))
}
