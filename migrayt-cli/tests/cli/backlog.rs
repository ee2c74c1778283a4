//! Items get the place that they have in the source's backlog.

use http::Method;
use migrayt_testkit::fault::{Fault, Occurrence, Rule};
use migrayt_testkit::generate::WorkItems;
use serde_json::{Value, json};

use crate::oracle;
use crate::world::{PROJECT, World};

const RANK: &str = "Microsoft.VSTS.Common.StackRank";

fn item(id: u64, kind: &str, rank: Option<f64>) -> Value {
    let mut fields = json!({
        "System.TeamProject": PROJECT, "System.WorkItemType": kind, "System.State": "To Do",
        "System.Title": "Item", "System.AreaPath": PROJECT, "System.IterationPath": PROJECT,
    });
    if let Some(rank) = rank {
        fields[RANK] = json!(rank);
    }
    json!({ "id": id, "rev": 1, "fields": fields, "relations": [] })
}

/// The items in the order in which the board has them.
fn board(world: &World) -> Vec<u64> {
    let of = oracle::by_source(world);
    let source = |key: &String| of.iter().find(|(_, issue)| issue.key == *key).map(|(id, _)| *id);
    world.jira().ranking().iter().filter_map(source).collect()
}

#[test]
fn the_board_has_the_order_of_the_backlog() {
    // Several groups of fifty, in an order that has nothing to do with their ids.
    let world = World::new(WorkItems::new(PROJECT, 160, 3).unwrap());
    let place = |id: &u64| ((id * 7_919) % 10_007, *id);
    world.plan();
    // One answer is lost on the way.
    let lost = Rule::new(Fault::CloseAfterEffect).method(Method::PUT).suffix("/issue/rank");
    world.target.inject(lost.on(Occurrence::Nth(2)));
    world.expect(0, &["run"]);
    assert!(world.target.struck() > 0, "no place was sent");
    let of = oracle::by_source(&world);
    let found: Vec<u64> = board(&world).into_iter().filter(|id| ranked(&world, *id)).collect();
    assert!(found.len() > 90, "{}", found.len());
    let mut expected = found.clone();
    expected.sort_by_key(place);
    assert_eq!(found, expected);
    assert_eq!(world.json(0, &["verify"])["mismatches"], 0);

    // Moving one is found, and said of the one that was moved.
    let keys: Vec<String> = found.iter().map(|id| of[id].key.clone()).collect();
    assert!(world.jira().place_before(&keys[70], &keys[3]));
    let moved = world.json(1, &["verify"]);
    let differences = moved["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 1, "{moved}");
    assert_eq!(differences[0]["item"], found[70].to_string(), "{moved}");
    assert_eq!(differences[0]["kind"], "rank_differs", "{moved}");
}

fn ranked(world: &World, id: u64) -> bool {
    let item = world.source.inner().item(id).unwrap();
    item["fields"].get("Microsoft.VSTS.Common.BacklogPriority").is_some()
}

#[test]
fn what_is_refused_leaves_no_gap() {
    let mut untitled = item(2, "Task", Some(2.0));
    untitled["fields"]["System.Title"] = json!("");
    let world = World::new([
        item(1, "Task", Some(9.5)),
        untitled,
        item(3, "Task", Some(-1.0)),
        item(4, "Task", None),
        item(5, "Epic", Some(3.25)),
        item(6, "Task", Some(2.0)),
    ]);
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    let plan = world.expect(0, &["plan", "--accept-refusals"]);
    assert!(!plan.out.contains(RANK), "the place is carried: {}", plan.out);
    world.expect(0, &["run", "--accept-refusals"]);
    let found: Vec<u64> = board(&world).into_iter().filter(|id| *id != 4).collect();
    assert_eq!(found, [3, 6, 5, 1]);
}

#[test]
fn places_can_be_left_alone() {
    let world = World::new([item(1, "Task", Some(2.0)), item(2, "Task", Some(1.0))]);
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    let mapping = world.read("mapping.toml").replace("ranks = true", "ranks = false");
    world.write("mapping.toml", &mapping);
    let plan = world.expect(0, &["plan"]);
    assert!(plan.out.contains(RANK), "the place is lost: {}", plan.out);
    world.expect(0, &["run"]);
    assert_eq!(board(&world), [1, 2]);
}
