use migrayt::Scan;
use migrayt::core::Result;
use migrayt::core::catalog::Catalog;
use migrayt::project::Project;

use crate::exit::Exit;
use crate::output::Output;
use crate::progress::Bar;

pub(super) async fn scan(project: &Project, output: Output) -> Result<Exit> {
    let scan = look(project, output).await?;
    output.say("\nNext: `migrayt suggest`.");
    output.json(&scan);
    Ok(Exit::Clean)
}

/// Looks at both endpoints and shows what they are like.
pub(super) async fn look(project: &Project, output: Output) -> Result<Scan> {
    let bar = Bar::new("Scanning", output.json);
    let scan = project.scan().await;
    bar.finish();
    let scan = scan?;
    for (side, catalog) in [("Source", &scan.source), ("Target", &scan.target)] {
        show(side, catalog, output);
    }
    Ok(scan)
}

fn show(side: &str, catalog: &Catalog, output: Output) {
    let mut lines = vec![
        ("Items", catalog.items.to_string()),
        ("Types", catalog.types.len().to_string()),
        ("Fields", catalog.fields.len().to_string()),
        ("Areas, iterations, components", catalog.nodes.len().to_string()),
        ("Link types", catalog.link_types.len().to_string()),
        ("People", catalog.people.len().to_string()),
    ];
    for work_type in &catalog.types {
        if let Some(used) = work_type.used.filter(|used| *used > 0) {
            lines.push((work_type.name.as_str(), used.to_string()));
        }
    }
    output.table(&format!("{side}: {}", catalog.endpoint), &lines);
}
