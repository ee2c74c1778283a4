//! Iterations arrive as sprints with their days, and run or are over when they should be.

use migrayt::core::port::Clock as _;
use migrayt::system::SystemClock;
use serde_json::{Value, json};
use time::macros::date;
use time::{Duration, OffsetDateTime};

use crate::world::World;

fn item(id: u64, iteration: &str) -> Value {
    json!({
        "id": id, "rev": 1,
        "fields": {
            "System.TeamProject": "Fabrikam", "System.WorkItemType": "Task",
            "System.State": "To Do", "System.Title": format!("Item {id}"),
            "System.AreaPath": "Fabrikam", "System.IterationPath": iteration,
        },
        "relations": [],
    })
}

fn world() -> World {
    let world = World::new([
        item(1, "Fabrikam\\Old"),
        item(2, "Fabrikam\\Older"),
        item(3, "Fabrikam\\Now"),
        item(4, "Fabrikam\\Next"),
        item(5, "Fabrikam\\Someday"),
    ]);
    let today = SystemClock::new().now().date();
    let (week, source) = (Duration::weeks(1), world.source.inner());
    source.add_iteration(
        "Fabrikam\\Older",
        Some(date!(2024 - 01 - 01)),
        Some(date!(2024 - 01 - 12)),
    );
    source.add_iteration("Fabrikam\\Old", Some(date!(2024 - 01 - 15)), Some(date!(2024 - 01 - 26)));
    source.add_iteration("Fabrikam\\Now", Some(today - week), Some(today + week));
    source.add_iteration("Fabrikam\\Next", Some(today + week), Some(today + week * 2));
    world
}

/// The state and first day of each sprint that was made.
fn sprints(world: &World) -> Vec<(String, String, Option<time::Date>)> {
    let made = ["Older", "Old", "Now", "Next", "Someday"];
    let mut found: Vec<_> = world
        .jira()
        .sprints()
        .into_iter()
        .filter(|sprint| made.contains(&sprint.name.as_str()))
        .map(|sprint| (sprint.name, sprint.state, sprint.start.map(OffsetDateTime::date)))
        .collect();
    found.sort();
    found
}

#[test]
fn sprints_run_and_end_by_their_days_after_everything_is_in_them() {
    let world = world();
    world.plan();
    let refused = world.expect(2, &["sprints"]);
    assert!(refused.err.contains("help:"), "{}", refused.err);
    world.expect(0, &["run"]);
    let before = sprints(&world);
    assert_eq!(before.len(), 5, "{before:?}");
    assert!(before.iter().all(|(_, state, _)| state == "future"), "{before:?}");
    let older = before.iter().find(|(name, ..)| name == "Older").unwrap();
    assert_eq!(older.2, Some(date!(2024 - 01 - 01)));

    for _ in 0..2 {
        world.expect(0, &["sprints"]);
        let states: Vec<_> =
            sprints(&world).into_iter().map(|(name, state, _)| format!("{name} {state}")).collect();
        let expected =
            ["Next future", "Now active", "Old closed", "Older closed", "Someday future"];
        assert_eq!(states, expected);
    }
    world.expect(0, &["verify"]);
}

/// A sprint of that name whose days somebody changed is left alone.
#[test]
fn a_sprint_that_is_not_ours_is_left() {
    let world = world();
    world.plan();
    world.expect(0, &["run"]);
    assert!(world.jira().set_sprint_days("Old", date!(2024 - 02 - 01), date!(2024 - 02 - 02)));
    let told = world.json(0, &["sprints"]);
    let old = told["sprints"].as_array().unwrap().iter().find(|it| it["name"] == "Old").unwrap();
    assert_eq!(old["standing"], "left as it is");
    let found = sprints(&world);
    assert!(found.iter().any(|(name, state, _)| name == "Old" && state == "future"), "{found:?}");
}
