//! Whatever is wrong is said with its place and with what to do, and nothing is half done.

use std::fs;

use migrayt_testkit::sample;
use serde_json::{Value, json};

use crate::world::{World, command, end};

#[track_caller]
fn refused(world: &World, code: i32, arguments: &[&str], said: &[&str]) {
    let ended = world.expect(code, arguments);
    for part in said {
        assert!(ended.err.contains(part), "no {part:?} in: {}", ended.err);
    }
    assert!(ended.err.contains("help:"), "nothing to do: {}", ended.err);
    assert_eq!(world.jira().issue_count(), 0);
}

fn small() -> World {
    World::new(sample::items().unwrap().into_iter().take(20))
}

#[test]
fn malformed_toml_is_named_with_its_line() {
    let world = small();
    world.write("migration.toml", &world.configuration().replace("kind = \"jira\"", "kind = jira"));
    refused(&world, 2, &["scan"], &["migration.toml", "line: 10", "column"]);
    world.write("migration.toml", &world.configuration().replace("[target]", "[taregt]"));
    refused(&world, 2, &["scan"], &["migration.toml", "taregt"]);
}

#[test]
fn a_missing_configuration_says_how_to_write_one() {
    let world = small();
    fs::remove_file(world.path("migration.toml")).unwrap();
    refused(&world, 2, &["run"], &["migration.toml", "migrayt init"]);
}

#[test]
fn an_unknown_rule_of_the_mapping_is_named_with_its_line() {
    let world = small();
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    let mapping = world.read("mapping.toml");
    world.write("mapping.toml", &format!("{mapping}\n[nonsense]\nrule = 1\n"));
    let line = mapping.lines().count() + 2;
    refused(&world, 2, &["plan"], &["mapping.toml", "nonsense", &format!("line: {line}")]);
}

#[test]
fn a_dangling_credential_is_named_and_never_shown() {
    let world = small();
    fs::remove_file(world.token_path("target")).unwrap();
    refused(&world, 2, &["scan"], &["setting: target.token", "reference: file:"]);
    let reference = format!("file:{}", world.token_path("source").display());
    let text = world.configuration().replace(&reference, "env:MIGRAYT_TEST_NOT_SET");
    world.write("migration.toml", &text);
    refused(&world, 2, &["scan"], &["source.token", "env:MIGRAYT_TEST_NOT_SET"]);
    let text = world.configuration().replace(&reference, "pasted-secret-123");
    world.write("migration.toml", &text);
    let ended = world.expect(2, &["scan"]);
    assert!(!ended.err.contains("pasted-secret"), "{}", ended.err);
}

#[test]
fn a_wrong_token_is_blamed_on_its_side() {
    let world = small();
    let good = fs::read_to_string(world.token_path("source")).unwrap();
    world.set_token("source", "wrong");
    refused(&world, 3, &["scan"], &["azure-devops"]);
    world.set_token("source", &good);
    world.set_token("target", "wrong");
    refused(&world, 3, &["scan"], &["jira"]);
}

#[test]
fn a_missing_project_is_blamed_on_its_side() {
    let world = small();
    let text = world.configuration();
    world.write("migration.toml", &text.replace("\"Fabrikam\"", "\"Contoso\""));
    refused(&world, 3, &["scan"], &["azure-devops", "Contoso"]);
    world.write("migration.toml", &text.replace("\"SHOP\"", "\"SHIP\""));
    refused(&world, 3, &["scan"], &["jira", "SHIP"]);
}

#[test]
fn an_unreachable_host_is_named() {
    let world = small();
    let text = world.configuration();
    let url = &world.urls[0];
    world.write("migration.toml", &text.replace(url.as_str(), "http://127.0.0.1:9"));
    refused(&world, 3, &["scan"], &["127.0.0.1"]);
    world.write("migration.toml", &text.replace(url.as_str(), "http://example.invalid"));
    refused(&world, 2, &["scan"], &["https"]);
}

/// Commands before their time say which one comes first.
#[test]
fn each_command_names_the_one_before_it() {
    let world = small();
    refused(&world, 2, &["suggest"], &["migrayt scan"]);
    world.expect(0, &["scan"]);
    refused(&world, 2, &["plan"], &["migrayt suggest"]);
    world.expect(0, &["suggest"]);
    refused(&world, 2, &["run"], &["migrayt plan"]);
    refused(&world, 2, &["verify"], &["migrayt plan"]);
    refused(&world, 2, &["suggest"], &["--replace"]);
    world.expect(0, &["plan"]);
    refused(&world, 2, &["resume"], &["migrayt run"]);
    refused(&world, 2, &["verify"], &["migrayt run"]);
}

#[test]
fn a_mapping_changed_after_the_plan_is_refused() {
    let world = small();
    world.plan();
    let mapping = world.read("mapping.toml");
    let changed = mapping.replacen("Story", "Task", 1);
    assert_ne!(mapping, changed);
    world.write("mapping.toml", &changed);
    refused(&world, 2, &["run"], &["migrayt plan"]);
}

fn item(id: u64, kind: &str, fields: &Value) -> Value {
    let mut item = json!({
        "id": id,
        "rev": 1,
        "fields": {
            "System.WorkItemType": kind,
            "System.State": "New",
            "System.Title": format!("Item {id}"),
            "System.CreatedDate": "2024-01-01T00:00:00Z",
            "System.ChangedDate": "2024-01-01T00:00:00Z",
        },
    });
    let target = item["fields"].as_object_mut().unwrap();
    target.extend(fields.as_object().unwrap().clone());
    item
}

/// An item that the target would not take is refused by the plan, and left out only if a person
/// says so.
#[test]
fn an_item_without_a_title_is_refused_before_the_run() {
    let world =
        World::new([item(1, "Bug", &json!({ "System.Title": "" })), item(2, "Bug", &json!({}))]);
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    let ended = world.expect(5, &["plan"]);
    assert!(ended.out.contains("The title is empty"), "{}", ended.out);
    assert!(ended.err.contains("--accept-refusals"), "{}", ended.err);
    world.expect(5, &["run"]);
    assert_eq!(world.jira().issue_count(), 0);
    let summary = world.json(0, &["run", "--accept-refusals"]);
    assert_eq!(summary["refusals"], 1);
    assert_eq!(summary["items_created"], 1);
    let report = world.json(0, &["report"]);
    assert!(report.to_string().contains("title_empty"), "{report}");
    assert!(world.read("report.csv").contains("title_empty"));
}

/// A person without an account is a loss with a name, and the item arrives.
#[test]
fn an_unknown_person_is_a_named_loss() {
    let person = "Nobody Known <nobody.known@example.org>";
    let world = World::new([item(1, "Task", &json!({ "System.AssignedTo": person }))]);
    world.plan();
    let summary = world.json(0, &["run"]);
    assert_eq!(summary["items_created"], 1);
    world.expect(0, &["verify"]);
    let report = world.json(0, &["report"]).to_string();
    assert!(report.contains("person_unknown"), "{report}");
    assert!(!report.contains("nobody.known"), "{report}");
}

/// Items that are their own ancestors are refused with a reason; the others arrive.
#[test]
fn circular_parents_are_refused_and_the_rest_arrives() {
    let world = World::new((1..=6).map(|id| item(id, "Task", &json!({}))));
    // The service holds no circles; an export or a server of an older make may.
    for (child, parent) in [(1, 2), (2, 3), (3, 1), (5, 4)] {
        world.source.inner().force_parent(child, parent);
    }
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    let ended = world.expect(5, &["plan"]);
    assert!(ended.out.contains("its own ancestor"), "{}", ended.out);
    let summary = world.json(0, &["run", "--accept-refusals"]);
    assert_eq!(summary["items_created"], 3);
    world.expect(0, &["verify"]);
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in [&["nonsense"][..], &["run", "--bad"], &["sim", "trello"], &[]] {
        let ended = end(command(arguments).spawn().unwrap());
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}");
        assert!(!ended.err.is_empty());
    }
    let ended = end(command(&["--help"]).spawn().unwrap());
    assert_eq!(ended.status.code(), Some(0));
    assert!(ended.out.contains("Exit codes"));
}
