//! Ctrl-C stops a run at the next operation; it can be resumed.

use std::process::Command;
use std::thread;
use std::time::Duration;

use http::Method;
use migrayt_testkit::fault::{Fault, Occurrence, Rule};
use migrayt_testkit::sample;

use crate::oracle;
use crate::world::{World, end};

#[test]
fn control_c_ends_with_4_and_resume_completes() {
    let items = sample::items().unwrap();
    let count = items.len();
    let world = World::new(items);
    world.plan();
    let child = world.command(&["run"]).spawn().unwrap();
    while world.jira().issue_count() < 60 {
        #[expect(clippy::disallowed_methods, reason = "watches another process")]
        thread::sleep(Duration::from_millis(1));
    }
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    let ended = end(child);
    assert_eq!(ended.status.code(), Some(4), "{}\n{}", ended.out, ended.err);
    assert!(ended.err.contains("migrayt resume"), "{}", ended.err);
    assert!(world.jira().issue_count() < count, "it was not interrupted under way");

    world.expect(0, &["resume"]);
    world.expect(0, &["verify"]);
    oracle::once_each(&world, count);
}

#[test]
fn a_second_process_is_refused_with_7_while_the_first_works() {
    let items = sample::items().unwrap();
    let count = items.len();
    let world = World::new(items);
    world.plan();
    // The first process waits for an answer, and keeps its lease while it waits.
    let slow = Rule::new(Fault::Delay(Duration::from_mins(1)))
        .method(Method::POST)
        .contains("/transitions")
        .on(Occurrence::Nth(1));
    world.target.inject(slow);
    let mut first = world.command(&["run"]).spawn().unwrap();
    while world.target.struck() == 0 {
        assert!(first.try_wait().unwrap().is_none(), "the first process ended");
        #[expect(clippy::disallowed_methods, reason = "watches another process")]
        thread::sleep(Duration::from_millis(1));
    }
    let second = world.expect(7, &["run"]);
    assert!(second.err.contains("another process"), "{}", second.err);

    world.target.heal();
    first.kill().unwrap();
    end(first);
    world.expect(0, &["resume"]);
    world.expect(0, &["verify"]);
    oracle::once_each(&world, count);
}
