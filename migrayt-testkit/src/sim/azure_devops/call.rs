//! One request on its way through the organisation.

use bytes::Bytes;
use http::header::{ACCEPT, HOST};
use http::{HeaderMap, Method, Request};
use serde_json::Value;
use time::OffsetDateTime;

use super::address;
use super::error::Refusal;
use super::options::Options;
use super::project::Project;
use super::state::State;
use super::view::{Expand, View};

/// A request in its parts.
pub(super) struct Asked {
    pub(super) method: Method,
    /// The path as it stood.
    pub(super) path: String,
    /// What stands before `_apis`: perhaps the organisation, a project, a team.
    pub(super) before: Vec<String>,
    /// What stands after `_apis`, decoded.
    pub(super) parts: Vec<String>,
    query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// Scheme and host, without a slash.
    pub(super) origin: String,
}

impl Asked {
    pub(super) fn new(request: Request<Bytes>) -> Option<Self> {
        let (head, body) = request.into_parts();
        let path = head.uri.path().to_owned();
        let all: Vec<String> =
            path.split('/').filter(|part| !part.is_empty()).map(address::decode).collect();
        let at = all.iter().position(|part| part.eq_ignore_ascii_case("_apis"))?;
        let query = url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
        let host = head.headers.get(HOST).and_then(|host| host.to_str().ok());
        let origin = match host.unwrap_or("dev.azure.com") {
            host if host.ends_with("azure.com") || host.ends_with("visualstudio.com") => {
                format!("https://{host}")
            }
            host => format!("http://{host}"),
        };
        let (before, after) = all.split_at_checked(at)?;
        Some(Self {
            method: head.method,
            path,
            before: before.to_vec(),
            parts: after.iter().skip(1).cloned().collect(),
            query,
            headers: head.headers,
            body,
            origin,
        })
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The value of a parameter, whose name is known in any case.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.query(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// A number, or the default where there is none.
    pub(super) fn number(&self, name: &str, default: usize) -> Result<usize, Refusal> {
        match self.query(name) {
            None | Some("") => Ok(default),
            Some(text) => text.parse().map_err(|_| {
                Refusal::binding(format!("The value '{text}' is not valid for {name}."))
            }),
        }
    }

    /// The parameters of `Accept`, where clients may name the version.
    pub(super) fn accepted_version(&self) -> Option<&str> {
        let accept = self.headers.get(ACCEPT)?.to_str().ok()?;
        accept.split([';', ',']).find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("api-version").then(|| value.trim())
        })
    }
}

/// A request that is allowed in and has a version.
pub(super) struct Call<'a> {
    pub(super) asked: &'a Asked,
    pub(super) options: &'a Options,
    pub(super) state: &'a mut State,
    pub(super) now: OffsetDateTime,
    /// The address that ends with the organisation.
    pub(super) base: String,
    /// The project of the path.
    pub(super) project: Option<usize>,
}

impl Call<'_> {
    pub(super) fn view(&self) -> View<'_> {
        View { state: self.state, base: &self.base }
    }

    /// The part of the path at that place after `_apis`.
    pub(super) fn part(&self, at: usize) -> &str {
        self.asked.parts.get(at).map_or("", String::as_str)
    }

    /// The number at that place.
    pub(super) fn id(&self, at: usize) -> Result<u64, Refusal> {
        self.part(at).parse().map_err(|_| {
            Refusal::binding(format!("The value '{}' is not valid for Int32.", self.part(at)))
        })
    }

    /// The project of the path, which the route needs.
    pub(super) fn project(&self) -> Result<&Project, Refusal> {
        self.project
            .and_then(|at| self.state.project(at))
            .ok_or_else(|| Refusal::no_route(&self.asked.path))
    }

    /// The address that ends with the path's project, or with the organisation.
    pub(super) fn scope(&self) -> String {
        match self.project.and_then(|at| self.state.project(at)) {
            Some(project) => format!("{}/{}", self.base, project.id),
            None => self.base.clone(),
        }
    }

    pub(super) fn json(&self) -> Result<Value, Refusal> {
        serde_json::from_slice(&self.asked.body)
            .map_err(|_| Refusal::bad("VssPropertyValidationException", "Value cannot be null."))
    }

    pub(super) fn expand(&self) -> Result<Expand, Refusal> {
        let text = self.asked.query("$expand").unwrap_or_default();
        Expand::parse(text).ok_or_else(|| {
            Refusal::binding(format!("The value '{text}' is not valid for WorkItemExpand."))
        })
    }
}
