//! Runs over simulated ports in virtual time: answers are lost, calls are refused, processes die,
//! and every item must stand in the target exactly once.

#[cfg(test)]
mod chance;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod source;
#[cfg(test)]
mod target;
#[cfg(test)]
mod world;

use migrayt_core::ErrorKind;
use migrayt_core::id::ItemId;
use migrayt_core::port::Closing;

use self::target::Faults;
use self::world::World;

#[tokio::test]
async fn a_run_without_faults_makes_every_item_with_its_comments_and_links_once() {
    let world = World::planned(1, 45, Faults::none()).await;
    assert_eq!(world.run().await.closing, Some(Closing::Completed));
    world.assert_bijection();
    assert_eq!(world.target.comments(), 45);
    assert!(world.target.links() > 0);
}

#[tokio::test]
async fn lost_answers_refusals_and_dead_processes_leave_every_item_once() {
    for seed in 0..150 {
        let world = World::planned(seed, 30, Faults::all()).await;
        world.run_until_done(40).await;
        world.assert_bijection();
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_calls() {
    for seed in [3, 7, 11] {
        let mut traces = Vec::new();
        for _ in 0..2 {
            let world = World::planned(seed, 25, Faults::all()).await;
            world.run_until_done(40).await;
            traces.push(world.target.trace());
        }
        assert_eq!(traces[0], traces[1]);
    }
}

#[tokio::test]
async fn a_target_that_sends_blindly_again_is_caught() {
    // The oracle must be able to fail: a target that answers `Absent` for what happened.
    let mut twice = false;
    for seed in 0..40 {
        let faults = Faults { deny: true, ..Faults::all() };
        let world = World::planned(seed, 20, faults).await;
        world.run_until_done(40).await;
        twice |= world.duplicates() > 0;
    }
    assert!(twice, "no lost answer led to a duplicate: the faults are too tame");
}

#[tokio::test]
async fn a_refused_credential_stops_the_run_and_it_goes_on_later() {
    let world = World::planned(5, 20, Faults::none()).await;
    world.target.lock_out(true);
    let end = world.run().await;
    assert_eq!(end.closing, Some(Closing::Broken));
    assert_eq!(end.cause.map(|cause| cause.kind()), Some(ErrorKind::Unauthenticated));
    world.target.lock_out(false);
    assert_eq!(world.run().await.closing, Some(Closing::Completed));
    world.assert_bijection();
}

#[tokio::test]
async fn a_poisonous_item_fails_alone() {
    let world = World::planned(6, 30, Faults { poison: Some(4), ..Faults::none() }).await;
    assert_eq!(world.run().await.closing, Some(Closing::Completed));
    assert_eq!(world.target.items(), 29);
    assert_eq!(world.duplicates(), 0);
}

#[tokio::test]
async fn a_doubt_that_cannot_be_known_waits_for_a_person_and_blocks_only_its_own() {
    let faults = Faults { mute: Some(2), ..Faults::none() };
    let world = World::planned(8, 30, faults).await;
    assert_eq!(world.run().await.closing, Some(Closing::Doubtful));
    // Everything but item 2, its three children and their nine: each waits for its parent.
    let mut made = world.target.origins();
    made.remove(&ItemId::new("00002"));
    assert_eq!(made.len(), 30 - 13);
    assert_eq!(world.duplicates(), 0);
}

#[tokio::test]
async fn a_stopped_run_sends_nothing_more_and_can_be_resumed() {
    let world = World::planned(9, 60, Faults::none()).await;
    let end = world.stopped_after(3).await;
    assert_eq!(end.closing, Some(Closing::Interrupted));
    assert!(world.target.items() < 60);
    assert_eq!(world.run().await.closing, Some(Closing::Completed));
    world.assert_bijection();
}

#[tokio::test]
async fn a_second_process_is_refused_while_the_first_holds_the_run() {
    let world = World::planned(10, 10, Faults::none()).await;
    world.hold().await;
    assert_eq!(world.try_run().await.unwrap_err().kind(), ErrorKind::LeaseHeld);
}

#[tokio::test]
async fn a_new_journal_recognises_what_an_earlier_run_made() {
    let world = World::planned(12, 20, Faults::none()).await;
    assert_eq!(world.run().await.closing, Some(Closing::Completed));
    let again = world.with_new_journal().await;
    assert_eq!(again.run().await.closing, Some(Closing::Completed));
    again.assert_bijection();
    assert_eq!(again.target.comments(), 20);
}
