use std::time::Duration;

use time::OffsetDateTime;

use super::{Limits, Machine};
use crate::id::{AttemptId, ItemId};
use crate::operation::{OperationKey, OperationKind};
use crate::plan::Stage;
use crate::port::{Applied, Closing, Doubt, Intent, Located, Outcome, OutcomeState, PendingLane};
use crate::run::Settings;
use crate::run::effect::Effect;
use crate::run::event::{Event, LoadedLane};

const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

fn opened(machine: &mut Machine) -> Vec<Effect> {
    let until = NOW + Duration::from_hours(1);
    machine.step(Event::Opened { until, epoch: 2, stages: vec![Stage::level(0)] }, NOW)
}

fn machine() -> Machine {
    let limits = Limits { max_batch: 5, width: 2, max_page: 10, locates: true, sweeps: true };
    Machine::new(Settings::default(), limits)
}

fn create(item: &str) -> OperationKey {
    OperationKey::sole(ItemId::new(item), OperationKind::Create)
}

fn doubt(item: &str) -> Doubt {
    let key = create(item);
    let intent = Intent { key, attempt: AttemptId::from_bits(1), high_water: None, sent_at: NOW };
    Doubt { lane: ItemId::new(item), intent, epoch: 1 }
}

fn lane(item: &str, place: u64) -> PendingLane {
    let operations = vec![create(item)];
    PendingLane { place, item: ItemId::new(item), revision: 1, operations }
}

#[test]
fn no_lane_is_fetched_before_the_doubts_are_known() {
    let mut machine = machine();
    assert_eq!(opened(&mut machine), [Effect::ListDoubts]);
    let listed = Event::Doubts { doubts: vec![doubt("1")], fenced_at: None };
    let effects = machine.step(listed, NOW);
    assert!(matches!(effects.as_slice(), [Effect::Pending { .. }]), "{effects:?}");
}

#[test]
fn the_rest_goes_on_while_a_doubt_waits() {
    let mut machine = machine();
    opened(&mut machine);
    machine.step(Event::Doubts { doubts: vec![doubt("1")], fenced_at: None }, NOW);
    let effects = machine.step(Event::Pending(vec![lane("1", 1), lane("2", 2)]), NOW);
    let Some(Effect::Load { lanes }) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(lanes, &[lane("2", 2)]);
}

#[test]
fn a_doubt_is_looked_for_after_the_bound_and_then_the_run_is_swept_and_closed() {
    let mut machine = machine();
    opened(&mut machine);
    machine.step(Event::Doubts { doubts: vec![doubt("1")], fenced_at: None }, NOW);
    assert_eq!(machine.step(Event::Pending(vec![]), NOW), []);
    let ready = NOW + Settings::default().late_commit;
    let effects = machine.step(Event::Tick, ready);
    assert!(effects.contains(&Effect::Locate { keys: vec![create("1")] }), "{effects:?}");
    machine.step(Event::Renewed { until: ready + Duration::from_hours(1) }, ready);
    let found = vec![(create("1"), Ok(Located::Found(Applied::default())))];
    let effects = machine.step(Event::Located(found), ready);
    let Some(Effect::Settle { outcomes, .. }) = effects.first() else { panic!("{effects:?}") };
    let settled = Event::Settled { batch: None, outcomes: outcomes.clone() };
    // What waited for the doubt gets another round.
    let effects = machine.step(settled, ready);
    assert!(matches!(effects.as_slice(), [Effect::Pending { .. }]), "{effects:?}");
    assert_eq!(machine.step(Event::Pending(vec![]), ready), [Effect::Sweep]);
    let closing = Some(Closing::Completed);
    assert_eq!(machine.step(Event::Swept, ready), [Effect::Close { closing }]);
}

#[test]
fn a_fence_prolongs_the_quarantine_of_older_doubts() {
    let mut machine = machine();
    opened(&mut machine);
    machine.step(Event::Doubts { doubts: vec![doubt("1")], fenced_at: Some(NOW) }, NOW);
    machine.step(Event::Pending(vec![]), NOW);
    let settings = Settings::default();
    let (_, until) = machine.waiting().unwrap();
    assert_eq!(until, NOW + settings.fence_bound + settings.late_commit);
}

#[test]
fn a_run_that_stops_asks_to_be_woken_at_its_deadline_only() {
    let mut machine = machine();
    opened(&mut machine);
    // The lease is long due for renewal when the wish to stop comes, and something is under way.
    let late = NOW + Duration::from_mins(59);
    machine.step(Event::Stop, late);
    let deadline = late + Settings::default().stop_grace;
    assert_eq!(machine.wake_at(), Some(deadline));
    assert_eq!(machine.step(Event::Tick, late), []);
    assert_eq!(machine.wake_at(), Some(deadline));
    let closing = Some(Closing::Interrupted);
    assert_eq!(machine.step(Event::Tick, deadline), [Effect::Close { closing }]);
}

#[test]
fn a_link_that_waits_does_not_hold_what_comes_after_it() {
    let mut machine = machine();
    opened(&mut machine);
    machine.step(Event::Doubts { doubts: vec![doubt("9")], fenced_at: None }, NOW);
    let link = |other: &str| {
        OperationKey::part(ItemId::new("1"), OperationKind::Link, format!("Relates:{other}"))
    };
    let operations = vec![link("9"), link("2")];
    let lane = PendingLane { place: 1, item: ItemId::new("1"), revision: 1, operations };
    let loaded = LoadedLane { item: lane.item.clone(), unsendable: Vec::new() };
    machine.step(Event::Pending(vec![lane]), NOW);
    let effects = machine.step(Event::Loaded(vec![loaded]), NOW);
    let intend = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Intend { batch, keys, .. } => Some((*batch, keys.clone())),
            _ => None,
        })
    };
    let (batch, keys) = intend(&effects).unwrap();
    assert_eq!(keys, [link("9")]);
    let blocked = vec![link("9")];
    let effects = machine.step(Event::Intended { batch, skipped: vec![], blocked }, NOW);
    assert!(effects.contains(&Effect::Forget { keys: vec![link("9")] }), "{effects:?}");
    let (_, keys) = intend(&effects).unwrap();
    assert_eq!(keys, [link("2")]);
}

fn rank(item: &str) -> OperationKey {
    OperationKey::sole(ItemId::new(item), OperationKind::Rank)
}

fn ranks(items: &[&str]) -> Vec<PendingLane> {
    let lane = |(place, item): (u64, &&str)| PendingLane {
        operations: vec![rank(item)],
        ..lane(item, place)
    };
    (1..).zip(items).map(lane).collect()
}

fn loaded(lanes: &[PendingLane]) -> Event {
    let lane = |lane: &PendingLane| LoadedLane { item: lane.item.clone(), unsendable: vec![] };
    Event::Loaded(lanes.iter().map(lane).collect())
}

fn intended(effects: &[Effect]) -> Vec<Vec<OperationKey>> {
    let keys = |effect: &Effect| match effect {
        Effect::Intend { keys, .. } => Some(keys.clone()),
        _ => None,
    };
    effects.iter().filter_map(keys).collect()
}

#[test]
fn places_are_sent_a_whole_group_at_a_time() {
    let mut machine = machine();
    let until = NOW + Duration::from_hours(1);
    let stages = vec![Stage::rank(0, 5), Stage::rank(5, 5)];
    machine.step(Event::Opened { until, epoch: 2, stages }, NOW);
    machine.step(Event::Doubts { doubts: vec![], fenced_at: None }, NOW);
    let lanes = ranks(&["5", "1", "4", "2", "3"]);
    let effects = machine.step(Event::Pending(lanes.clone()), NOW);
    // More may be coming: nothing is sent yet, though a slot is free.
    assert_eq!(intended(&effects), Vec::<Vec<_>>::new());
    let effects = machine.step(loaded(&lanes), NOW);
    assert_eq!(intended(&effects), [["1", "2", "3", "4", "5"].map(rank)]);
    // The next group is not even fetched before this one is settled.
    let effects = machine.step(Event::Pending(vec![]), NOW);
    assert_eq!(effects, []);
}

#[test]
fn places_wait_for_what_is_in_doubt() {
    let mut machine = machine();
    let until = NOW + Duration::from_hours(1);
    let stages = vec![Stage::level(0), Stage::rank(0, 5)];
    machine.step(Event::Opened { until, epoch: 2, stages }, NOW);
    machine.step(Event::Doubts { doubts: vec![doubt("1")], fenced_at: None }, NOW);
    // The level has nothing left, and the doubt cannot be looked for yet.
    assert_eq!(machine.step(Event::Pending(vec![]), NOW), []);
    assert_eq!(machine.stage(), Some(Stage::rank(0, 5)));
    assert!(machine.waiting().is_some());
}

#[test]
fn places_in_doubt_are_due_again_before_anything_is_fetched() {
    let mut machine = machine();
    opened(&mut machine);
    let mut doubts = vec![doubt("1"), doubt("2")];
    doubts[0].intent.key = rank("1");
    let effects = machine.step(Event::Doubts { doubts, fenced_at: None }, NOW);
    let again = Outcome::of(rank("1"), OutcomeState::Again);
    assert_eq!(effects, [Effect::Settle { batch: None, outcomes: vec![again.clone()] }]);
    let settled = Event::Settled { batch: None, outcomes: vec![again] };
    let effects = machine.step(settled, NOW);
    assert!(matches!(effects.as_slice(), [Effect::Pending { .. }]), "{effects:?}");
    assert_eq!(machine.doubts.open(), 1);
}
