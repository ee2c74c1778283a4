//! Answers that are lost, cut off or late on the way.

use http::{Method, StatusCode};
use migrayt_testkit::fault::{Fault, Occurrence, Rule};
use migrayt_testkit::sample;

use crate::oracle;
use crate::world::World;

/// The source's answer breaks off: the page is read again, and nothing is missing.
#[test]
fn a_truncated_answer_of_the_source_is_read_again() {
    let items = sample::items().unwrap();
    let count = items.len();
    let world = World::new(items);
    world.plan();
    let cut = Rule::new(Fault::Truncate(500)).contains("workitemsbatch").on(Occurrence::Nth(1));
    world.source.inject(cut);
    world.expect(0, &["run"]);
    assert_eq!(world.source.struck(), 1);
    world.expect(0, &["verify"]);
    oracle::once_each(&world, count);
}

/// A source that never gives a whole answer ends the plan with a message, not with half of it.
#[test]
fn a_source_that_always_breaks_off_is_named() {
    let world = World::new(sample::items().unwrap());
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    world.source.inject(Rule::new(Fault::Truncate(500)).contains("workitemsbatch"));
    let ended = world.expect(3, &["plan"]);
    assert!(ended.err.contains("azure-devops"), "{}", ended.err);
    assert!(ended.err.contains("help:"), "{}", ended.err);
    world.source.heal();
    world.expect(0, &["plan"]);
}

/// The connection dies after the target made the items: they are found by their markers.
#[test]
fn a_connection_that_dies_in_a_bulk_create_makes_nothing_twice() {
    let items = sample::items().unwrap();
    let count = items.len();
    for fault in [
        Fault::CloseAfterEffect,
        Fault::CloseBeforeEffect,
        Fault::GatewayAfterEffect(StatusCode::GATEWAY_TIMEOUT),
        Fault::Truncate(100),
    ] {
        let world = World::new(items.clone());
        world.plan();
        let lost = Rule::new(fault.clone())
            .method(Method::POST)
            .suffix("/issue/bulk")
            .on(Occurrence::Randomly { seed: 5, permille: 250, in_a_row: 2 });
        world.target.inject(lost);
        world.expect(0, &["run"]);
        assert!(world.target.struck() > 0, "{fault:?}");
        world.target.heal();
        let found = world.json(0, &["verify"]);
        assert_eq!(found["duplicates"], 0, "{fault:?}: {found}");
        oracle::once_each(&world, count);
    }
}

/// Comments, files and links whose answer is lost are found too.
#[test]
fn a_lost_answer_to_any_write_makes_nothing_twice() {
    let items = sample::items().unwrap();
    let count = items.len();
    let world = World::new(items);
    world.plan();
    for part in ["/comment", "/attachments", "/transitions", "/issuelink", "/remotelink"] {
        let rule = Rule::new(Fault::CloseAfterEffect)
            .method(Method::POST)
            .contains(part)
            .on(Occurrence::Every(3));
        world.target.inject(rule);
    }
    world.expect(0, &["run"]);
    assert!(world.target.struck() > 0);
    world.target.heal();
    world.expect(0, &["verify"]);
    oracle::once_each(&world, count);
}

/// A throttled tracker is waited for; a pause may come with a success.
#[test]
fn throttling_is_waited_for() {
    let items = sample::items().unwrap();
    let count = items.len();
    let world = World::new(items);
    world.plan();
    let throttle = Fault::Throttle { retry_after: Some(1) };
    world.target.inject(Rule::new(throttle.clone()).on(Occurrence::Every(40)));
    world.source.inject(Rule::new(throttle).on(Occurrence::Nth(2)));
    world.expect(0, &["run"]);
    assert!(world.target.struck() > 0 && world.source.struck() > 0);
    world.target.heal();
    world.expect(0, &["verify"]);
    oracle::once_each(&world, count);
}
