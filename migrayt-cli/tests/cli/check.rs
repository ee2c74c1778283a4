//! What the accounts may do, told before anything is scanned; and what one item comes to.

use serde_json::{Value, json};

use crate::world::World;

fn world() -> World {
    World::new([json!({
        "id": 7, "rev": 1,
        "fields": {
            "System.TeamProject": "Fabrikam", "System.WorkItemType": "Task",
            "System.State": "To Do", "System.Title": "A title", "System.AreaPath": "Fabrikam",
            "System.IterationPath": "Fabrikam", "System.Description": "<p>words of 7</p>",
        },
        "relations": [],
    })])
}

#[test]
fn rights_are_told_on_both_sides() {
    let world = world();
    let told = world.expect(0, &["check"]);
    for right in ["Work Items (Read)", "Create work items", "Manage sprints"] {
        let line = told.out.lines().find(|line| line.contains(right)).unwrap_or_default();
        assert!(line.contains("granted"), "{right}: {}", told.out);
    }
    assert!(told.out.contains("2026-12-01"), "{}", told.out);
    let told = world.json(0, &["check"]);
    let target = told["target"].as_array().unwrap();
    assert!(target.len() > 10 && target.iter().all(|right| right["held"] == "yes"), "{told}");
}

#[test]
fn a_missing_right_is_named_with_where_it_is_granted() {
    let world = world();
    world.jira().revoke("CREATE_ATTACHMENTS");
    world.jira().revoke("MANAGE_SPRINTS_PERMISSION");
    let told = world.expect(3, &["check"]);
    let missing: Vec<_> = told.err.lines().filter(|line| line.contains("does not grant")).collect();
    assert!(missing[0].starts_with("error: the target does not grant \"Create attachments\""));
    assert!(missing[1].starts_with("warning: the target does not grant \"Manage sprints\""));
    assert_eq!(missing.len(), 2, "{}", told.err);
    assert!(told.err.contains("help: grant it to the account"), "{}", told.err);
}

#[test]
fn one_item_is_shown_as_it_would_be_sent() {
    let world = world();
    world.plan();
    let shown = world.json(0, &["plan", "--item", "7"]);
    let create = &shown["operations"][0];
    assert_eq!(create["operation"], "7/create");
    assert_eq!(create["payload"]["fields"]["summary"], "A title");
    assert!(create["payload"].to_string().contains("words of 7"));
    assert!(world.expect(0, &["plan", "--item", "7"]).out.contains("words of 7"));
    let kept = std::fs::read_dir(world.folder()).unwrap().map(|entry| entry.unwrap().path());
    for file in kept.filter(|path| path.is_file()) {
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("words of 7"), "{}", file.display());
    }
    let ended = world.expect(3, &["plan", "--item", "8"]);
    assert!(ended.err.contains("item: 8"), "{}", ended.err);
    assert_eq!(world.jira().issue_count(), 0);
    assert_eq!(shown["item"], Value::from("7"));
}
