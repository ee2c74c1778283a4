use migrayt::core::Result;
use migrayt::plan::Extent;
use migrayt::project::Project;
use serde_json::json;

use super::{plan, run};
use crate::exit::Exit;
use crate::output::Output;

/// Plans the items of which something was not carried out, and carries that out.
pub(super) async fn retry(
    project: &Project,
    accept_refusals: bool,
    output: Output,
) -> Result<Exit> {
    let failed = project.migration().failed().await?;
    if failed.is_empty() {
        output.say("Everything that the newest run was to do was done: there is nothing to retry.");
        output.json(&json!({ "items": 0 }));
        return Ok(Exit::Clean);
    }
    plan::make(project, Extent::only(failed), output).await?;
    run::run(project, accept_refusals, true, output).await
}
