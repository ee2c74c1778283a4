mod forecast;
pub(crate) mod item;

use migrayt::core::Result;
use migrayt::core::plan::{LossKind, PlanSummary, RefusalKind};
use migrayt::core::port::{AccountLine, Forecast};
use migrayt::people::PersonLine;
use migrayt::plan::Extent;
use migrayt::project::Project;
use serde::Serialize;

use super::people::summarise;
use crate::args::Plan;
use crate::exit::Exit;
use crate::interrupt;
use crate::output::{Output, note};
use crate::progress::Bar;

pub(super) async fn plan(project: &Project, asked: &Plan, output: Output) -> Result<Exit> {
    let extent = asked.sample.map_or_else(|| project.extent(), Extent::sample);
    let summary = make(project, extent, output).await?;
    let forecast = project.migration().parts().target.forecast(&summary);
    if let Some(forecast) = &forecast {
        forecast::show(forecast, output);
    }
    output.json(&Planned { summary, forecast });
    if summary.refusals > 0 && !asked.planned.accept_refusals {
        refused(&summary);
        return Ok(Exit::Refusals);
    }
    output.say("\nNext: `migrayt run`.");
    Ok(Exit::Clean)
}

/// A plan in one line of JSON.
#[derive(Serialize)]
struct Planned {
    #[serde(flatten)]
    summary: PlanSummary,
    forecast: Option<Forecast>,
}

/// Makes a plan and shows it.
pub(super) async fn make(project: &Project, extent: Extent, output: Output) -> Result<PlanSummary> {
    let scan = project.last_scan()?;
    let migration = project.migration();
    let mapper = migration.compile(project.mapping()?, &scan)?;
    let people = PersonLine::all(&scan, &mapper);
    let bar = Bar::new("Planning", output.json);
    let stop = interrupt::token();
    let planned =
        migration.plan_of(extent, mapper, &scan, &stop, &|step| bar.show_plan(step)).await;
    bar.finish();
    let (plan, summary) = planned?;
    output.table(
        "Plan",
        &[
            ("Items in scope", summary.items.to_string()),
            ("Items to create", summary.creates.to_string()),
            ("Comments", summary.comments.to_string()),
            ("Attachments", summary.attachments.to_string()),
            ("Links", summary.links.to_string()),
            ("Losses", summary.losses.to_string()),
            ("Refused items", summary.refusals.to_string()),
        ],
    );
    let account = migration.parts().plans.plan_account(&plan).await?;
    let losses = lines(&account.losses, |code| LossKind::from_code(code).map(LossKind::words));
    let refusals =
        lines(&account.refusals, |code| RefusalKind::from_code(code).map(RefusalKind::words));
    show("What the target cannot hold as it is", &losses, output);
    show("What the target would refuse", &refusals, output);
    summarise(&people, output);
    Ok(summary)
}

/// Tells that items would be refused.
pub(super) fn refused(summary: &PlanSummary) {
    note(&format!(
        "error: the target would refuse {} items\n  help: `migrayt report` lists them; correct them \
         or the mapping and plan again, or leave them out with --accept-refusals",
        summary.refusals
    ));
}

/// A code that a later version wrote stands for itself.
fn lines(lines: &[AccountLine], words: fn(&str) -> Option<&'static str>) -> Vec<(String, String)> {
    lines
        .iter()
        .map(|line| {
            let words = words(&line.code).unwrap_or(&line.code).trim_end_matches('.');
            let field =
                if line.field.is_empty() { String::new() } else { format!(" ({})", line.field) };
            (format!("{words}{field}"), line.count.to_string())
        })
        .collect()
}

fn show(title: &str, lines: &[(String, String)], output: Output) {
    let lines: Vec<_> = lines.iter().map(|(left, right)| (left.as_str(), right.clone())).collect();
    output.table(title, &lines);
}
