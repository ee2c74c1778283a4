use std::collections::BTreeMap;

use http::Method;
use serde_json::Value;

use super::parameter::{Parameter, Place};
use super::template::Template;
use super::tracker::Tracker;

/// One operation of a document.
#[derive(Debug)]
pub(super) struct Operation {
    /// Method and path with placeholders.
    pub(super) name: String,
    pub(super) method: Method,
    pub(super) template: Template,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) answers: BTreeMap<String, Content>,
    /// The version in which it is documented, if operations have one.
    pub(super) version: Option<String>,
}

/// What a request may bring.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) required: bool,
    pub(super) content: Content,
}

/// The kinds of a body.
#[derive(Debug, Default)]
pub(super) struct Content(pub(super) Vec<Kind>);

/// One of them, with its schema if it has one.
#[derive(Debug)]
pub(super) struct Kind {
    name: String,
    pub(super) schema: Option<Value>,
}

impl Operation {
    /// All operations of a document.
    pub(super) fn all(root: &Value, tracker: Tracker) -> Vec<Self> {
        // Azure DevOps keeps operations that differ in their query only under a name of their own.
        let paths = ["paths", "x-ms-paths"].map(|key| root.get(key).and_then(Value::as_object));
        let mut all = Vec::new();
        for (path, methods) in paths.into_iter().flatten().flatten() {
            let shared = methods.get("parameters");
            for (method, operation) in methods.as_object().into_iter().flatten() {
                if let Ok(method) = method.to_uppercase().parse()
                    && method != "PARAMETERS"
                {
                    all.push(Self::new(root, tracker, path, method, [shared, Some(operation)]));
                }
            }
        }
        all
    }

    fn new(
        root: &Value,
        tracker: Tracker,
        path: &str,
        method: Method,
        [shared, operation]: [Option<&Value>; 2],
    ) -> Self {
        let none = Value::Null;
        let operation = operation.unwrap_or(&none);
        let own = operation.get("parameters");
        let listed = [shared, own].into_iter().flatten().filter_map(Value::as_array).flatten();
        let listed: Vec<&Value> = listed.filter_map(|it| resolve(root, it)).collect();
        let parameters: Vec<_> = listed.iter().filter_map(|it| Parameter::new(it)).collect();
        let optional: Vec<&str> = parameters
            .iter()
            .filter(|parameter| parameter.place == Place::Path && !parameter.required)
            .map(|parameter| parameter.name.as_str())
            .collect();
        let bare = path.split('?').next().unwrap_or(path);
        let caseless = tracker == Tracker::AzureDevops;
        let answers = operation.get("responses").and_then(Value::as_object);
        Self {
            name: format!("{method} {path}"),
            template: Template::new(bare, &optional, caseless),
            body: Body::new(operation, &listed),
            answers: answers
                .into_iter()
                .flatten()
                .map(|(status, answer)| (status.clone(), Content::answer(operation, answer)))
                .collect(),
            version: operation
                .get("x-ms-docs-override-version")
                .and_then(Value::as_str)
                .map(str::to_owned),
            method,
            parameters,
        }
    }
}

impl Body {
    fn new(operation: &Value, parameters: &[&Value]) -> Option<Self> {
        if let Some(body) = operation.get("requestBody") {
            let content = Content::of(body.get("content"));
            let required = body.get("required").and_then(Value::as_bool).unwrap_or_default();
            return Some(Self { required, content });
        }
        let body =
            parameters.iter().find(|it| it.get("in").is_some_and(|place| place == "body"))?;
        let content = Content::listed(operation.get("consumes"), body.get("schema"));
        let required = body.get("required").and_then(Value::as_bool).unwrap_or_default();
        Some(Self { required, content })
    }
}

impl Content {
    fn answer(operation: &Value, answer: &Value) -> Self {
        match (answer.get("content"), answer.get("schema")) {
            (Some(content), _) => Self::of(Some(content)),
            (None, Some(schema)) => Self::listed(operation.get("produces"), Some(schema)),
            (None, None) => Self::default(),
        }
    }

    /// As `OpenAPI` 3.0 has it: a schema for each kind.
    fn of(content: Option<&Value>) -> Self {
        let kinds = content.and_then(Value::as_object).into_iter().flatten();
        let kind = |(name, it): (&String, &Value)| Kind {
            name: name.clone(),
            schema: telling(it.get("schema")),
        };
        Self(kinds.map(kind).collect())
    }

    /// As Swagger 2.0 has it: kinds, and one schema.
    fn listed(kinds: Option<&Value>, schema: Option<&Value>) -> Self {
        let kinds = kinds.and_then(Value::as_array).into_iter().flatten();
        let kind = |name: &str| Kind { name: name.to_owned(), schema: telling(schema) };
        Self(kinds.filter_map(Value::as_str).map(kind).collect())
    }

    /// The entry of a content type, if it is among the kinds.
    pub(super) fn kind(&self, content_type: &str) -> Option<&Kind> {
        let name = content_type.split(';').next().unwrap_or_default().trim();
        self.0.iter().find(|kind| kind.name.eq_ignore_ascii_case(name))
    }
}

/// A schema that says anything.
fn telling(schema: Option<&Value>) -> Option<Value> {
    schema.filter(|schema| schema.as_object().is_some_and(|it| !it.is_empty())).cloned()
}

fn resolve<'a>(root: &'a Value, value: &'a Value) -> Option<&'a Value> {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.strip_prefix('#')?),
        None => Some(value),
    }
}
