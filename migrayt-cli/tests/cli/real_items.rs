//! All work items of the demo generator's 42 projects, which nobody here wrote.

use std::collections::BTreeMap;
use std::fs;

use boon::{Compiler, SchemaIndex, Schemas};
use migrayt_testkit::{load, reference};
use serde_json::Value;

use crate::world::{PROJECT, World};
use crate::{oracle, words};

const ITEMS: usize = 1_683;

/// Fields that hold HTML.
const BODIES: [&str; 6] = [
    "System.Description",
    "System.History",
    "Microsoft.VSTS.TCM.ReproSteps",
    "Microsoft.VSTS.TCM.SystemInfo",
    "Microsoft.VSTS.Common.AcceptanceCriteria",
    "Microsoft.VSTS.CMMI.Symptom",
];

const STEPS: &str = "Microsoft.VSTS.TCM.Steps";

#[test]
fn all_real_items_arrive_whole_once_and_valid() {
    let (Some(folder), Some(schema)) =
        (reference::find("data/ado-demo-generator"), reference::find("specs/adf/full.json"))
    else {
        return;
    };
    let items = load::load(&folder, PROJECT).unwrap().items;
    assert_eq!(items.len(), ITEMS);
    let world = World::new(items.clone());
    world.plan();
    let summary = world.json(0, &["run"]);
    assert_eq!(summary["items_created"], ITEMS);
    assert_eq!(summary["refusals"], 0);
    let found = world.json(0, &["verify"]);
    for key in ["missing", "mismatches", "duplicates", "drifted"] {
        assert_eq!(found[key], 0, "{found}");
    }
    oracle::once_each(&world, ITEMS);

    let arrived = oracle::by_source(&world);
    let mut documents = 0;
    let mut schemas = Schemas::new();
    let schema = compile(&fs::read_to_string(schema).unwrap(), &mut schemas);
    let mut lost = BTreeMap::new();
    let mut seen = 0;
    for item in &items {
        let id = item["id"].as_u64().unwrap();
        let issue = &arrived[&id];
        let mut text = String::new();
        let bodies = issue.comments.iter().map(|comment| &comment.body);
        for value in issue.fields.values().chain(bodies) {
            if value.get("type").and_then(Value::as_str) == Some("doc") {
                documents += 1;
                if let Err(error) = schemas.validate(value, schema) {
                    panic!("{}: not a valid document: {error:#}", issue.key);
                }
                text.push_str(&words::document(value));
            }
        }
        let fields = item["fields"].as_object().unwrap();
        let wanted = BODIES
            .iter()
            .filter_map(|name| Some((*name, words::visible(fields.get(*name)?.as_str()?))))
            .chain(fields.get(STEPS).and_then(Value::as_str).map(|xml| (STEPS, words::steps(xml))));
        for (name, body) in wanted {
            seen += body.split_whitespace().count();
            if let Some(word) = words::missing(&body, &text) {
                lost.insert((id, name), word);
            }
        }
        let title = fields["System.Title"].as_str().unwrap();
        let summary = issue.fields["summary"].as_str().unwrap();
        assert_eq!(words::missing(title, &format!("{summary} {text}")), None, "{}", issue.key);
    }
    assert!(documents > 500 && seen > 10_000, "{documents} documents, {seen} words");
    assert!(lost.is_empty(), "{} bodies lost words: {lost:?}", lost.len());
}

fn compile(text: &str, schemas: &mut Schemas) -> SchemaIndex {
    let schema: Value = serde_json::from_str(text).unwrap();
    let mut compiler = Compiler::new();
    compiler.set_default_draft(boon::Draft::V4);
    compiler.add_resource("adf.json", schema).unwrap();
    compiler.compile("adf.json", schemas).unwrap()
}
