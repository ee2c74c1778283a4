//! Several changes in one request.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderValue};
use http::{Method, Request};
use serde_json::{Value, json};

use super::call::{Asked, Call};
use super::error::Refusal;
use super::reply::Reply;
use super::version;

/// Most requests in one batch. The service publishes no figure; this is the one that is quoted.
const MOST: usize = 200;

impl Call<'_> {
    /// `PATCH` and `POST wit/$batch`: each request is answered for itself, and one that fails
    /// stops none. An item's id below zero stands for the one that is made.
    pub(super) fn several(&mut self) -> Result<Reply, Refusal> {
        let body = self.json()?;
        let requests = body.as_array().ok_or_else(|| {
            Refusal::binding("You must pass a valid list of requests in the body of the request.")
        })?;
        if requests.len() > MOST {
            return Err(Refusal::bad(
                "WorkItemsBatchLimitExceededException",
                format!("VS403475: A batch has at most {MOST} requests."),
            ));
        }
        let (mut known, mut value) = (Vec::new(), Vec::new());
        for request in requests {
            let (status, body) = self.one(request, &known);
            if let (Some(temporary), Some(made)) =
                (temporary_id(request), body.get("id").and_then(Value::as_u64))
            {
                known.push((temporary, made));
            }
            value.push(json!({
                "code": status,
                "headers": {"Content-Type": "application/json; charset=utf-8"},
                "body": body.to_string(),
            }));
        }
        Ok(Reply::list(value))
    }

    /// Carries one request out; its status and body.
    fn one(&mut self, request: &Value, known: &[(i64, u64)]) -> (u16, Value) {
        let refused = |refusal: Refusal| {
            let reply = Reply::from(refusal);
            (reply.status(), reply.value())
        };
        let Some(asked) = self.inner(request, known) else {
            return refused(Refusal::binding("A request of the batch is not valid."));
        };
        let parts: Vec<String> = asked.parts.iter().map(|part| part.to_ascii_lowercase()).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        if !matches!(parts.as_slice(), ["wit", "workitems", _]) {
            return refused(Refusal::no_route(&asked.path));
        }
        if let Err(refusal) = version::check(&asked, false) {
            return refused(refusal);
        }
        let named = asked.before.last().filter(|_| !asked.before.is_empty());
        let project = match named.map(|name| (name, self.state.project_at(name))) {
            None => None,
            Some((_, Some(at))) => Some(at),
            Some((name, None)) => return refused(Refusal::no_project(name)),
        };
        let mut call = Call {
            asked: &asked,
            options: self.options,
            state: &mut *self.state,
            now: self.now,
            base: self.base.clone(),
            project,
        };
        let reply = call.serve(&parts).unwrap_or_else(Reply::from);
        (reply.status(), reply.value())
    }

    /// The request as if it had come alone, with the ids of what the batch has made. What the
    /// batch's address asks of rules and mails holds for each.
    fn inner(&self, request: &Value, known: &[(i64, u64)]) -> Option<Asked> {
        let text = |key: &str| request.get(key).and_then(Value::as_str);
        let method: Method = text("method")?.to_ascii_uppercase().parse().ok()?;
        // Making an item is a POST of its own, and a PATCH in a batch.
        let uri = text("uri")?;
        let makes = uri.to_ascii_lowercase().contains("/workitems/$");
        let method = if makes { Method::POST } else { method };
        let mut target = uri.to_owned();
        for flag in ["bypassRules", "suppressNotifications"] {
            if self.asked.flag(flag) {
                target.push_str(if target.contains('?') { "&" } else { "?" });
                target.push_str(flag);
                target.push_str("=true");
            }
        }
        let mut body = request.get("body").cloned().unwrap_or_default();
        replace_ids(&mut body, known);
        let mut inner = Request::new(Bytes::from(body.to_string()));
        *inner.method_mut() = method;
        *inner.uri_mut() = target.parse().ok()?;
        let headers = inner.headers_mut();
        if let Some(host) = self.asked.headers.get(HOST) {
            headers.insert(HOST, host.clone());
        }
        let kind = request.pointer("/headers/Content-Type").and_then(Value::as_str);
        let kind = kind.unwrap_or("application/json-patch+json");
        headers.insert(CONTENT_TYPE, HeaderValue::from_str(kind).ok()?);
        Asked::new(inner)
    }
}

/// The id below zero that a request gives the item it makes.
fn temporary_id(request: &Value) -> Option<i64> {
    let body = request.get("body")?.as_array()?;
    let named = body.iter().find(|change| change.get("path").is_some_and(|path| path == "/id"))?;
    let value = named.get("value")?;
    let id = value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))?;
    (id < 0).then_some(id)
}

/// Puts the ids of what was made where links name them.
fn replace_ids(value: &mut Value, known: &[(i64, u64)]) {
    match value {
        Value::String(text) => {
            for (temporary, made) in known {
                if let Some(before) = text.strip_suffix(&format!("/{temporary}")) {
                    *text = format!("{before}/{made}");
                    return;
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| replace_ids(value, known)),
        Value::Object(fields) => fields.values_mut().for_each(|value| replace_ids(value, known)),
        _ => {}
    }
}
