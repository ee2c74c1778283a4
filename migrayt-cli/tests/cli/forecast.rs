//! A plan says beforehand how many requests it takes.

use migrayt_testkit::sample;

use crate::world::World;

#[test]
fn a_run_takes_about_as_many_requests_as_its_plan_said() {
    let world = World::new(sample::items().unwrap());
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    let planned = world.json(0, &["plan"]);
    let said = planned["forecast"]["requests"].as_u64().unwrap();
    let before = world.target.counts().total();
    world.expect(0, &["run"]);
    let sent = world.target.counts().total() - before;
    assert!(sent <= said * 2 && said <= sent * 2, "{said} were forecast, {sent} were sent");
    let spans = planned["forecast"]["spans"].as_array().unwrap();
    assert_eq!(spans.len(), 2, "{spans:?}");
}
