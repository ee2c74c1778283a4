//! What earlier runs made is known to later ones: links reach it, parents hold, nothing about it is
//! written again; and what failed is tried again alone.

use bytes::Bytes;
use http::{Method, StatusCode};
use migrayt_testkit::fault::{Fault, Rule};
use serde_json::{Value, json};

use crate::oracle;
use crate::world::World;

/// 1 is the parent of 4; 2 and 5 are related; each has a comment.
fn items() -> Vec<Value> {
    let item = |id: u64, of: &str, area: &str, relations: Value| {
        json!({
            "id": id, "rev": 1,
            "fields": {
                "System.TeamProject": "Fabrikam", "System.WorkItemType": of,
                "System.State": "To Do", "System.Title": format!("Item {id}"),
                "System.AreaPath": area, "System.IterationPath": "Fabrikam",
                "System.History": format!("a comment on {id}"),
            },
            "relations": relations,
        })
    };
    let to = |rel: &str, id: u64| {
        let url = format!("https://dev.azure.com/fabrikam/_apis/wit/workItems/{id}");
        json!([{ "rel": rel, "url": url }])
    };
    vec![
        item(1, "Epic", "Fabrikam\\First", json!([])),
        item(2, "Task", "Fabrikam\\First", json!([])),
        item(3, "Task", "Fabrikam\\First", json!([])),
        item(4, "Issue", "Fabrikam\\Second", to("System.LinkTypes.Hierarchy-Reverse", 1)),
        item(5, "Task", "Fabrikam\\Second", to("System.LinkTypes.Related", 2)),
    ]
}

fn narrow(world: &World, area: &str) {
    let scope = format!("[source.scope]\nareas = ['Fabrikam\\{area}']\n\n[target]");
    world.write("migration.toml", &world.configuration().replace("[target]", &scope));
}

#[test]
fn links_and_parents_reach_what_an_earlier_run_made() {
    let world = World::new(items());
    narrow(&world, "First");
    world.plan();
    world.expect(0, &["run"]);
    let before = oracle::by_source(&world);
    assert_eq!(before.len(), 3);
    assert!(before[&2].links.is_empty());

    narrow(&world, "Second");
    world.expect(0, &["plan"]);
    world.expect(0, &["run"]);
    oracle::once_each(&world, 5);
    let after = oracle::by_source(&world);
    assert_eq!(after[&4].parent.as_deref(), Some(after[&1].key.as_str()));
    assert_eq!(after[&5].links.len(), 1);
    assert_eq!(after[&5].links[0].other, after[&2].key);
    // Nothing but the link is new at what stood there.
    for id in [1, 2, 3] {
        let (old, new) = (&before[&id], &after[&id]);
        assert_eq!(old.fields.get("summary"), new.fields.get("summary"));
        assert_eq!(old.comments.len(), new.comments.len());
        assert_eq!(old.status, new.status);
    }
    let found = world.json(0, &["verify"]);
    for key in ["missing", "mismatches", "duplicates"] {
        assert_eq!(found[key], 0, "{found}");
    }
}

#[test]
fn what_was_deleted_since_the_plan_is_not_made_again() {
    let world = World::new(items());
    narrow(&world, "First");
    world.plan();
    world.expect(0, &["run"]);
    narrow(&world, "Second");
    world.expect(0, &["plan"]);
    let gone = oracle::by_source(&world).remove(&2).unwrap();
    assert!(world.jira().delete_issue(&gone.key));
    world.expect(0, &["run"]);
    let after = oracle::by_source(&world);
    assert_eq!(after.keys().copied().collect::<Vec<_>>(), [1, 3, 4, 5]);
    assert!(after[&5].links.is_empty(), "its other end is gone");
    let rows = world.json(0, &["ledger", "show", "2"]);
    assert!(rows.to_string().contains("skipped"), "{rows}");
}

#[test]
fn what_failed_is_tried_again_alone() {
    let world = World::new(items());
    world.plan();
    let no = Fault::Status(StatusCode::BAD_REQUEST, Bytes::from_static(b"{\"errorMessages\":[]}"));
    let refused = Rule::new(no).method(Method::POST).contains("/issue/10001/comment");
    world.target.inject(refused);
    world.expect(1, &["run"]);
    let comments = |world: &World| -> usize {
        oracle::by_source(world).values().map(|issue| issue.comments.len()).sum()
    };
    assert_eq!(comments(&world), 4);
    world.target.heal();
    let summary = world.json(0, &["retry", "--failed"]);
    assert_eq!(comments(&world), 5, "{summary}");
    oracle::once_each(&world, 5);
    // The item that lacked a comment is asked for, the others are known.
    let nothing = world.expect(0, &["retry"]);
    assert!(nothing.out.contains("nothing to retry"), "{}", nothing.out);
}
