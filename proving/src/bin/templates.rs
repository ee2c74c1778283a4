//! Carries every project of the demo generator under every profile and says what became of it.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::process::ExitCode;

use migrayt_core::Result;
use migrayt_core::plan::LossKind;
use migrayt_proving::{Carried, Journey, carry_all, templates};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool> {
    let Some(projects) = templates()? else {
        say("the projects of the demo generator are not there");
        return Ok(true);
    };
    let journeys = carry_all(&projects)?;
    let width = journeys.iter().map(|journey| journey.name.len()).max().unwrap_or_default();
    say(&format!(
        "{:width$}  profile    items  operations  runs  missing  twice  differ  losses",
        "project"
    ));
    let mut losses: BTreeMap<LossKind, u64> = BTreeMap::new();
    let mut items = 0;
    let mut good = true;
    for Journey { name, profile, end, .. } in &journeys {
        match end {
            Ok(carried) => {
                good &= is_clean(carried);
                items += carried.items;
                for (kind, count) in &carried.losses {
                    *losses.entry(*kind).or_default() += count;
                }
                say(&line(name, width, profile, carried));
                carried.faults.iter().for_each(|fault| say(&format!("  {fault}")));
            }
            Err(error) => {
                good = false;
                say(&format!("{name:width$}  {profile:9}  {error}"));
            }
        }
    }
    say("");
    for (kind, count) in &losses {
        say(&format!("{count:>7}  {}", kind.words()));
    }
    say(&format!("{} journeys of {} projects, {items} items", journeys.len(), projects.len()));
    Ok(good)
}

fn is_clean(carried: &Carried) -> bool {
    carried.items > 0
        && carried.tally.is_clean()
        && carried.differences == 0
        && carried.faults.is_empty()
}

fn line(name: &str, width: usize, profile: &str, carried: &Carried) -> String {
    let Carried { items, tally, differences, losses, .. } = carried;
    let (missing, twice) = (tally.lost, tally.duplicate);
    let losses: u64 = losses.values().sum();
    format!(
        "{name:width$}  {profile:9}  {items:5}  {:10}  {:4}  {missing:7}  {twice:5}  {differences:6}  \
         {losses:6}",
        tally.operations, tally.processes
    )
}

fn say(line: &str) {
    // A reader that went away misses nothing.
    writeln!(io::stdout().lock(), "{line}").unwrap_or_default();
}
