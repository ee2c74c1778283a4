//! The simulation itself: a few seeds, its determinism, its kept seeds, and that it can fail.

use std::path::Path;

use migrayt_core::run::{Mutant, choose};
use migrayt_proving::{Constants, Level, SeedFile, Simulation, hold, hunt};

#[test]
fn nothing_is_lost_or_stands_twice() {
    let summary = Simulation::new(Level::Port, 0, 100, Constants::default()).run().unwrap();
    assert!(summary.tally.is_clean(), "{:?}", summary.failed);
    assert!(summary.tally.operations > 5_000);
}

/// Without the trackers' documents there is nothing to hold against; the closing table of
/// `cargo xtask test` says so.
#[test]
fn connectors_and_simulators_keep_to_the_trackers_documents() {
    let Some(accounts) = hold().unwrap() else { return };
    assert!(accounts.are_kept(), "{accounts}");
    let least = |account: &migrayt_testkit::contract::Account, operations, bodies| {
        assert!(account.operations.len() >= operations, "{account}");
        assert!(account.bodies >= bodies, "{account}");
    };
    least(&accounts.azure_devops, 30, 200);
    least(&accounts.jira, 80, 2_000);
}

#[test]
fn the_same_seeds_give_the_same_trace_and_other_constants_another() {
    let hash = |constants| Simulation::new(Level::Port, 500, 100, constants).run().unwrap().hash;
    let usual = hash(Constants::default());
    assert_eq!(hash(Constants::default()), usual);
    let shorter = Constants { late_commit_s: 90, ..Constants::default() };
    assert_ne!(hash(shorter), usual);
}

#[test]
fn kept_seeds_stay_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let kept = SeedFile::all(&folder).unwrap();
    assert!(!kept.is_empty());
    for file in kept {
        let verdict = file.level.run(file.seed, &file.constants, false).unwrap();
        assert!(
            verdict.tally.is_clean(),
            "{} {}: {:?}",
            file.level.name(),
            file.seed,
            verdict.faults
        );
    }
}

#[test]
fn a_broken_protocol_is_noticed() {
    for mutant in [Mutant::IntentAfterSend, Mutant::NoQuarantine, Mutant::DoubtsForgotten] {
        assert!(hunt(mutant, 300).unwrap().is_some(), "{mutant:?} survived");
    }
}

#[test]
fn the_real_connectors_lose_nothing_and_repeat_their_traces() {
    let simulation = Simulation::new(Level::Wire, 0, 4, Constants::default());
    let summary = simulation.run().unwrap();
    assert!(summary.tally.is_clean(), "{:?}", summary.failed);
    assert_eq!(simulation.run().unwrap().hash, summary.hash);
}

#[test]
fn a_protocol_that_is_broken_under_the_real_connectors_is_noticed() {
    let noticed = |mutant| {
        choose(Some(mutant));
        let constants = Constants { items: Some(20), ..Constants::default() };
        let dirty = (0..25).find(|seed| {
            let verdict = Level::Wire.run(*seed, &constants, false).unwrap();
            !verdict.tally.is_clean()
        });
        choose(None);
        dirty
    };
    for mutant in [Mutant::DoubtResent, Mutant::DoneBeforeConfirm] {
        assert!(noticed(mutant).is_some(), "{mutant:?} survived");
    }
}
