use migrayt::core::Result;
use migrayt::project::Project;
use migrayt::verify::Verification;

use crate::exit::Exit;
use crate::output::Output;
use crate::progress::Bar;

pub(super) async fn verify(project: &Project, output: Output) -> Result<Exit> {
    let found = read_back(project, output).await?;
    let (_, page) = project.write_report(Some(found.clone())).await?;
    show(&found, output);
    output.say(&format!("\nReport: {}", page.display()));
    output.json(&found);
    Ok(if found.is_clean() { Exit::Clean } else { Exit::Differences })
}

/// Reads the target back and compares.
pub(super) async fn read_back(project: &Project, output: Output) -> Result<Verification> {
    let scan = project.last_scan()?;
    let bar = Bar::new("Verifying", output.json);
    let found = project.migration().verify(&scan, &|items| bar.set_position(items)).await;
    bar.finish();
    found
}

/// Shows what was found.
pub(super) fn show(found: &Verification, output: Output) {
    output.table(
        "Verification",
        &[
            ("Items compared", found.items.to_string()),
            ("As planned", found.matched.to_string()),
            ("Missing", found.missing.to_string()),
            ("Different", found.mismatches.to_string()),
            ("There twice", found.duplicates.to_string()),
            ("Changed in the source", found.drifted.to_string()),
            ("Gone from the source", found.gone.to_string()),
            ("Refused by the plan", found.refused.to_string()),
        ],
    );
    for difference in found.differences.iter().take(20) {
        let target = difference.target.as_ref().map(ToString::to_string).unwrap_or_default();
        let place = difference.place.as_deref().unwrap_or_default();
        let words = difference.kind.words();
        output.say(&format!("  {} {target}: {words} {place}", difference.item));
    }
}
