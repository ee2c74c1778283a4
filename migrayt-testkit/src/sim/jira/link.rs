//! Links between issues.

use serde_json::{Value, json};

use super::call::Call;
use super::comment::Draft;
use super::error::Refusal;
use super::history::{self, Item};
use super::reply::Reply;
use super::router::{Access, Route};
use super::state::{Link, next};

pub(super) const ROUTES: &[Route] = &[
    Route::post("/rest/api/3/issueLink", Access::Members, create),
    Route::get("/rest/api/3/issueLink/{linkId}", Access::Members, read),
    Route::delete("/rest/api/3/issueLink/{linkId}", Access::Members, delete),
];

/// A link that is there already is left as it is, and answered as if it were made. The comment,
/// which lands on the outward issue, is written each time.
fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let kind = kind(call, body.get("type").unwrap_or(&Value::Null))?;
    let inward = end(call, body.get("inwardIssue"))?;
    let outward = end(call, body.get("outwardIssue"))?;
    if inward == outward {
        return Err(Refusal::bad("You cannot link an issue to itself."));
    }
    let comment = body.get("comment").filter(|comment| !comment.is_null());
    let comment = comment.map(|comment| Draft::of(call, comment)).transpose()?;
    let limit = call.site.options.issue_limits.links;
    if !call.state.linked.contains_key(&(kind, inward, outward)) {
        for issue in [inward, outward] {
            if call.issue(issue)?.links.len() >= limit {
                return Err(Refusal::limit("issue links", limit));
            }
        }
        let id = next(&mut call.state.last.link);
        call.state.links.insert(id, Link { kind, inward, outward });
        call.state.linked.insert((kind, inward, outward), id);
        for issue in [inward, outward] {
            call.issue_mut(issue)?.links.push(id);
        }
        record(call, Link { kind, inward, outward }, true);
    }
    if let Some(comment) = comment {
        comment.add(call, outward);
    }
    Ok(Reply::empty(http::StatusCode::CREATED))
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (id, link) = find(call)?;
    let view = call.view();
    Ok(Reply::ok(&json!({
        "id": id.to_string(),
        "self": view.url(&format!("issueLink/{id}")),
        "type": view.link_type(link.kind),
        "inwardIssue": view.brief(link.inward),
        "outwardIssue": view.brief(link.outward),
    })))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (id, link) = find(call)?;
    call.state.remove_link(id);
    record(call, link, false);
    Ok(Reply::no_content())
}

fn find(call: &Call<'_>) -> Result<(u64, Link), Refusal> {
    let name = call.param(0);
    let id = name.parse().ok();
    id.and_then(|id| call.state.links.get(&id).map(|link| (id, *link)))
        .ok_or_else(|| Refusal::missing(format!("No issue link with id '{name}' exists.")))
}

/// The type with that id or name; names are compared without case, and the two readings of the
/// link are no names.
fn kind(call: &Call<'_>, wanted: &Value) -> Result<usize, Refusal> {
    let text = |key| wanted.get(key).and_then(Value::as_str);
    let types = &call.site.options.link_types;
    let found = match (text("id"), text("name")) {
        (Some(id), _) => types.iter().position(|kind| kind.id == id),
        (None, Some(name)) => types.iter().position(|kind| kind.name.eq_ignore_ascii_case(name)),
        (None, None) => return Err(Refusal::bad("The issue link type must be specified.")),
    };
    found.ok_or_else(|| match (text("id"), text("name")) {
        (Some(id), _) => Refusal::missing(format!("No issue link type with id '{id}' found.")),
        (None, name) => {
            let name = name.unwrap_or_default();
            Refusal::missing(format!("No issue link type with name '{name}' found."))
        }
    })
}

fn end(call: &Call<'_>, wanted: Option<&Value>) -> Result<u64, Refusal> {
    let wanted = wanted.ok_or_else(Refusal::no_issue)?;
    let name = wanted.get("id").or_else(|| wanted.get("key")).and_then(Value::as_str);
    call.find(name.ok_or_else(Refusal::no_issue)?)
}

fn record(call: &mut Call<'_>, link: Link, made: bool) {
    let Some(kind) = call.site.link_type(link.kind) else { return };
    for (issue, other, reads) in
        [(link.inward, link.outward, &kind.outward), (link.outward, link.inward, &kind.inward)]
    {
        let key = call.view().key(other).unwrap_or_default();
        let text = format!("This issue {reads} {key}");
        let item = Item::of("Link", None).step(made, Some(key), text);
        history::record(call, issue, vec![item]);
    }
}
