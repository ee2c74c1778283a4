//! People.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::options::User;
use super::page::Page;
use super::reply::Reply;
use super::router::{Access, Route};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/myself", Access::Members, |call| Ok(myself(call))),
    Route::get("/rest/api/3/user", Access::Members, read),
    Route::get("/rest/api/3/user/bulk", Access::Members, bulk),
    Route::get("/rest/api/3/user/search", Access::EmptyList, |call| Ok(search(call))),
    Route::get("/rest/api/3/user/assignable/search", Access::EmptyList, assignable),
    Route::get("/rest/api/3/users/search", Access::EmptyList, |call| Ok(all(call))),
];

/// Most people on one page.
const MAX_PAGE: usize = 1000;
/// Most people in one read by id.
const MAX_BULK: usize = 200;

fn myself(call: &Call<'_>) -> Reply {
    let mut shown = call.view().user(call.author());
    if let Some(shown) = shown.as_object_mut() {
        shown.insert("locale".to_owned(), Value::from("en_US"));
        shown.insert("groups".to_owned(), json!({ "size": 1, "items": [] }));
        shown.insert("applicationRoles".to_owned(), json!({ "size": 1, "items": [] }));
    }
    Reply::ok(&shown)
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.query("accountId").unwrap_or_default();
    if call.site.user(id).is_none() {
        return Err(Refusal::missing(
            "Specified user does not exist or you do not have required permissions",
        ));
    }
    Ok(Reply::ok(&call.view().user(id)))
}

fn bulk(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let ids = call.query_list("accountId");
    if ids.is_empty() || ids.len() > MAX_BULK {
        return Err(Refusal::bad(format!("Between 1 and {MAX_BULK} account ids must be given.")));
    }
    let known = ids.iter().filter(|id| call.site.user(id).is_some());
    let shown = known.map(|id| call.view().user(id)).collect();
    Ok(Reply::ok(&Page::of(call, 10, MAX_BULK).bean(shown)))
}

/// People whose name or visible address has a word that begins with the text asked for.
fn search(call: &Call<'_>) -> Reply {
    let wanted = call.query("query").unwrap_or_default().to_lowercase();
    let id = call.query("accountId");
    list(call, |user| match id {
        Some(id) => user.account_id == id,
        None => matches(user, &wanted),
    })
}

fn assignable(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let project = call.query("project").map(|name| (name, call.site.is_project(name)));
    let issue = call.query("issueKey").or_else(|| call.query("issueId"));
    match (project, issue) {
        (Some((_, true)), _) => {}
        (Some((name, false)), _) => return Err(Refusal::no_project(name)),
        (None, Some(issue)) => drop(call.find(issue)?),
        (None, None) => {
            return Err(Refusal::bad(
                "One of the query parameters 'project' or 'issueKey' is required.",
            ));
        }
    }
    let wanted = call.query("query").unwrap_or_default().to_lowercase();
    let id = call.query("accountId");
    Ok(list(call, |user| {
        call.site.takes_work(user)
            && id.is_none_or(|id| user.account_id == id)
            && matches(user, &wanted)
    }))
}

fn all(call: &Call<'_>) -> Reply {
    list(call, |_| true)
}

fn list(call: &Call<'_>, wanted: impl Fn(&User) -> bool) -> Reply {
    let page = Page::of(call, 50, MAX_PAGE);
    let users = call.site.options.users.iter().filter(|user| wanted(user));
    let shown = page.cut(users.map(|user| call.view().user(&user.account_id)));
    Reply::ok(&Value::Array(shown))
}

fn matches(user: &User, wanted: &str) -> bool {
    let name = user.display_name.to_lowercase();
    name.starts_with(wanted)
        || name.split_whitespace().any(|word| word.starts_with(wanted))
        || user.email.as_ref().is_some_and(|email| email.to_lowercase().starts_with(wanted))
}
