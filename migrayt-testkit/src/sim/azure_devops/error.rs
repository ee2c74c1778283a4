//! Refusals as Azure DevOps words them.

use http::{Method, StatusCode};
use serde_json::{Value, json};

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
    custom: Option<Value>,
}

const TRACKING: &str = "Microsoft.TeamFoundation.WorkItemTracking.Server";
const METADATA: &str = "Microsoft.TeamFoundation.WorkItemTracking.Server.Metadata";
const WEB_API: &str = "Microsoft.VisualStudio.Services.WebApi";
const AGILE: &str = "Microsoft.Azure.Boards.Agile.Common.Exceptions";
const CORE: &str = "Microsoft.TeamFoundation.Core.WebApi";

impl Refusal {
    fn wrapped(
        status: StatusCode,
        (space, key): (&'static str, &'static str),
        event: u32,
        message: String,
    ) -> Self {
        let wrapped = Wrapped { message, key, space, event, custom: None };
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

    pub(super) fn same_node(name: &str) -> Self {
        Self::bad(
            "ClassificationNodeDuplicateNameException",
            format!("TF237018: The following name already exists in the hierarchy: {name}."),
        )
    }

    pub(super) fn fixed_node(path: &str) -> Self {
        Self::bad(
            "ClassificationNodeCannotModifyRootNodeException",
            format!("TF200034: The root node cannot be renamed, moved or deleted: {path}."),
        )
    }

    pub(super) fn no_team(name: &str) -> Self {
        Self::wrapped(
            StatusCode::NOT_FOUND,
            (CORE, "TeamNotFoundException"),
            3000,
            format!("The team with id '{name}' does not exist."),
        )
    }

    pub(super) fn no_iteration(id: &str) -> Self {
        Self::wrapped(
            StatusCode::NOT_FOUND,
            (AGILE, "IterationNotFoundException"),
            3000,
            format!(
                "The iteration with id '{id}' does not exist, or the team does not work in it."
            ),
        )
    }

    pub(super) fn no_backlog() -> Self {
        Self::wrapped(
            StatusCode::BAD_REQUEST,
            (AGILE, "InvalidTeamSettingsException"),
            3000,
            "TF400497: The backlog iteration path that you specified is no longer valid."
                .to_owned(),
        )
    }

    pub(super) fn no_default_value() -> Self {
        Self::wrapped(
            StatusCode::BAD_REQUEST,
            ("Microsoft.TeamFoundation.Work.WebApi.Exceptions", "TeamFieldArgumentNullException"),
            0,
            "DefaultValue".to_owned(),
        )
    }

    /// 500 because this machine could not keep a file.
    pub(super) fn internal() -> Self {
        Self::framework(
            StatusCode::INTERNAL_SERVER_ERROR,
            "TeamFoundationServerException",
            "TF400898: An Internal Error Occurred.".to_owned(),
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
        Self::not_authorized("")
    }

    /// 401 for somebody who is known and may not do this, or for nobody.
    pub(super) fn not_authorized(user: &str) -> Self {
        let message =
            format!("TF400813: The user '{user}' is not authorized to access this resource.");
        let key = "UnauthorizedRequestException";
        Self::framework(StatusCode::UNAUTHORIZED, key, message)
    }

    /// A refusal of what all services share.
    pub(super) fn framework(status: StatusCode, key: &'static str, message: String) -> Self {
        Self::wrapped(status, ("Microsoft.TeamFoundation.Framework.Server", key), 3000, message)
    }

    /// 400 because a value breaks a rule of its field.
    pub(super) fn rule(name: &str, reference: &str, flags: &str) -> Self {
        let message = format!("TF401320: Rule Error for field {name}. Error code: {flags}.");
        let custom = json!({
            "FieldReferenceName": reference,
            "FieldStatusFlags": flags,
            "ErrorMessage": message,
            "RuleValidationErrors": [{
                "fieldReferenceName": reference,
                "fieldStatusFlags": flags,
                "errorMessage": message,
            }],
        });
        let mut refusal = Self::bad("RuleValidationException", message);
        if let Shape::Wrapped(wrapped) = &mut refusal.body {
            wrapped.custom = Some(custom);
        }
        refusal
    }

    /// 412 because the item has another revision than the one that was asked for.
    pub(super) fn revised() -> Self {
        Self::tracking(
            StatusCode::PRECONDITION_FAILED,
            "WorkItemRevisionMismatchException",
            "TF26071: This work item has been changed by someone else since you opened it. You will need to refresh it and discard your changes.".to_owned(),
        )
    }

    pub(super) fn no_tree(reference: &str) -> Self {
        Self::bad(
            "WorkItemInvalidTreeNameException",
            format!("TF401347: Invalid tree name given for work item -1, field '{reference}'."),
        )
    }

    pub(super) fn nobody(value: &str, field: &str) -> Self {
        Self::bad(
            "RuleValidationException",
            format!("The identity value '{value}' for field '{field}' is an unknown identity."),
        )
    }

    /// 415 because a change is not a patch document.
    pub(super) fn unsupported(method: &Method, kind: &str) -> Self {
        let message = format!(
            "The request indicated a Content-Type of \"{kind}\" for method type \"{method}\" which is not supported. Valid content types for this method are: application/json-patch+json."
        );
        Self { status: StatusCode::UNSUPPORTED_MEDIA_TYPE, body: Shape::Binding(message) }
    }

    /// The body as bytes and its content type.
    pub(super) fn body(&self) -> (String, &'static str) {
        const JSON: &str = "application/json; charset=utf-8";
        match &self.body {
            Shape::Wrapped(wrapped) => {
                let mut body = json!({
                    "$id": "1",
                    "innerException": null,
                    "message": wrapped.message,
                    "typeName": format!("{0}.{1}, {0}", wrapped.space, wrapped.key),
                    "typeKey": wrapped.key,
                    "errorCode": 0,
                    "eventId": wrapped.event,
                });
                if let (Some(body), Some(custom)) = (body.as_object_mut(), &wrapped.custom) {
                    body.insert("customProperties".to_owned(), custom.clone());
                }
                (body.to_string(), JSON)
            }
            Shape::Binding(message) => {
                (json!({"count": 1, "value": {"Message": message}}).to_string(), JSON)
            }
            Shape::Plain(message) => (message.clone(), "text/plain; charset=utf-8"),
        }
    }
}
