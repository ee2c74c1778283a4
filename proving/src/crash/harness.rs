//! The harness: starts the others, breaks them, and looks at what became of it.

mod episode;
mod mishap;
mod process;
mod stuck;
mod tally;
mod world;

use std::collections::VecDeque;

use migrayt::system::SystemClock;
use migrayt_core::port::Clock as _;
use tokio::task::JoinSet;

use self::episode::Episode;
use self::mishap::{Mishap, Way};
use self::stuck::{Result, Stuck};
use self::tally::Tally;
use self::world::World;
use crate::Trials;
use crate::dice::Dice;
use crate::oracle::Verdict;
use crate::picture::Picture;
use crate::screen;

/// How many mishaps one migration meets at most.
const AT_ONCE: usize = 5;

/// Tries, tells, and says whether nothing was lost and nothing stands twice.
pub(crate) async fn run(trials: &Trials) -> Result<bool> {
    let clock = SystemClock::new();
    let began = clock.now();
    screen::say(&format!(
        "{} kills and {} stops, {} items a migration, {} side by side, {}, seed {}",
        trials.kills,
        trials.stops,
        trials.items,
        trials.width,
        if trials.no_fence { "API token" } else { "token fence" },
        trials.seed,
    ));
    let (calm, took) = calm(trials).await?;
    let verdict = Verdict::of_calm(&calm);
    if !verdict.is_clean() {
        screen::complain(&format!("an undisturbed run is not whole: {verdict:?}"));
        return Ok(false);
    }
    let mut dice = Dice::new(trials.seed);
    let mut due = due(trials, &mut dice);
    let mut tally = Tally::new(trials);
    let mut under_way = JoinSet::new();
    let mut episodes = 0;
    let most = 10 + (trials.kills + trials.stops) * 2;
    loop {
        while under_way.len() < trials.width.max(1) && !due.is_empty() && episodes < most {
            let mishaps = due.split_off(due.len().saturating_sub(AT_ONCE));
            episodes += 1;
            let dice = Dice::new(dice.roll());
            let episode = Episode::new(trials.clone(), calm.clone(), dice, episodes);
            under_way.spawn(episode.run(mishaps));
        }
        let Some(ended) = under_way.join_next().await else { break };
        let ended = ended.map_err(Stuck::new)?;
        screen::say(&ended.line());
        // What never came to pass is tried at another moment.
        let missed = ended.missed.iter().map(|mishap| Mishap::new(mishap.way, took, &mut dice));
        due.extend(missed.collect::<Vec<_>>());
        tally.add(ended);
    }
    tally.show(clock.now() - began);
    Ok(tally.is_good())
}

/// What a run makes that nothing disturbs, and how long it takes.
async fn calm(trials: &Trials) -> Result<(Picture, time::Duration)> {
    let clock = SystemClock::new();
    let mut world = World::start(trials, true, &mut Dice::new(0)).await?;
    world.plan().await?;
    let began = clock.now();
    world.finish().await?;
    let took = clock.now() - began;
    let picture = world.picture().await?;
    screen::say(&format!(
        "undisturbed: {} items in {} ms",
        picture.standing.len(),
        took.whole_milliseconds()
    ));
    Ok((picture, took))
}

/// All mishaps, kills and stops in turn.
fn due(trials: &Trials, dice: &mut Dice) -> VecDeque<Mishap> {
    let mut ways = vec![Way::Kill; usize::try_from(trials.kills).unwrap_or(0)];
    for stop in 0..trials.stops {
        let place = dice.within(0..=u64::from(trials.kills + stop));
        ways.insert(usize::try_from(place).unwrap_or(0).min(ways.len()), Way::Stop);
    }
    let took = time::Duration::seconds(1);
    ways.into_iter().map(|way| Mishap::new(way, took, dice)).collect()
}
