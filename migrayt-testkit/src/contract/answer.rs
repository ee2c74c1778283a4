use bytes::Bytes;
use http::Response;
use serde_json::{Value, json};

use super::document::Document;
use super::operation::Operation;
use super::request::{Seen, content_type, is_json};
use super::schema::Side;
use super::tracker::Tracker;
use super::violation::{Rule, Violation};

/// Holds an answer against the operation that was asked for.
pub(super) fn compare(
    document: &Document,
    operation: &Operation,
    tracker: Tracker,
    response: &Response<Bytes>,
) -> Seen {
    let mut seen = Seen::default();
    let status = response.status();
    let mut tell = |rule, at: &str, difference: &str| {
        seen.violations.push(Violation::new(&operation.name, rule, at, difference));
    };
    let documented = operation.answers.get(status.as_str());
    if documented.is_none() {
        tell(Rule::Status, status.as_str(), "is no status that the document names");
    }
    let kind = content_type(response.headers());
    let body = response.body();
    let kinds = documented.map_or(&[][..], |content| content.0.as_slice());
    if body.is_empty() {
        if kinds.iter().any(|kind| kind.schema.is_some()) {
            tell(Rule::Answer, "", "is no body where the document has one");
        }
        return seen;
    }
    let known = documented.and_then(|content| content.kind(kind));
    if known.is_none() && !kinds.is_empty() {
        tell(Rule::Answer, "content-type", "is of no kind that the document names");
        return seen;
    }
    if !is_json(kind) {
        return seen;
    }
    let refused = status.is_client_error() || status.is_server_error();
    let schema = match known.and_then(|kind| kind.schema.clone()) {
        Some(schema) => Some(schema),
        None if refused => refusal(document, tracker),
        None => None,
    };
    let Some(schema) = schema else { return seen };
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        tell(Rule::Answer, "", "is no JSON");
        return seen;
    };
    seen.bodies = 1;
    for it in document.differences(&schema, Side::Answer, &value) {
        let mut violation = Violation::new(&operation.name, Rule::Answer, it.at, it.words);
        violation.schema = it.schema;
        seen.violations.push(violation);
    }
    seen
}

/// What a refusal looks like where the document has no schema for it.
fn refusal(document: &Document, tracker: Tracker) -> Option<Value> {
    match tracker {
        Tracker::Jira => document.named("ErrorCollection"),
        // No document has it; these are the two shapes of the recorded answers.
        Tracker::AzureDevops => Some(json!({
            "anyOf": [
                {
                    "type": "object",
                    "properties": {
                        "$id": { "type": "string" },
                        "innerException": {},
                        "message": { "type": "string" },
                        "typeName": { "type": "string" },
                        "typeKey": { "type": "string" },
                        "errorCode": { "type": "integer" },
                        "eventId": { "type": "integer" },
                        "customProperties": {},
                    },
                    "required": ["$id", "message", "typeName", "typeKey", "errorCode", "eventId"],
                },
                {
                    "type": "object",
                    "properties": {
                        "count": { "type": "integer" },
                        "value": {
                            "type": "object",
                            "properties": { "Message": { "type": "string" } },
                            "required": ["Message"],
                        },
                    },
                    "required": ["count", "value"],
                },
            ],
        })),
    }
}
