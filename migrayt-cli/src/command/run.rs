use std::sync::Arc;

use migrayt::core::plan::PlanSummary;
use migrayt::core::{Error, ErrorKind, Result};
use migrayt::lease::held_until;
use migrayt::project::Project;
use migrayt::{RunOptions, RunOutcome};

use super::plan::refused;
use crate::exit::Exit;
use crate::interrupt;
use crate::output::{Output, complain, note};
use crate::progress::Bar;
use crate::summary::Summary;

pub(super) async fn run(
    project: &Project,
    accept_refusals: bool,
    may_begin: bool,
    output: Output,
) -> Result<Exit> {
    let clock = &project.migration().parts().clock;
    let began = clock.now();
    let planned = project.migration().parts().plans.newest_plan().await?;
    let summary = planned.map(|(_, _, summary)| summary).unwrap_or_default();
    if summary.refusals > 0 && !accept_refusals {
        refused(&summary);
        return Ok(Exit::Refusals);
    }
    let outcome = carry_out(project, may_begin, output).await?;
    show(project, &summary, &outcome, clock.now() - began, output);
    Ok(Exit::of_run(&outcome))
}

/// Carries out the newest plan. If another process holds the run, it may have died: its lease is
/// waited for, once.
pub(super) async fn carry_out(
    project: &Project,
    may_begin: bool,
    output: Output,
) -> Result<RunOutcome> {
    let stop = interrupt::token();
    match attempt(project, may_begin, &stop, output).await {
        Err(error) => {
            let Some(until) = held_until(&error) else { return Err(error) };
            note("another process holds the run, or died with it; waiting for its lease to end");
            tokio::select! {
                () = project.migration().parts().clock.sleep_until(until) => {}
                () = stop.cancelled() => {
                    return Err(Error::new(ErrorKind::Cancelled, "the run was not begun"));
                }
            }
            attempt(project, may_begin, &stop, output).await.map_err(|error| {
                error.with_help("wait for the other process, or stop it and resume")
            })
        }
        done => done,
    }
}

async fn attempt(
    project: &Project,
    may_begin: bool,
    stop: &tokio_util::sync::CancellationToken,
    output: Output,
) -> Result<RunOutcome> {
    let scan = project.last_scan()?;
    let migration = project.migration();
    let mapper = migration.compile(project.mapping()?, &scan)?;
    let bar = Arc::new(Bar::new("Running", output.json));
    let options = RunOptions {
        settings: project.configuration().protocol.settings(),
        observer: Arc::clone(&bar) as _,
        stop: stop.clone(),
        may_begin,
    };
    let outcome = migration.run(mapper, &scan, options).await;
    bar.finish();
    outcome
}

fn show(
    project: &Project,
    planned: &PlanSummary,
    outcome: &RunOutcome,
    elapsed: time::Duration,
    output: Output,
) {
    let summary = Summary::new(planned, &outcome.counts, None, project.requests(), elapsed);
    output.table("Run", &summary.lines());
    tell(outcome);
    match Exit::of_run(outcome) {
        Exit::Clean => output.say("\nNext: `migrayt verify`."),
        Exit::Differences => note("something is not as planned; `migrayt report` lists it"),
        Exit::Interrupted => note("interrupted; go on with `migrayt resume`"),
        Exit::Doubts => {
            note(
                "some operations could not be looked for; `migrayt doubts` lists them, and \
                  `migrayt resume` looks again",
            );
        }
        Exit::Held => note("another process took the run over"),
        _ => {
            if let Some(cause) = &outcome.cause {
                complain(cause);
            }
            note("the run had to stop; go on with `migrayt resume` once the cause is gone");
        }
    }
    output.json(&summary);
}

/// Says in words what a careful reader wants to know of doubts, adoptions and duplicates.
fn tell(outcome: &RunOutcome) {
    let adopted: u64 = outcome.counts.kinds.iter().map(|(_, counts)| counts.adopted).sum();
    if adopted > 0 {
        note(&format!(
            "{adopted} operations whose answer was lost were found in the target and not sent again"
        ));
    }
    let Some(swept) = &outcome.sweep else { return };
    if swept.duplicates > 0 {
        note(&format!("{} items stand more than once:", swept.duplicates));
        for (item, target) in swept.duplicated.iter().take(20) {
            note(&format!("  item {item} stands as {} too", target.key));
        }
    }
    if swept.repeated > 0 {
        note(&format!("{} parts of items stand a second time:", swept.repeated));
        for repeat in swept.repeats.iter().take(20) {
            let (item, kind) = (&repeat.item, repeat.kind.name());
            match &repeat.part {
                Some(part) => note(&format!("  {kind} of item {item} stands as {part} too")),
                None => note(&format!("  {kind} of item {item}")),
            }
        }
    }
    for (item, target) in swept.unclear.iter().take(20) {
        note(&format!("  item {item} is in doubt and stands as {}", target.key));
    }
}
