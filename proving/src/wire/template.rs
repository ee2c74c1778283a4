use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use migrayt::verify::VerifyOptions;
use migrayt::{Migration, RunOptions, RunOutcome, Scan};
use migrayt_core::plan::LossKind;
use migrayt_core::port::{Closing, Journal as _};
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_mapping::Compiled;
use migrayt_testkit::sim::jira::Jira;
use migrayt_testkit::sim::profile::Profile as Weather;
use migrayt_testkit::{load, sample};
use tokio_util::sync::CancellationToken;

use super::world::{self, World};
use crate::chance::Chance;
use crate::constants::Constants;
use crate::hand::Stage;
use crate::profile::Profile;
use crate::tally::Tally;

/// So often a run may stop and be taken up again.
const PROCESSES: u64 = 20;

/// What became of one real project under one profile of the simulated trackers.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Carried {
    /// How many items the project has.
    pub items: usize,
    /// What the oracle counted.
    pub tally: Tally,
    /// What verification finds: differences, missing items, duplicates.
    pub differences: u64,
    /// The losses of plan and run, by kind.
    pub losses: BTreeMap<LossKind, u64>,
    /// What is not as it must be, in words.
    pub faults: Vec<String>,
}

/// Carries the project whose items stand in a folder, in virtual time.
pub(crate) fn carry(folder: &Path, weather: &Weather, seed: u64) -> Result<Carried> {
    let chance = Arc::new(Chance::new(seed));
    // The trackers' limits go by one clock.
    let drawn = Profile::draw(&chance, seed, &Constants::default());
    let profile = Profile { skewed: false, ..drawn };
    let stage = Arc::new(Stage::new(profile, chance, false));
    let loaded = load::load(folder, sample::PROJECT)?;
    let items = loaded.items.len();
    let source = world::organisation().with_throttle(weather.throttle());
    source.load(loaded.items)?;
    let mut site = world::site();
    site.users.extend(sample::users()?);
    weather.apply(&mut site);
    let source = weather.around(source, seed);
    let target = weather.around(Jira::with_options(site), seed.wrapping_add(1));
    let world = World::between(stage, source, target);

    let migration = world.migration()?;
    let scan = world.finish(migration.scan())?;
    let mapping = world.finish(migrayt::mapping::propose(&scan.source, &scan.target))?;
    let mapper = migration.compile(mapping, &scan)?;
    let stop = CancellationToken::new();
    world.finish(migration.plan(mapper.clone(), &scan, &stop, &|_| {}))?;
    let (processes, run) = work(&world, &mapper, &scan)?;
    world.settle();
    judge(
        &world,
        &migration,
        &scan,
        &run,
        Carried { items, tally: Tally { processes, ..Tally::default() }, ..Carried::default() },
    )
}

/// Lets processes work one after the other until the run is complete.
fn work(world: &World, mapper: &Arc<Compiled>, scan: &Scan) -> Result<(u64, RunOutcome)> {
    for process in 1..=PROCESSES {
        let migration = world.migration()?;
        let run = migration.run(Arc::clone(mapper), scan, RunOptions::default());
        let run = world.finish(run)?;
        if run.closing == Some(Closing::Completed) {
            return Ok((process, run));
        }
        world.settle();
    }
    Err(Error::new(ErrorKind::Unexpected, "the run never ends"))
}

fn judge(
    world: &World,
    migration: &Migration,
    scan: &Scan,
    run: &RunOutcome,
    mut carried: Carried,
) -> Result<Carried> {
    let ledger = world.finish(world.journal.ledger(&run.run, None, u32::MAX))?;
    for loss in ledger.iter().flat_map(|row| &row.losses) {
        *carried.losses.entry(loss.kind).or_default() += u64::from(loss.count);
    }
    let Carried { tally, faults, .. } = &mut carried;
    let twice = world.compare(&ledger, tally, faults);
    if twice > 0 {
        tally.duplicate += twice;
        faults.push(format!("{twice} stand twice"));
    }
    if tally.given_up > 0 {
        tally.lost += tally.given_up;
        faults.push(format!("{} operations were given up", tally.given_up));
    }
    let found = world.finish(migration.verify(scan, VerifyOptions::default(), &|_| {}))?;
    let differences = found.mismatches + found.missing + found.duplicates + found.drifted;
    if differences > 0 {
        faults.push(format!("verification: {:?}", found.differences));
    }
    Ok(Carried { differences, ..carried })
}
