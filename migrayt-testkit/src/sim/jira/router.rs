//! Finds the handler of a request, and what a request without credentials gets instead.

use std::collections::BTreeMap;
use std::fmt;

use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;
use super::{
    agile, attachment, board_issue, bulk, changelog, comment, context, createmeta, edge, field,
    gateway, issue, jql_match, label, link, project, property, rank, release, remote_link, search,
    server, setup, sprint, task, token, transition, user, vocabulary, watcher, worklog,
    worklog_feed,
};

/// What an anonymous caller gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// The same as everyone.
    Open,
    /// 401.
    Members,
    /// 404, as if the issue were not there.
    NoIssue,
    /// 404, as if the project were not there.
    NoProject,
    /// 200 with an empty page.
    EmptyPage,
    /// 200 with an empty list.
    EmptyList,
    /// 200 with an empty object of this key.
    EmptyUnder(&'static str),
}

pub(super) type Handler = fn(&mut Call<'_>) -> Result<Reply, Refusal>;

/// One operation.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) access: Access,
    pub(super) handler: Handler,
}

impl Route {
    pub(super) const fn get(path: &'static str, access: Access, handler: Handler) -> Self {
        Self { method: Method::GET, path, access, handler }
    }

    pub(super) const fn post(path: &'static str, access: Access, handler: Handler) -> Self {
        Self { method: Method::POST, path, access, handler }
    }

    pub(super) const fn put(path: &'static str, access: Access, handler: Handler) -> Self {
        Self { method: Method::PUT, path, access, handler }
    }

    pub(super) const fn delete(path: &'static str, access: Access, handler: Handler) -> Self {
        Self { method: Method::DELETE, path, access, handler }
    }

    /// Whether the operation changes anything.
    pub(super) fn writes(&self) -> bool {
        let asks = ["/jql", "/bulkfetch", "/approximate-count", "/list", "/search", "/match"];
        self.method != Method::GET
            && !(self.method == Method::POST && asks.iter().any(|end| self.path.ends_with(end)))
    }

    /// Answers a caller who did not sign in, unless the operation is open to all.
    pub(super) fn anonymous(&self, params: &[String]) -> Option<Reply> {
        let empty = match self.access {
            Access::Open => return None,
            Access::Members => return Some(Refusal::unauthenticated().into()),
            Access::NoIssue => return Some(Refusal::no_issue().into()),
            Access::NoProject => {
                let key = params.first().map_or("", String::as_str);
                return Some(Refusal::no_project(key).into());
            }
            Access::EmptyPage => json!({
                "startAt": 0, "maxResults": 50, "total": 0, "isLast": true, "values": [],
            }),
            Access::EmptyList => json!([]),
            Access::EmptyUnder("count") => json!({ "count": 0 }),
            Access::EmptyUnder(key) => {
                let mut body = serde_json::Map::new();
                body.insert(key.to_owned(), json!([]));
                Value::Object(body)
            }
        };
        Some(Reply::ok(&empty))
    }
}

/// All operations, by the number of parts of their paths.
pub(super) struct Router {
    by_length: BTreeMap<usize, Vec<Entry>>,
}

struct Entry {
    segments: Vec<&'static str>,
    route: &'static Route,
}

/// A route and the values at its placeholders.
pub(super) struct Match {
    pub(super) route: &'static Route,
    pub(super) params: Vec<String>,
}

const NOUNS: &[&[Route]] = &[
    edge::ROUTES,
    token::ROUTES,
    gateway::ROUTES,
    server::ROUTES,
    user::ROUTES,
    project::ROUTES,
    release::ROUTES,
    vocabulary::ROUTES,
    field::ROUTES,
    context::ROUTES,
    createmeta::ROUTES,
    setup::ROUTES,
    issue::ROUTES,
    bulk::ROUTES,
    task::ROUTES,
    search::ROUTES,
    jql_match::ROUTES,
    label::ROUTES,
    transition::ROUTES,
    changelog::ROUTES,
    comment::ROUTES,
    worklog::ROUTES,
    worklog_feed::ROUTES,
    watcher::ROUTES,
    attachment::ROUTES,
    property::ROUTES,
    link::ROUTES,
    remote_link::ROUTES,
    agile::ROUTES,
    board_issue::ROUTES,
    sprint::ROUTES,
    rank::ROUTES,
];

impl Router {
    pub(super) fn new() -> Self {
        let mut by_length: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
        for route in Self::routes() {
            let segments: Vec<_> = route.path.split('/').skip(1).collect();
            by_length.entry(segments.len()).or_default().push(Entry { segments, route });
        }
        for entries in by_length.values_mut() {
            // Words win over placeholders: `issue/bulk` is no issue.
            entries.sort_by_key(|entry| entry.segments.iter().filter(|s| is_param(s)).count());
        }
        Self { by_length }
    }

    pub(super) fn routes() -> impl Iterator<Item = &'static Route> {
        NOUNS.iter().flat_map(|routes| routes.iter())
    }

    /// Finds the operation, or answers 404 or 405.
    pub(super) fn find(&self, method: &Method, path: &str) -> Result<Match, Reply> {
        let mut parts: Vec<&str> = path.split('/').skip(1).collect();
        if let [rest, api, version @ ("2" | "latest"), ..] = parts.as_mut_slice()
            && (*rest, *api) == ("rest", "api")
        {
            *version = "3";
        }
        let entries = self.by_length.get(&parts.len()).map_or(&[][..], Vec::as_slice);
        let mut known = false;
        for entry in entries {
            if let Some(params) = entry.params(&parts) {
                known = true;
                if entry.route.method == *method {
                    return Ok(Match { route: entry.route, params });
                }
            }
        }
        if known {
            return Err(Reply::empty(StatusCode::METHOD_NOT_ALLOWED));
        }
        let body = json!({ "message": format!("null for uri: {path}"), "status-code": 404 });
        Err(Reply::json(StatusCode::NOT_FOUND, &body))
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Router").finish_non_exhaustive()
    }
}

impl Entry {
    fn params(&self, parts: &[&str]) -> Option<Vec<String>> {
        let mut params = Vec::new();
        for (segment, part) in self.segments.iter().zip(parts) {
            if is_param(segment) {
                params.push(percent_decode_str(part).decode_utf8_lossy().into_owned());
            } else if segment != part {
                return None;
            }
        }
        Some(params)
    }
}

fn is_param(segment: &str) -> bool {
    segment.starts_with('{')
}
