mod explain;

use migrayt::core::Result;
use migrayt::core::id::ItemId;
use migrayt::project::Project;
use migrayt::verify::{Check, Files, Verification, VerifyOptions};

use crate::args::{Attachments, Verify};
use crate::exit::Exit;
use crate::output::Output;
use crate::progress::Bar;

pub(super) async fn verify(project: &Project, how: &Verify, output: Output) -> Result<Exit> {
    let options = options(how);
    let whole = options.only.is_empty();
    let found = read_back(project, options, output).await?;
    show(&found, output);
    if how.explain.is_some() {
        explain::explain(project, &found, output).await?;
    } else if !found.is_clean() {
        output.say("\n`migrayt verify --explain ITEM` shows the values of both sides.");
    }
    // What was found of some items says nothing of the whole.
    if whole {
        let (_, page) = project.write_report(Some(found.clone()), false).await?;
        output.say(&format!("\nReport: {}", page.display()));
    }
    output.json(&found);
    Ok(if found.is_clean() { Exit::Clean } else { Exit::Differences })
}

/// Reads the target back and compares.
pub(super) async fn read_back(
    project: &Project,
    options: VerifyOptions,
    output: Output,
) -> Result<Verification> {
    let scan = project.last_scan()?;
    let bar = Bar::new("Verifying", output.json);
    let progress = |items| bar.set_position(items);
    let found = project.migration().verify(&scan, options, &progress).await;
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
    let lines: Vec<(&str, String)> =
        counted(&found.checks).map(|(name, planned, stands)| (name, of(stands, planned))).collect();
    output.table("As planned, of those planned", &lines);
    for difference in found.differences.iter().take(20) {
        let target = difference.target.as_ref().map(ToString::to_string).unwrap_or_default();
        let place = difference.place.as_deref().unwrap_or_default();
        let words = difference.kind.words();
        output.say(&format!("  {} {target}: {words} {place}", difference.item));
    }
    let more = found.differences.len().saturating_sub(20);
    if more > 0 {
        output.say(&format!("  and {more} more; the report lists them"));
    }
}

fn options(how: &Verify) -> VerifyOptions {
    let explained = how.explain.iter().filter(|item| !item.is_empty());
    let only = how.items.iter().chain(explained).map(|item| ItemId::new(item.as_str())).collect();
    let files = match how.attachments {
        Attachments::Size => Files::Size,
        Attachments::Digest => Files::Digest,
    };
    VerifyOptions { files, only }
}

/// The sums of what was compared, without those that are counted by name.
fn counted(checks: &[Check]) -> impl Iterator<Item = (&'static str, u64, u64)> {
    checks
        .chunk_by(|left, right| left.aspect == right.aspect)
        .filter(|of| of.first().is_some_and(|one| !one.aspect.moves()))
        .filter_map(|of| {
            let planned = of.iter().map(|check| check.planned).sum();
            let stands = of.iter().map(|check| check.found).sum();
            Some((of.first()?.aspect.words(), planned, stands))
        })
}

fn of(stands: u64, planned: u64) -> String {
    format!("{stands} of {planned}")
}
