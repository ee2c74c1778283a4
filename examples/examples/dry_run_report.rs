//! Tells before anything is written what a migration would lose and what would be refused: checks
//! both accounts, scans, suggests a mapping, plans every item, and writes the report as a page.

#![expect(clippy::print_stdout, reason = "a program tells its user what it did")]

use std::fs;

use migrayt::core::Result;
use migrayt::core::plan::{LossKind, RefusalKind};
use migrayt::core::port::AccountLine;
use migrayt::report::{Background, Titles};
use migrayt_examples::{ensure, trackers::Trackers, unusable};
use migrayt_testkit::sim::jira::Jira;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> Result<()> {
    let trackers = Trackers::new(usize::MAX)?;
    let migration = trackers.migration(trackers.source()?, trackers.target()?)?;
    let before = standing(&trackers.jira);

    let rights = migration.rights().await?;
    for right in rights.source.iter().chain(&rights.target) {
        println!("{:<28} {:?}", right.name, right.held);
    }
    ensure(rights.suffice(), "an account lacks a right without which nothing works")?;

    let scan = migration.scan().await?;
    let mut mapping = migrayt::mapping::propose(&scan.source, &scan.target).await?;
    // As a reviewer who is not ready yet: what a mapping says nothing of is refused, not forgotten.
    mapping.types.remove("Bug");
    let mapper = migration.compile(mapping, &scan)?;
    let stop = CancellationToken::new();
    let (_, planned) = migration.plan(mapper.clone(), &scan, &stop, &|_| {}).await?;

    let background =
        Background { scan: Some(&scan), mapper: Some(&mapper), ..Background::default() };
    let report = migration.report(background).await?;
    println!("\n{} of {} items would be made", planned.creates, planned.items);
    let words = |code: &str| LossKind::from_code(code).map(LossKind::words);
    table("lost or carried otherwise", &report.account.losses, words);
    let words = |code: &str| RefusalKind::from_code(code).map(RefusalKind::words);
    table("refused", &report.account.refusals, words);

    let folder = tempfile::tempdir().map_err(unusable)?;
    let page = folder.path().join("report.html");
    // Titles are what people wrote, and are shown to whoever asks for them; here nobody does.
    fs::write(&page, report.to_html(&Titles::default())).map_err(unusable)?;
    let length = fs::metadata(&page).map_err(unusable)?.len();
    println!("\nthe page has {length} bytes; keep it from a folder that is not temporary");

    ensure(planned.losses > 0, "the plan names no loss")?;
    ensure(planned.refusals > 0, "the plan refuses nothing")?;
    ensure(report.run.is_none(), "something ran")?;
    ensure(standing(&trackers.jira) == before, "something was written to the target")
}

fn table(title: &str, lines: &[AccountLine], words: impl Fn(&str) -> Option<&'static str>) {
    println!("\n{:>7}  {:<34} {title}", "count", "field");
    for line in lines {
        println!("{:>7}  {:<34} {}", line.count, line.field, words(&line.code).unwrap_or_default());
    }
}

/// What the simulator has, past its API: issues, components, versions and sprints.
fn standing(jira: &Jira) -> (usize, usize, usize, usize) {
    (jira.issue_count(), jira.components().len(), jira.versions().len(), jira.sprints().len())
}
