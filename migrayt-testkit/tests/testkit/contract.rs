//! The simulators' answers against the trackers' own specifications, where these are at hand.

use std::path::Path;
use std::sync::Arc;

use boon::{Compiler, Draft, Schemas};
use migrayt_testkit::generate::{Issues, WorkItems, users};
use migrayt_testkit::sim::jira::{Jira, JiraOptions};
use migrayt_testkit::{reference, sample};
use serde_json::{Map, Value, json};

use crate::client::Client;
use crate::{azure_devops, jira};

const LOCATION: &str = "https://example.invalid/spec.json";

/// The schemas of a specification.
struct Spec {
    document: Value,
    // Where they stand in it.
    place: &'static str,
}

impl Spec {
    fn read(file: &Path, place: &'static str) -> Self {
        let text = std::fs::read_to_string(file).unwrap();
        let mut document: Value =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        let schemas = document.pointer(place).unwrap().clone();
        relax(&mut document);
        if place == "/definitions" {
            close(&mut document, &schemas);
            loosen(&mut document);
        }
        Self { document, place }
    }

    /// Fails unless the value is as the schema of that name says.
    #[track_caller]
    fn holds(&self, name: &str, value: &Value) {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V4);
        compiler.add_resource(LOCATION, self.document.clone()).unwrap();
        let mut schemas = Schemas::new();
        let schema = format!("{LOCATION}#{}/{name}", self.place);
        let schema = compiler.compile(&schema, &mut schemas).unwrap();
        if let Err(error) = schemas.validate(value, schema) {
            panic!("not a {name}: {error:#}\n{value:#}");
        }
    }

    /// The same of each entry of a list, which must not be empty.
    #[track_caller]
    fn each(&self, name: &str, list: &Value) {
        let list = list.as_array().unwrap();
        assert!(!list.is_empty(), "no {name}");
        for value in list.iter().take(40) {
            self.holds(name, value);
        }
    }
}

/// Says `nullable` in the words of JSON Schema. Formats are left out: Jira's moments have offsets
/// without a colon.
fn relax(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(relax);
            if fields.get("format").is_some_and(Value::is_string) {
                fields.remove("format");
            }
            if fields.remove("nullable") == Some(Value::Bool(true)) {
                if let Some(Value::String(kind)) = fields.get("type") {
                    fields.insert("type".to_owned(), json!([kind, "null"]));
                }
                if let Some(Value::Array(values)) = fields.get_mut("enum") {
                    values.push(Value::Null);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(relax),
        _ => {}
    }
}

/// Gives each definition the properties of those that it extends, and lets it have no others, so
/// that a name that the service does not know is found.
fn close(document: &mut Value, schemas: &Value) {
    for (name, _) in schemas.as_object().unwrap() {
        let mut properties = Map::new();
        gather(schemas, name, &mut properties);
        let definition = &mut document["definitions"][name];
        if properties.is_empty() || definition.get("additionalProperties").is_some() {
            continue;
        }
        definition["properties"] = Value::Object(properties);
        definition["additionalProperties"] = json!(false);
        relax(definition);
        definition.as_object_mut().unwrap().remove("allOf");
    }
}

/// What the specification calls an object without properties is any value. Azure DevOps writes
/// null for texts and lists that are not there, which its specification cannot say.
fn loosen(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let bare = !fields.contains_key("properties") && !fields.contains_key("allOf");
            if bare && fields.get("type").is_some_and(|kind| kind == "object") {
                fields.remove("type");
            }
            if let Some(kind @ ("string" | "array")) = fields.get("type").and_then(Value::as_str) {
                let kind = json!([kind, "null"]);
                fields.insert("type".to_owned(), kind);
            }
            fields.values_mut().for_each(loosen);
        }
        Value::Array(list) => list.iter_mut().for_each(loosen),
        _ => {}
    }
}

fn gather(schemas: &Value, name: &str, into: &mut Map<String, Value>) {
    let definition = &schemas[name];
    for base in definition["allOf"].as_array().into_iter().flatten() {
        if let Some((_, base)) = base["$ref"].as_str().and_then(|base| base.rsplit_once('/')) {
            gather(schemas, base, into);
        }
    }
    for (key, value) in definition["properties"].as_object().into_iter().flatten() {
        into.insert(key.clone(), value.clone());
    }
}

fn work_item_spec() -> Option<Spec> {
    let file = reference::find("specs/ado/specification/wit/7.1/workItemTracking.json")?;
    let mut spec = Spec::read(&file, "/definitions");
    let definitions = &mut spec.document["definitions"];
    // The specification is known to be wrong here: values are of any type, links have names, and
    // the service gives the last one at every version.
    definitions["ReferenceLinks"] = json!({"type": "object"});
    definitions["WorkItem"]["properties"]["fields"] = json!({"type": "object"});
    definitions["WorkItem"]["properties"]["multilineFieldsFormat"] = json!({"type": "object"});
    Some(spec)
}

#[tokio::test]
async fn azure_devops_answers_as_its_specification_says() {
    let Some(spec) = work_item_spec() else { return };
    let organisation = azure_devops::empty();
    let items = WorkItems::new(sample::PROJECT, 300, 11).unwrap();
    items.load_into(&organisation).unwrap();
    let ids = organisation.ids();
    let client = azure_devops::client(Arc::new(organisation)).await;
    let target = |rest: &str| format!("/fabrikam/Fabrikam/_apis/wit/{rest}");
    let lists = [
        ("WorkItemField2", "fields?api-version=7.1"),
        ("WorkItemType", "workitemtypes?api-version=7.1"),
        ("WorkItemStateColor", "workitemtypes/Bug/states?api-version=7.1"),
        (
            "WorkItemTypeFieldWithReferences",
            "workitemtypes/Bug/fields?$expand=allowedValues&api-version=7.1",
        ),
        ("WorkItemTypeCategory", "workitemtypecategories?api-version=7.1"),
        ("WorkItemClassificationNode", "classificationnodes?$depth=10&api-version=7.1"),
        ("WorkItemRelationType", "workitemrelationtypes?api-version=7.1"),
        ("WorkItem", "workitems?ids=1,2,3&$expand=all&api-version=7.1"),
    ];
    for (name, rest) in lists {
        let rest = if name == "WorkItemRelationType" {
            format!("/fabrikam/_apis/wit/{rest}")
        } else {
            target(rest)
        };
        spec.each(name, &client.get(&rest).await.with(200)["value"]);
    }
    let batch = json!({"ids": ids[..200], "$expand": "relations"});
    let batch = client.post(&target("workitemsbatch?api-version=7.1"), &batch).await.with(200);
    spec.each("WorkItem", &batch["value"]);
    let query = json!({"query": "SELECT [System.Id] FROM WorkItems ORDER BY [System.Id]"});
    let found = client.post(&target("wiql?api-version=7.1"), &query).await.with(200);
    spec.holds("WorkItemQueryResult", &found);
    let values = batch["value"].as_array().unwrap();
    let discussed = values.iter().find(|item| item["fields"]["System.CommentCount"] != 0).unwrap();
    let rest = format!("workItems/{}/comments?api-version=7.1-preview.4", discussed["id"]);
    spec.holds("CommentList", &client.get(&target(&rest)).await.with(200));
}

#[tokio::test]
async fn jira_answers_as_its_specification_says() {
    let Some(file) = reference::find("specs/jira/swagger-v3.v3.json") else { return };
    let mut spec = Spec::read(&file, "/components/schemas");
    // What the service gives besides.
    let schemas = &mut spec.document["components"]["schemas"];
    let types = &mut schemas["IssueTypeIssueCreateMetadata"]["properties"];
    types["untranslatedName"] = json!({"type": "string"});
    schemas["ServerInformation"]["properties"]["defaultLocale"] = json!({"type": "object"});
    let mut options = JiraOptions::default();
    options.users.extend(users());
    let site = Arc::new(Jira::with_options(options));
    site.load(Issues::new("MIG", 120, 12).unwrap()).unwrap();
    let client = jira::client(site.clone()).await;
    let kind = client.get("/rest/api/3/issue/createmeta/MIG/issuetypes").await.with(200);
    spec.holds("PageOfCreateMetaIssueTypes", &kind);
    let id = kind["issueTypes"][0]["id"].as_str().unwrap();
    let answers = [
        ("Project", "/rest/api/3/project/MIG".to_owned()),
        (
            "PageOfCreateMetaIssueTypeWithField",
            format!("/rest/api/3/issue/createmeta/MIG/issuetypes/{id}"),
        ),
        ("IssueLinkTypes", "/rest/api/3/issueLinkType".to_owned()),
        ("PageBeanPriority", "/rest/api/3/priority/search".to_owned()),
        ("AttachmentSettings", "/rest/api/3/attachment/meta".to_owned()),
        ("User", "/rest/api/3/myself".to_owned()),
        ("ServerInformation", "/rest/api/3/serverInfo".to_owned()),
        ("Transitions", "/rest/api/3/issue/MIG-1/transitions".to_owned()),
        ("PageOfComments", "/rest/api/3/issue/MIG-1/comment".to_owned()),
        ("IssueBean", "/rest/api/3/issue/MIG-1".to_owned()),
    ];
    for (name, target) in answers {
        spec.holds(name, &client.get(&target).await.with(200));
    }
    let lists = [
        ("FieldDetails", "/rest/api/3/field"),
        ("User", "/rest/api/3/users/search"),
        ("User", "/rest/api/3/user/assignable/search?project=MIG"),
        ("IssueTypeWithStatus", "/rest/api/3/project/MIG/statuses"),
    ];
    for (name, target) in lists {
        spec.each(name, &client.get(target).await.with(200));
    }
    writes(&spec, &client).await;
}

async fn writes(spec: &Spec, client: &Client) {
    let body = json!({"issueUpdates": [jira::new("a"), jira::new("")]});
    let made = client.post("/rest/api/3/issue/bulk", &body).await.with(201);
    assert_eq!(made["errors"].as_array().unwrap().len(), 1);
    spec.holds("CreatedIssues", &made);
    let key = made["issues"][0]["key"].as_str().unwrap();
    let comment = json!({"body": {"version": 1, "type": "doc", "content": []}});
    let target = format!("/rest/api/3/issue/{key}/comment");
    spec.holds("Comment", &client.post(&target, &comment).await.with(201));
    let body = json!({"issueIdsOrKeys": [key, "MIG-1"], "fields": ["*all"]});
    let read = client.post("/rest/api/3/issue/bulkfetch", &body).await.with(200);
    spec.holds("BulkIssueResults", &read);
    let body = json!({"jql": "project = MIG ORDER BY key", "maxResults": 20});
    let found = client.post("/rest/api/3/search/jql", &body).await.with(200);
    spec.holds("SearchAndReconcileResults", &found);
    let refused = client.post("/rest/api/3/issue", &jira::new("")).await.with(400);
    spec.holds("ErrorCollection", &refused);
}
