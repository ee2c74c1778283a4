//! Doubts: listed, decided by a person, or looked for by the next run.

use std::thread;
use std::time::Duration;

use http::Method;
use migrayt_testkit::fault::{Fault, Rule};
use migrayt_testkit::sample;

use crate::oracle;
use crate::world::{World, end};

/// A run that died while its first bulk create was under way: everything was made, and the run
/// does not know it.
fn died_in_a_create() -> World {
    let world = World::new(sample::items().unwrap());
    world.plan();
    let slow =
        Rule::new(Fault::Delay(Duration::from_mins(1))).method(Method::POST).suffix("/issue/bulk");
    world.target.inject(slow);
    let mut child = world.command(&["run"]).spawn().unwrap();
    while world.target.struck() == 0 {
        assert!(child.try_wait().unwrap().is_none(), "the run ended");
        #[expect(clippy::disallowed_methods, reason = "watches another process")]
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    end(child);
    world.target.heal();
    world
}

/// The first item in doubt that was made. Another create may have been meant when the run died, and
/// never have arrived.
fn made_in_doubt(world: &World) -> (String, String) {
    let made = oracle::by_source(world);
    let doubts = world.json(6, &["doubts"]);
    let items = doubts.as_array().unwrap().iter().map(|doubt| doubt["key"]["item"].as_str());
    items
        .flatten()
        .find_map(|item| {
            let issue = made.get(&item.parse().ok()?)?;
            Some((item.to_owned(), issue.key.clone()))
        })
        .expect("no item in doubt was made")
}

#[test]
fn a_person_can_say_what_became_of_a_doubt() {
    let world = died_in_a_create();
    let listed = world.expect(6, &["doubts"]);
    assert!(listed.out.contains("/create"), "{}", listed.out);
    let (item, own) = made_in_doubt(&world);
    let operation = format!("{item}/create");
    let issues = oracle::by_source(&world);
    let other = issues.values().find(|issue| issue.key != own).unwrap().key.clone();

    // The dead process' lease must end first.
    let say = |arguments: &[&str]| loop {
        let ended = world.migrayt(&[&["doubts", "resolve", &operation], arguments].concat());
        if ended.status.code() != Some(7) {
            return ended;
        }
        #[expect(clippy::disallowed_methods, reason = "waits for the lease of a dead process")]
        thread::sleep(Duration::from_millis(200));
    };
    let wrong = say(&["--made", &other]);
    assert_eq!(wrong.status.code(), Some(2), "{}", wrong.err);
    assert!(wrong.err.contains("comes from another one"), "{}", wrong.err);
    let unknown = say(&["--made", "SHOP-99999"]);
    assert_eq!(unknown.status.code(), Some(3), "{}", unknown.err);
    let odd = say(&["--done"]);
    assert_eq!(odd.status.code(), Some(2), "{}", odd.err);
    let right = say(&["--made", &own]);
    assert!(matches!(right.status.code(), Some(0 | 6)), "{}", right.err);
    let gone = say(&["--made", &own]);
    assert!(gone.err.contains("not in doubt"), "{}", gone.err);

    let resumed = world.expect(0, &["resume"]);
    assert!(resumed.err.contains("found in the target"), "{}", resumed.err);
    world.expect(0, &["doubts"]);
    world.expect(0, &["verify"]);
    oracle::once_each(&world, sample::items().unwrap().len());
}

#[test]
fn a_wrong_word_of_a_person_is_found_by_the_sweep() {
    let world = died_in_a_create();
    let (item, _) = made_in_doubt(&world);
    let operation = format!("{item}/create");
    loop {
        let ended = world.migrayt(&["doubts", "resolve", &operation, "--absent"]);
        if ended.status.code() != Some(7) {
            break;
        }
        #[expect(clippy::disallowed_methods, reason = "waits for the lease of a dead process")]
        thread::sleep(Duration::from_millis(200));
    }
    let resumed = world.expect(1, &["resume"]);
    assert!(resumed.err.contains(&format!("item {item} stands as SHOP-")), "{}", resumed.err);
    let found = world.json(1, &["verify"]);
    assert_eq!(found["duplicates"], 1, "{found}");
}

#[test]
fn what_is_not_an_operation_is_refused() {
    let world = World::new(sample::items().unwrap().into_iter().take(3));
    world.expect(2, &["doubts"]);
    world.plan();
    world.expect(2, &["doubts"]);
    world.expect(0, &["run"]);
    world.expect(0, &["doubts"]);
    let ended = world.expect(2, &["doubts", "resolve", "nonsense", "--absent"]);
    assert!(ended.err.contains("17/create"), "{}", ended.err);
    world.expect(2, &["doubts", "resolve", "1/create"]);
}
