use migrayt::core::Result;
use migrayt::core::port::Finished;
use migrayt::project::Project;
use serde_json::json;

use crate::exit::Exit;
use crate::output::{Output, complain};

/// Starts and closes the sprints that were made, as their days say.
pub(super) async fn sprints(project: &Project, output: Output) -> Result<Exit> {
    let scan = project.last_scan()?;
    let migration = project.migration();
    let mapper = migration.compile(project.mapping()?, &scan)?;
    let ends = migration.finish_sprints(&mapper).await?;
    let mut exit = Exit::Clean;
    let mut lines = Vec::new();
    for end in &ends {
        let standing = match &end.finished {
            Ok(Finished::Started) => "started",
            Ok(Finished::Closed) => "closed",
            Ok(_) => "left as it is",
            Err(error) => {
                complain(error);
                exit = Exit::Differences;
                "failed"
            }
        };
        lines.push((end.name.as_str(), standing.to_owned()));
    }
    output.table("Sprints", &lines);
    if ends.is_empty() {
        output.say("No sprint with days was made.");
    }
    let shown = |(name, standing): &(&str, String)| json!({ "name": name, "standing": standing });
    output.json(&json!({ "sprints": lines.iter().map(shown).collect::<Vec<_>>() }));
    Ok(exit)
}
