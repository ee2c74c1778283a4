//! Which items are taken: by type, area, day, condition and number, and a few of each type.

use serde_json::{Value, json};

use crate::world::World;

fn item(id: u64, of: &str, area: &str, changed: &str) -> Value {
    json!({
        "id": id, "rev": 1,
        "fields": {
            "System.TeamProject": "Fabrikam", "System.WorkItemType": of,
            "System.State": "To Do", "System.Title": format!("Item {id}"),
            "System.AreaPath": area, "System.IterationPath": "Fabrikam",
            "System.ChangedDate": changed, "System.Tags": if id > 5 { "late" } else { "" },
        },
        "relations": [],
    })
}

fn world() -> World {
    let (old, new) = ("2023-05-01T08:00:00Z", "2024-05-01T08:00:00Z");
    World::new([
        item(1, "Epic", "Fabrikam", old),
        item(2, "Task", "Fabrikam\\Web", old),
        item(3, "Task", "Fabrikam\\Web\\Shop", new),
        item(4, "Task", "Fabrikam\\Api", new),
        item(5, "Issue", "Fabrikam\\Website", new),
        item(6, "Task", "Fabrikam", new),
        item(7, "Task", "Fabrikam\\Web", new),
    ])
}

/// The numbers of the items that arrive under a scope.
fn taken(scope: &str, arguments: &[&str]) -> Vec<u64> {
    let world = world();
    world.write("ids.txt", "7\n3 # a remark\n900\n");
    let whole = world.configuration();
    let scope = format!("[source.scope]\n{scope}\n[target]");
    world.write("migration.toml", &whole.replace("[target]", &scope));
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    let planned = world.json(0, &[&["plan"], arguments].concat());
    world.expect(0, &["run"]);
    let number = |title: &str| title.rsplit(' ').next()?.parse().ok();
    let issues = world.jira().issues();
    let mut ids: Vec<u64> =
        issues.iter().filter_map(|issue| number(issue.fields["summary"].as_str()?)).collect();
    ids.sort_unstable();
    assert_eq!(planned["items"], ids.len(), "{planned}");
    ids
}

#[test]
fn every_condition_narrows_what_is_taken() {
    for (scope, expected) in [
        ("", vec![1, 2, 3, 4, 5, 6, 7]),
        ("types = ['Epic', 'Issue']", vec![1, 5]),
        ("areas = ['Fabrikam\\Web', 'Fabrikam\\Api']", vec![2, 3, 4, 7]),
        ("changed_since = '2024-01-01'", vec![3, 4, 5, 6, 7]),
        ("query = \"[System.Tags] CONTAINS 'late'\"", vec![6, 7]),
        ("ids = 'ids.txt'", vec![3, 7]),
        ("ids = 'ids.txt'\nareas = ['Fabrikam\\Web\\Shop']", vec![3]),
    ] {
        assert_eq!(taken(scope, &[]), expected, "{scope}");
    }
    assert_eq!(taken("", &["--sample", "2"]), [1, 2, 3, 5]);
}

/// A sample is run, then all: what stands is recognised and not made again.
#[test]
fn a_sample_is_where_the_whole_goes_on() {
    let world = world();
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    world.expect(0, &["plan", "--sample", "1"]);
    world.expect(0, &["run"]);
    assert_eq!(world.jira().issue_count(), 3);
    world.expect(0, &["plan"]);
    world.expect(0, &["run"]);
    assert_eq!(world.jira().issue_count(), 7);
    world.expect(0, &["verify"]);
}

#[test]
fn a_bad_file_of_ids_is_named_with_its_line() {
    let world = world();
    world.write("ids.txt", "7\nBug 3\n");
    let scope = "[source.scope]\nids = 'ids.txt'\n[target]";
    world.write("migration.toml", &world.configuration().replace("[target]", scope));
    let ended = world.expect(2, &["scan"]);
    assert!(ended.err.contains("line: 2") && ended.err.contains("ids.txt"), "{}", ended.err);
}
