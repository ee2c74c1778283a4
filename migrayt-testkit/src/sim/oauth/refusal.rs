use http::StatusCode;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::format_description;

use super::reason::Reason;
use crate::sim::azure_devops::guid::guid;

/// A refusal of an authority, as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// The status at the token endpoint.
    pub status: StatusCode,
    /// The `error` of RFC 6749.
    pub error: &'static str,
    /// What the platform says of it.
    pub description: String,
    /// The number of Entra's error; `None` for Atlassian.
    pub code: Option<u32>,
    /// Entra's `suberror`, where it gives one.
    pub suberror: Option<&'static str>,
}

impl Refusal {
    /// The body at the token endpoint. `call` is the number of the request, from which Entra's ids
    /// follow.
    ///
    /// Shape of Entra: `learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow`.
    pub(super) fn body(&self, call: u64, now: OffsetDateTime) -> Value {
        let Some(code) = self.code else {
            return json!({ "error": self.error, "error_description": self.description });
        };
        let ids = |kind: &str| guid(kind, &call.to_string());
        let (trace, correlation, stamp) = (ids("trace"), ids("correlation"), stamp(now));
        let mut body = json!({
            "error": self.error,
            "error_description": format!(
                "{}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {stamp}",
                self.text(),
            ),
            "error_codes": [code],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={code}"),
        });
        if let (Some(body), Some(suberror)) = (body.as_object_mut(), self.suberror) {
            body.insert("suberror".to_owned(), Value::from(suberror));
        }
        body
    }

    /// What the platform says, with its number where it has one.
    pub(super) fn text(&self) -> String {
        match self.code {
            Some(code) => format!("AADSTS{code}: {}", self.description),
            None => self.description.clone(),
        }
    }
}

/// A moment as `2026-09-01 08:00:00Z`.
fn stamp(moment: OffsetDateTime) -> String {
    let form = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]Z");
    moment.format(form).unwrap_or_default()
}
