use migrayt::core::Result;
use migrayt::project::Project;

use crate::exit::Exit;
use crate::output::Output;

pub(super) async fn report(project: &Project, titles: bool, output: Output) -> Result<Exit> {
    let (report, page) = project.write_report(None, titles).await?;
    output.say(&format!("Report: {}", page.display()));
    output.json(&report);
    let unclean = report.verification.is_some_and(|found| !found.is_clean());
    Ok(if unclean { Exit::Differences } else { Exit::Clean })
}
