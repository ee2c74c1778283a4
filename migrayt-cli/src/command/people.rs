//! Who is who. People are shown by id and masked address, never by name.

mod list;
mod summary;

use std::path::Path;

use migrayt::core::Result;
use migrayt::project::Project;

pub(super) use self::summary::summarise;
use crate::args::People;
use crate::exit::Exit;
use crate::output::Output;

pub(super) async fn people(command: People, output: Output) -> Result<Exit> {
    match command {
        People::List(migration) => {
            let project = super::open(&migration.config).await?;
            list::list(&project.people()?, output);
        }
        People::Export { file, all, migration } => {
            let project = super::open(&migration.config).await?;
            export(&project, &file, all, output)?;
        }
        People::Import { file, migration } => {
            let project = super::open(&migration.config).await?;
            import(&project, &file, output)?;
        }
    }
    Ok(Exit::Clean)
}

fn export(project: &Project, file: &Path, all: bool, output: Output) -> Result<()> {
    let people = project.export_people(file, all)?;
    output.say(&format!(
        "Wrote {people} people to {}. Fill in the column target, then run `migrayt people import`.",
        file.display()
    ));
    output.json(&serde_json::json!({ "file": file, "people": people }));
    Ok(())
}

fn import(project: &Project, file: &Path, output: Output) -> Result<()> {
    let imported = project.import_people(file)?;
    output.table(
        "People",
        &[
            ("Rules that now stand in the mapping", imported.rules.to_string()),
            ("Rows without a target, passed over", imported.blank.to_string()),
            ("Rules for people whom the scan did not find", imported.unseen.to_string()),
            ("Addresses that no account has yet", imported.awaited.to_string()),
            ("Accounts that the scan did not find", imported.strangers.to_string()),
        ],
    );
    output.say("\nNext: `migrayt plan`.");
    output.json(&imported);
    Ok(())
}
