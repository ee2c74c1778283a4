//! A process that dies at any moment leaves nothing missing and nothing twice.

use std::thread;
use std::time::Duration;

use migrayt_testkit::sample;
use serde_json::Value;

use crate::oracle;
use crate::world::{World, end};

/// Ten moments in thousandths of the time that a whole run takes, spread by a fixed seed.
fn moments() -> impl Iterator<Item = u64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..10).map(move |tenth| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        tenth * 100 + state % 100
    })
}

#[test]
fn a_run_killed_at_ten_moments_and_resumed_is_whole_and_single() {
    let items = sample::items().unwrap();
    let whole = World::new(items.clone());
    whole.plan();
    let requests_before = whole.target.counts().total();
    whole.expect(0, &["run"]);
    let requests = whole.target.counts().total() - requests_before;

    // Each waits for a lease most of the time, so they go side by side.
    let killed_in_the_middle: u32 = thread::scope(|scope| {
        let tries: Vec<_> = moments()
            .map(|moment| {
                let items = items.clone();
                scope.spawn(move || killed_at(moment, requests, items))
            })
            .collect();
        tries.into_iter().map(|one| u32::from(one.join().unwrap())).sum()
    });
    assert!(killed_in_the_middle >= 8, "only {killed_in_the_middle} of 10 died under way");
}

/// Kills a run after that many thousandths of its requests, resumes it, and looks. Returns whether
/// it died under way.
fn killed_at(moment: u64, requests: u64, items: Vec<Value>) -> bool {
    let count = items.len();
    let world = World::new(items);
    world.plan();
    let before = world.target.counts().total();
    let mut child = world.command(&["run"]).spawn().unwrap();
    // The moment is a number of requests, so that it does not depend on the machine's speed.
    let due = before + requests * moment / 1000;
    while world.target.counts().total() < due && child.try_wait().unwrap().is_none() {
        #[expect(clippy::disallowed_methods, reason = "watches another process")]
        thread::sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    let killed = end(child);

    world.expect(0, &["resume"]);
    let found = world.json(0, &["verify"]);
    for key in ["missing", "duplicates", "mismatches"] {
        assert_eq!(found[key], 0, "after {moment}/1000: {found}");
    }
    oracle::once_each(&world, count);
    killed.status.code().is_none()
}
