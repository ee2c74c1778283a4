use bytes::Bytes;
use http::{Request, Response};
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_testkit::contract::{Asked, Contract};
use migrayt_testkit::reference;
use serde::Deserialize;
use serde_json::Value;

const FILE: &str = "specs/ado-captures/golden-wit-core.sanitised.json";

#[derive(Deserialize)]
struct Captures {
    interactions: Vec<Interaction>,
}

#[derive(Deserialize)]
struct Interaction {
    request: Asking,
    response: Answering,
}

#[derive(Deserialize)]
struct Asking {
    method: String,
    url: String,
}

#[derive(Deserialize)]
struct Answering {
    status: Status,
    headers: std::collections::BTreeMap<String, String>,
    body: Value,
}

#[derive(Deserialize)]
struct Status {
    code: u16,
}

/// Holds what the service was recorded to answer against its documents. The recordings ask for
/// older versions, so that only answers count.
pub(super) fn run(contract: &Contract) -> Result<()> {
    let broken = || Error::new(ErrorKind::DataCorrupt, "the recordings cannot be read");
    let Some(path) = reference::find(FILE) else { return Err(broken()) };
    let text = std::fs::read(path).map_err(|error| broken().with_source(error))?;
    let captures: Captures =
        serde_json::from_slice(&text).map_err(|error| broken().with_source(error))?;
    for Interaction { request, response } in captures.interactions {
        let asked = Request::builder()
            .method(request.method.as_str())
            .uri(request.url)
            .body(Bytes::new())
            .map_err(|error| broken().with_source(error))?;
        let mut answer = Response::builder().status(response.status.code);
        for (name, value) in &response.headers {
            answer = answer.header(name, value);
        }
        let body = match response.body {
            Value::Null => Bytes::new(),
            Value::String(text) => Bytes::from(text),
            body => Bytes::from(body.to_string()),
        };
        let answer = answer.body(body).map_err(|error| broken().with_source(error))?;
        contract.hold(&asked, &answer, Asked::Anyhow);
    }
    Ok(())
}
