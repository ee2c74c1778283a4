use std::collections::BTreeMap;

use boon::{Compiler, Schemas};
use migrayt_core::port::{Mapper as _, Severity};
use migrayt_core::{ErrorKind, Fact};
use migrayt_mapping::document::Review;
use migrayt_mapping::{Compiled, MappingDocument};
use serde_json::{Value as Json, json};

use crate::items::{compiled, proposed};
use crate::{jira, process};

const SCHEMA: &str = include_str!("../../schema/mapping.schema.json");
const VERSION_1: &str = include_str!("fixtures/mapping-1.toml");

#[test]
fn the_committed_schema_is_that_of_the_document() {
    let committed: Json = serde_json::from_str(SCHEMA).unwrap();
    assert_eq!(
        committed,
        MappingDocument::schema(),
        "run `cargo run -p migrayt-mapping --example schema`"
    );
}

fn is_valid(document: &Json) -> bool {
    let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
    compiler.add_resource("mapping.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let index = compiler.compile("mapping.json", &mut schemas).unwrap();
    schemas.validate(document, index).is_ok()
}

#[test]
fn the_schema_allows_what_is_read_and_nothing_else() {
    for process in ["Agile", "Scrum", "CMMI", "Basic"] {
        let document = proposed(&process::catalog(process), &jira::catalog());
        assert!(is_valid(&serde_json::to_value(&document).unwrap()), "{process}");
    }
    let whole: Json = toml::from_str(VERSION_1).unwrap();
    assert!(is_valid(&whole));
    for (place, value) in [
        ("/version", json!(2)),
        ("/options/mentions", json!("shout")),
        ("/options/utc_offset", json!("1h")),
        ("/types/Issue", json!("drop")),
        ("/fields/System.Reason", json!({ "move": "summary" })),
        ("/areas/Shop\\Web", json!({ "to": 1 })),
        ("/review/suggestions/0/confidence", json!(101)),
    ] {
        let mut broken = whole.clone();
        *broken.pointer_mut(place).unwrap() = value;
        assert!(!is_valid(&broken), "{place}");
        assert!(serde_json::from_value::<MappingDocument>(broken).is_err(), "{place}");
    }
}

#[test]
fn a_document_of_version_1_is_read_whole() {
    let document = MappingDocument::parse(VERSION_1).unwrap();
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let mapper = compiled(document.clone(), &source, &target);
    // The digest that runs of this version rest under.
    insta::assert_snapshot!(mapper.fingerprint(), @"1913b52b40422755ae545daa30dcc361e0758229177f384c51a285917c78d8cd");
    assert_eq!(MappingDocument::parse(&document.to_toml().unwrap()).unwrap(), document);
    let as_json: Json = toml::from_str(VERSION_1).unwrap();
    assert_eq!(serde_json::to_value(&document).unwrap(), as_json);
}

#[test]
fn only_what_decides_changes_the_fingerprint() {
    let document = MappingDocument::parse(VERSION_1).unwrap();
    let mut same = document.clone();
    same.review = Review::default();
    same.states.insert("Bug".into(), BTreeMap::default());
    assert_eq!(same.fingerprint(), document.fingerprint());
    let mut other = document.clone();
    other.options.label_space = "-".into();
    assert_ne!(other.fingerprint(), document.fingerprint());
}

#[test]
fn an_accepted_suggestion_is_one_hash_less() {
    let document = proposed(&process::catalog("Agile"), &jira::catalog());
    let text = document.to_toml().unwrap();
    let offer = text.lines().find(|line| {
        line.starts_with("# ") && line.contains(" = { to = ") && line.contains(" %: ")
    });
    let offer = offer.expect("a suggestion that was not accepted");
    let name = offer.trim_start_matches("# ").split(" = ").next().unwrap();
    let stands = text.lines().find(|line| line.starts_with(&format!("{name} = ")));
    let mut edited = text.replace(offer, offer.trim_start_matches("# "));
    if let Some(stands) = stands {
        edited = edited.replacen(stands, "", 1);
    }
    let edited = MappingDocument::parse(&edited).unwrap();
    assert_ne!(edited.fingerprint(), document.fingerprint());
}

#[test]
fn a_rule_that_names_nothing_is_an_error_with_its_place() {
    let (source, target) = (process::catalog("Agile"), jira::catalog());
    let text = VERSION_1.replace("{ to = \"Story\" }\nTask", "{ to = \"Saga\" }\nTask");
    let document = MappingDocument::parse(&text).unwrap();
    let origin = ("fabrikam", "Shop");
    let error = Compiled::new(document, &source, &target, origin, &process::key()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(error.help().is_some());
    assert_eq!(error.context()[0], ("place", Fact::name("types.\"User Story\"")));
    assert_eq!(error.context()[2], ("type", Fact::name("Saga")));
}

#[test]
fn a_proposal_has_no_errors() {
    for process in ["Agile", "Scrum", "CMMI", "Basic"] {
        let (source, target) = (process::catalog(process), jira::catalog());
        let mapper = compiled(proposed(&source, &target), &source, &target);
        let findings = mapper.check(&source, &target, &jira::capabilities());
        let errors = findings.iter().filter(|it| it.severity == Severity::Error).count();
        assert_eq!(errors, 0, "{process}: {findings:?}");
    }
}
