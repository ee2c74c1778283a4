//! The dry run over every item.

use migrayt::plan::Extent;
use migrayt::project::Project;
use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use migrayt_core::run::LaneDraft;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::Context;
use super::progress::Teller;

/// Which items: all in scope, if both are left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    /// So many of each type.
    sample: Option<u32>,
    /// These, by their ids in the source.
    items: Option<Vec<ItemId>>,
}

/// One item of the newest plan.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preview {
    item: ItemId,
}

pub(super) async fn plan(context: &Context, asked: Plan) -> Result<Json> {
    let project = context.project().await?;
    let extent = match (asked.items, asked.sample) {
        (Some(items), _) => Extent::only(items),
        (None, Some(count)) => Extent::sample(count),
        (None, None) => project.extent(),
    };
    make(context, &project, extent).await
}

/// Makes a plan and tells what it says.
pub(super) async fn make(context: &Context, project: &Project, extent: Extent) -> Result<Json> {
    let scan = project.last_scan()?;
    let migration = project.migration();
    let mapper = migration.compile(project.mapping()?, &scan)?;
    let teller = Teller::new(&context.work, "listing");
    let stop = &context.work.control.stop;
    let planned = migration.plan_of(extent, mapper, &scan, stop, &|step| teller.plan(step)).await;
    context.counted().requests(project);
    let (plan, summary) = planned?;
    let account = migration.parts().plans.plan_account(&plan).await?;
    let forecast = migration.parts().target.forecast(&summary);
    context.counted().planned(summary.items);
    Ok(json!({ "plan": plan, "summary": summary, "account": account, "forecast": forecast }))
}

pub(super) async fn preview(context: &Context, asked: &Preview) -> Result<Json> {
    let (project, scan, mapper) = context.mapped().await?;
    let preview = project.migration().preview(mapper, &scan, &asked.item).await?;
    let operations: Vec<_> = preview.lane.iter().map(shown).collect();
    Ok(json!({
        "item": asked.item,
        "operations": operations,
        "losses": preview.mapped.losses,
        "refusals": preview.mapped.refusals,
    }))
}

fn shown(draft: &LaneDraft) -> Json {
    let drafted = &draft.drafted;
    json!({
        "operation": drafted.key.to_string(),
        "payload": drafted.payload.expose(),
        "lengths": drafted.lengths,
        "losses": drafted.losses,
        "refusals": drafted.refusals,
    })
}
