//! A level of the source that the target lacks becomes a label of the level below it.

use std::fs;

use serde_json::{Value, json};

use crate::oracle;
use crate::world::{PROJECT, World};

fn item(id: u64, kind: &str, title: &str, parent: Option<u64>) -> Value {
    let mut item = json!({
        "id": id, "rev": 1,
        "fields": {
            "System.TeamProject": PROJECT, "System.WorkItemType": kind, "System.State": "To Do",
            "System.Title": title, "System.AreaPath": PROJECT, "System.IterationPath": PROJECT,
            "System.Tags": "early",
        },
        "relations": [],
    });
    if let Some(parent) = parent {
        item["fields"]["System.Parent"] = json!(parent);
        item["relations"] = json!([{
            "rel": "System.LinkTypes.Hierarchy-Reverse",
            "url": format!("https://dev.azure.com/fabrikam/_apis/wit/workItems/{parent}"),
            "attributes": { "isLocked": false, "name": "Parent" },
        }]);
    }
    item
}

#[test]
fn parents_of_a_collapsed_level_become_labels() {
    let world = World::new([
        item(1, "Epic", "Q3  Platform \u{1f680}", None),
        item(2, "Issue", "Part", Some(1)),
        item(3, "Task", "Step", Some(2)),
        item(4, "Issue", "Alone", None),
    ]);
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    let mapping = world.read("mapping.toml");
    let mapping = mapping
        .lines()
        .map(|line| match line.split_once(" = ") {
            Some(("Epic", _)) => "Epic = { label = \"ado-epic\" }".to_owned(),
            Some(("Issue", rest)) if rest.contains("to") => "Issue = { to = \"Epic\" }".to_owned(),
            _ => line.to_owned(),
        })
        .collect::<Vec<_>>();
    world.write("mapping.toml", &mapping.join("\n"));

    // What is not made is named, and somebody must say that it may be left out.
    let plan = world.expect(5, &["plan"]);
    assert!(plan.out.contains("becomes a label of the items below it"), "{}", plan.out);
    assert!(plan.out.contains("The parent is carried as a label"), "{}", plan.out);
    world.expect(0, &["plan", "--accept-refusals"]);
    world.expect(0, &["run", "--accept-refusals"]);
    let made = oracle::by_source(&world);
    assert_eq!(made.keys().copied().collect::<Vec<_>>(), [2, 3, 4]);
    let labels = |id: u64| {
        let labels = made[&id].fields["labels"].as_array().unwrap().clone();
        labels.into_iter().filter(|it| it.as_str().unwrap().contains("epic")).collect::<Vec<_>>()
    };
    assert_eq!(labels(2), ["ado-epic:Q3-Platform-\u{1f680}"]);
    assert_eq!(made[&2].issue_type, "Epic");
    // What is further below has its own parent.
    assert_eq!(labels(3), Vec::<Value>::new());
    assert_eq!(labels(4), Vec::<Value>::new());
    assert_eq!(made[&3].parent.as_ref(), Some(&made[&2].key));
    assert_eq!(world.json(0, &["verify"])["mismatches"], 0);
    let issue = &made[&2];
    assert!(world.jira().edit_field(&issue.key, "labels", &json!(["early"]), issue.updated));
    let found = world.json(1, &["verify"]);
    assert_eq!(found["differences"][0]["item"], "2", "{found}");

    // The title is nowhere at rest.
    let shown = world.expect(0, &["plan", "--item", "2"]);
    assert!(shown.out.contains("ado-epic:Q3-Platform"), "{}", shown.out);
    for entry in fs::read_dir(world.folder()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = if path.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Q3"), "a title rests in {}", path.display());
    }
}
