//! Carrying a plan out: it can rest, be cancelled and be gone on with.

use std::sync::Arc;

use migrayt::lease::held_until;
use migrayt::plan::Extent;
use migrayt::project::Project;
use migrayt::{RunOptions, RunOutcome};
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::port::Closing;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::super::failure::Failure;
use super::progress::Teller;
use super::{Context, cancelled, plan};

/// How the newest plan is carried out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    /// Only goes on with a run that began before.
    #[serde(default)]
    resume: bool,
    /// Leaves out what the target would refuse, in place of refusing to run.
    #[serde(default)]
    accept_refusals: bool,
}

/// How what failed is tried again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retry {
    /// Leaves out what the target would refuse, in place of refusing to run.
    #[serde(default)]
    accept_refusals: bool,
}

pub(super) async fn run(context: &Context, asked: &Run) -> Result<Json> {
    let project = context.project().await?;
    carry_out(context, &project, !asked.resume, asked.accept_refusals).await
}

pub(super) async fn retry(context: &Context, asked: &Retry) -> Result<Json> {
    let project = context.project().await?;
    let failed = project.migration().failed().await?;
    if failed.is_empty() {
        return Ok(json!({ "items": 0 }));
    }
    plan::make(context, &project, Extent::only(failed)).await?;
    carry_out(context, &project, true, asked.accept_refusals).await
}

async fn carry_out(
    context: &Context,
    project: &Project,
    may_begin: bool,
    accept_refusals: bool,
) -> Result<Json> {
    if let Some((_, _, summary)) = project.migration().parts().plans.newest_plan().await?
        && summary.refusals > 0
        && !accept_refusals
    {
        return Err(Error::new(ErrorKind::InputInvalid, "the target would refuse some items")
            .with("items", summary.refusals)
            .with_help("correct them or the mapping and plan again, or accept the refusals"));
    }
    let outcome = until_done(context, project, may_begin).await;
    context.counted().requests(project);
    let outcome = outcome?;
    context.counted().carried(&outcome.run, &outcome.counts);
    Ok(told(project, &outcome))
}

/// Runs, rests and goes on as the host wants.
async fn until_done(context: &Context, project: &Project, may_begin: bool) -> Result<RunOutcome> {
    let control = &context.work.control;
    loop {
        let outcome = once_free(context, project, may_begin).await?;
        let rests = control.rests() && outcome.closing == Some(Closing::Interrupted);
        if !rests || control.stop.is_cancelled() {
            return Ok(outcome);
        }
        context.work.tell_state("paused");
        control.wants_more().await;
        if control.stop.is_cancelled() {
            return Ok(outcome);
        }
        context.work.tell_state("running");
    }
}

/// Runs once nobody else holds the run: a process that died holds it until its lease ends, which is
/// waited for once.
async fn once_free(context: &Context, project: &Project, may_begin: bool) -> Result<RunOutcome> {
    let until = match one_stretch(context, project, may_begin).await {
        Err(error) => held_until(&error).ok_or(error)?,
        done => return done,
    };
    context.work.tell_state("held");
    tokio::select! {
        () = project.migration().parts().clock.sleep_until(until) => {}
        () = context.work.control.stop.cancelled() => return Err(cancelled()),
    }
    context.work.tell_state("running");
    one_stretch(context, project, may_begin).await
}

async fn one_stretch(context: &Context, project: &Project, may_begin: bool) -> Result<RunOutcome> {
    let control = &context.work.control;
    let scan = project.last_scan()?;
    let migration = project.migration();
    let mapper = migration.compile(project.mapping()?, &scan)?;
    let stop = control.stop.child_token();
    let options = RunOptions {
        settings: project.configuration().protocol.settings(),
        observer: Arc::new(Teller::new(&context.work, "running")),
        stop: stop.clone(),
        may_begin,
    };
    let mut run = Box::pin(migration.run(mapper, &scan, options));
    tokio::select! {
        outcome = &mut run => return outcome,
        () = control.wants_rest() => stop.cancel(),
    }
    run.await
}

fn told(project: &Project, outcome: &RunOutcome) -> Json {
    let cause = outcome.cause.as_ref().map(|cause| Failure::from(cause).json);
    let cause: Option<Json> = cause.and_then(|json| serde_json::from_str(&json).ok());
    json!({
        "run": outcome.run,
        "closing": outcome.closing,
        "cause": cause,
        "counts": outcome.counts,
        "sweep": outcome.sweep,
        "requests": project.requests(),
    })
}
