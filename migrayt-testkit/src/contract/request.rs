use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, Request};
use serde_json::Value;
use url::form_urlencoded;

use super::document::{Document, Found};
use super::operation::{Body, Kind};
use super::parameter::Place;
use super::schema::Side;
use super::tracker::Tracker;
use super::violation::{Rule, Violation};

const VERSION: &str = "api-version";

/// What was found out about one side of a call.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) violations: Vec<Violation>,
    /// How many bodies were held against a schema.
    pub(super) bodies: u64,
}

/// Holds a request against an operation whose path it fits.
pub(super) fn compare(document: &Document, found: &Found<'_>, request: &Request<Bytes>) -> Seen {
    let mut seen = Seen::default();
    let operation = found.operation;
    let mut tell = |rule, at: &str, difference: &str| {
        seen.violations.push(Violation::new(&operation.name, rule, at, difference));
    };
    let of = |place| operation.parameters.iter().filter(move |it| it.place == place);
    for (name, value) in &found.values {
        if of(Place::Path).any(|parameter| parameter.name == *name && !parameter.takes(value)) {
            tell(Rule::Path, name, "is not of the type that the document says");
        }
    }
    let query = query(request, document.tracker);
    let same = |left: &str, right: &str| match document.tracker {
        Tracker::AzureDevops => left.eq_ignore_ascii_case(right),
        Tracker::Jira => left == right,
    };
    for (name, value) in &query {
        match of(Place::Query).find(|parameter| same(&parameter.name, name)) {
            None => tell(Rule::Query, name, "is no parameter of the operation"),
            Some(known) if !known.takes(value) => {
                tell(Rule::Query, name, "is not of the type that the document says");
            }
            Some(_) => {}
        }
    }
    for wanted in of(Place::Query).filter(|parameter| parameter.required) {
        if !query.iter().any(|(name, _)| same(&wanted.name, name)) {
            tell(Rule::Query, &wanted.name, "must be there");
        }
    }
    if let Some(documented) = &operation.version {
        let asked = query.iter().find(|(name, _)| same(VERSION, name));
        let asked = asked.map_or("", |(_, value)| value.as_str());
        if !asked.is_empty() && !covers(asked, documented) {
            tell(Rule::Version, asked, &format!("is not the documented {documented}"));
        }
    }
    let body = body(document, &operation.name, operation.body.as_ref(), request);
    seen.violations.extend(body.violations);
    seen.bodies = body.bodies;
    seen
}

/// The parameters, with the version that Azure DevOps takes in `Accept` too.
fn query(request: &Request<Bytes>, tracker: Tracker) -> Vec<(String, String)> {
    let query = request.uri().query().unwrap_or_default();
    let mut query: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    if tracker == Tracker::AzureDevops && !query.iter().any(|(name, _)| name == VERSION) {
        let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
        let version = accept.and_then(|accept| accept.split_once("api-version="));
        query.extend(version.map(|(_, version)| (VERSION.to_owned(), version.to_owned())));
    }
    query
}

/// Whether a version means the one that is documented: `7.1-preview` means the newest preview.
fn covers(asked: &str, documented: &str) -> bool {
    asked == documented
        || documented
            .split_once("-preview")
            .is_some_and(|(number, _)| asked.strip_suffix("-preview") == Some(number))
}

fn body(
    document: &Document,
    operation: &str,
    wanted: Option<&Body>,
    request: &Request<Bytes>,
) -> Seen {
    let mut seen = Seen::default();
    let given = request.body();
    let mut tell = |at: &str, difference: &str| {
        seen.violations.push(Violation::new(operation, Rule::Request, at, difference));
    };
    match wanted {
        None if given.is_empty() => {}
        None => tell("", "is a body that the operation does not take"),
        Some(wanted) if given.is_empty() => {
            if wanted.required {
                tell("", "is no body where there must be one");
            }
        }
        Some(wanted) => match wanted.content.kind(content_type(request.headers())) {
            None => tell("content-type", "is of no kind that the operation takes"),
            Some(Kind { schema: Some(schema), .. }) if is_json(content_type(request.headers())) => {
                seen.bodies = 1;
                let Ok(value) = serde_json::from_slice::<Value>(given) else {
                    tell("", "is no JSON");
                    return seen;
                };
                for it in document.differences(schema, Side::Request, &value) {
                    let mut violation = Violation::new(operation, Rule::Request, it.at, it.words);
                    violation.schema = it.schema;
                    seen.violations.push(violation);
                }
            }
            Some(_) => {}
        },
    }
    seen
}

/// The kind of a body; nothing if none is named.
pub(super) fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default()
}

/// Whether a kind is JSON.
pub(super) fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.ends_with("+json")
}
