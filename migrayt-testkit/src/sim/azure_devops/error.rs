//! Refusals as Azure DevOps words them.

use http::StatusCode;
use serde_json::json;

/// The answer to a request that is refused.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) body: Shape,
}

/// The shapes in which the service says no.
#[derive(Debug)]
pub(super) enum Shape {
    /// A wrapped exception.
    Wrapped(Box<Wrapped>),
    /// A failure to bind the request's body: `{count, value: {Message}}`.
    Binding(String),
    /// Plain text, as for a route that does not exist.
    Plain(String),
}

#[derive(Debug)]
pub(super) struct Wrapped {
    pub(super) message: String,
    key: &'static str,
    space: &'static str,
    event: u32,
}

const TRACKING: &str = "Microsoft.TeamFoundation.WorkItemTracking.Server";
const METADATA: &str = "Microsoft.TeamFoundation.WorkItemTracking.Server.Metadata";
const WEB_API: &str = "Microsoft.VisualStudio.Services.WebApi";
const CORE: &str = "Microsoft.TeamFoundation.Core.WebApi";

impl Refusal {
    fn wrapped(
        status: StatusCode,
        (space, key): (&'static str, &'static str),
        event: u32,
        message: String,
    ) -> Self {
        let wrapped = Wrapped { message, key, space, event };
        Self { status, body: Shape::Wrapped(Box::new(wrapped)) }
    }

    fn tracking(status: StatusCode, key: &'static str, message: String) -> Self {
        Self::wrapped(status, (TRACKING, key), 3200, message)
    }

    /// 400 of the work item service.
    pub(super) fn bad(key: &'static str, message: impl Into<String>) -> Self {
        Self::tracking(StatusCode::BAD_REQUEST, key, message.into())
    }

    /// 404 of the work item service.
    pub(super) fn missing(key: &'static str, message: impl Into<String>) -> Self {
        Self::tracking(StatusCode::NOT_FOUND, key, message.into())
    }

    pub(super) fn no_item(id: u64) -> Self {
        Self::missing(
            "WorkItemUnauthorizedAccessException",
            format!(
                "TF401232: Work item {id} does not exist, or you do not have permissions to read it."
            ),
        )
    }

    pub(super) fn no_project(name: &str) -> Self {
        Self::wrapped(
            StatusCode::NOT_FOUND,
            (CORE, "ProjectDoesNotExistWithNameException"),
            3000,
            format!(
                "TF200016: The following project does not exist: {name}. Verify that the name of the project is correct and that the project exists on the specified Azure DevOps Server."
            ),
        )
    }

    pub(super) fn no_type(name: &str, project: &str) -> Self {
        Self::wrapped(
            StatusCode::NOT_FOUND,
            (METADATA, "WorkItemTypeNotFoundException"),
            3200,
            format!(
                "VS402323: Work item type {name} does not exist in project {project} or you do not have permission to access it."
            ),
        )
    }

    pub(super) fn no_field(name: &str) -> Self {
        Self::wrapped(
            StatusCode::BAD_REQUEST,
            (METADATA, "WorkItemTrackingFieldDefinitionNotFoundException"),
            3200,
            format!("TF51535: Cannot find field {name}."),
        )
    }

    pub(super) fn no_node(path: &str) -> Self {
        Self::wrapped(
            StatusCode::NOT_FOUND,
            (METADATA, "WorkItemTrackingTreeNodeNotFoundException"),
            3200,
            format!("VS402485: The classification node does not exist: {path}."),
        )
    }

    pub(super) fn no_route(path: &str) -> Self {
        let message = format!(
            "The controller for path '{path}' was not found or does not implement IController."
        );
        Self { status: StatusCode::NOT_FOUND, body: Shape::Plain(message) }
    }

    pub(super) fn binding(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, body: Shape::Binding(message.into()) }
    }

    pub(super) fn query(message: impl Into<String>) -> Self {
        Self::bad("SyntaxException", message)
    }

    pub(super) fn version(key: &'static str, message: impl Into<String>) -> Self {
        Self::wrapped(StatusCode::BAD_REQUEST, (WEB_API, key), 3000, message.into())
    }

    pub(super) fn unauthorized() -> Self {
        Self::wrapped(
            StatusCode::UNAUTHORIZED,
            ("Microsoft.TeamFoundation.Framework.Server", "UnauthorizedRequestException"),
            3000,
            "TF400813: The user '' is not authorized to access this resource.".to_owned(),
        )
    }

    /// The body as bytes and its content type.
    pub(super) fn body(&self) -> (String, &'static str) {
        const JSON: &str = "application/json; charset=utf-8";
        match &self.body {
            Shape::Wrapped(wrapped) => {
                let body = json!({
                    "$id": "1",
                    "innerException": null,
                    "message": wrapped.message,
                    "typeName": format!("{0}.{1}, {0}", wrapped.space, wrapped.key),
                    "typeKey": wrapped.key,
                    "errorCode": 0,
                    "eventId": wrapped.event,
                });
                (body.to_string(), JSON)
            }
            Shape::Binding(message) => {
                (json!({"count": 1, "value": {"Message": message}}).to_string(), JSON)
            }
            Shape::Plain(message) => (message.clone(), "text/plain; charset=utf-8"),
        }
    }
}
