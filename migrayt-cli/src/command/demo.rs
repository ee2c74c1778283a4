use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use migrayt::config::Configuration;
use migrayt::core::error::{Error, ErrorKind, Fact, Result};
use migrayt::core::port::Clock;
use migrayt::plan::Extent;
use migrayt::project::Project;
use migrayt::system::SystemClock;
use migrayt::verify::VerifyOptions;
use migrayt_testkit::demo::{
    self as trackers, EMAIL, KEY, ORGANISATION, PROJECT, SOURCE_TOKEN, TARGET_TOKEN,
};
use migrayt_testkit::sim::jira::Attachments;
use migrayt_testkit::sim::profile::Profile;
use migrayt_testkit::sim::server::Server;

use super::{plan, run, scan, suggest, verify};
use crate::args::Demo;
use crate::exit::Exit;
use crate::output::Output;
use crate::prompt::Terminal;
use crate::summary::Summary;

/// The whole job between two simulators on this machine, over real sockets.
pub(super) async fn demo(demo: &Demo, output: Output) -> Result<Exit> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let began = clock.now();
    let source = trackers::azure_devops(&[], demo.items, demo.seed)?;
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let source = Server::start(Arc::new(source), anywhere, Arc::clone(&clock)).await?;
    let target = Arc::new(trackers::jira(
        &[],
        None,
        demo.seed,
        (&Profile::named("fast")?, Attachments::Bytes),
    )?);
    let target = Server::start(target, anywhere, Arc::clone(&clock)).await?;

    let temporary =
        tempfile::tempdir().map_err(|error| unwritable(Path::new("")).with_source(error))?;
    let folder = demo.keep.as_deref().unwrap_or(temporary.path());
    write(folder, "source.token", SOURCE_TOKEN)?;
    write(folder, "target.token", TARGET_TOKEN)?;
    write(folder, "migration.toml", &configuration(&source.url(), &target.url()))?;
    let configuration = Configuration::load(&folder.join("migration.toml"))?;
    let project = Project::open(configuration, &Terminal).await?;

    // The steps show their tables, but in JSON only the closing line is wanted.
    scan::look(&project, output).await?;
    suggest::propose(&project, true, output).await?;
    let planned = plan::make(&project, Extent::all(), output).await?;
    let outcome = run::carry_out(&project, true, output).await?;
    let found = verify::read_back(&project, VerifyOptions::default(), output).await?;
    verify::show(&found, output);
    let (_, page) = project.write_report(Some(found.clone()), false).await?;

    let elapsed = clock.now() - began;
    let summary =
        Summary::new(&planned, &outcome.counts, Some(&found), project.requests(), elapsed);
    output.table("Demonstration", &summary.lines());
    if demo.keep.is_some() {
        output.say(&format!("\nReport: {}", page.display()));
    } else {
        output.say("\nThe report.html went with the temporary folder; `--keep FOLDER` keeps it.");
    }
    output.json(&summary);
    Ok(match Exit::of_run(&outcome) {
        Exit::Clean if planned.refusals > 0 => Exit::Refusals,
        Exit::Clean if !found.is_clean() => Exit::Differences,
        exit => exit,
    })
}

fn configuration(source: &str, target: &str) -> String {
    format!(
        r#"version = 1

[source]
kind = "azure-devops"
url = "{source}/{ORGANISATION}"
project = "{PROJECT}"
token = "file:source.token"

[target]
kind = "jira"
url = "{target}"
project = "{KEY}"
email = "{EMAIL}"
token = "file:target.token"

# Simulators answer at once, so that nothing has to be waited for long.
[protocol]
scale = 300
"#
    )
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(folder.join(name), text))
        .map_err(|error| unwritable(folder).with_source(error))
}

fn unwritable(folder: &Path) -> Error {
    Error::new(ErrorKind::ConfigInvalid, "the demonstration's folder cannot be written")
        .with("folder", Fact::name(folder.display().to_string()))
        .with_help("name another one with --keep")
}
