//! The simulated trackers that `demo` and `sim` serve.

use std::path::{Path, PathBuf};

use migrayt::core::Result;
use migrayt::core::error::{Error, ErrorKind, Fact};
use migrayt_testkit::generate::{self, Issues, WorkItems};
use migrayt_testkit::load::{self, Kind};
use migrayt_testkit::sample;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{Attachments, Jira, JiraOptions};
use migrayt_testkit::sim::profile::Profile;
use serde_json::Value;

/// The organisation of the simulated Azure DevOps.
pub(crate) const ORGANISATION: &str = "fabrikam";
/// Its project.
pub(crate) const PROJECT: &str = sample::PROJECT;
/// The token that it takes. It opens nothing but a simulator.
pub(crate) const SOURCE_TOKEN: &str = "simulated-azure-devops-token";
/// The key of the simulated Jira's project.
pub(crate) const KEY: &str = "SHOP";
/// The account that it takes.
pub(crate) const EMAIL: &str = "migrayt@example.com";
/// The token that it takes.
pub(crate) const TARGET_TOKEN: &str = "simulated-jira-token";

/// An organisation with the items of the files, and as many generated ones as asked for; with the
/// sample if neither is asked for.
pub(crate) fn azure_devops(
    files: &[PathBuf],
    items: Option<usize>,
    seed: u64,
) -> Result<AzureDevOps> {
    let simulator = AzureDevOps::new(ORGANISATION, PROJECT, SOURCE_TOKEN);
    for file in files {
        simulator.load(read(file, Kind::AzureDevOps)?)?;
    }
    match items {
        Some(count) => drop(WorkItems::new(PROJECT, count, seed)?.load_into(&simulator)?),
        None if files.is_empty() => drop(simulator.load(sample::items()?)?),
        None => {}
    }
    Ok(simulator)
}

/// A site on which the people of the sample have accounts, with the issues of the files, and as
/// many generated ones as asked for; empty if neither is asked for.
pub(crate) fn jira(
    files: &[PathBuf],
    items: Option<usize>,
    seed: u64,
    (profile, keep): (&Profile, Attachments),
) -> Result<Jira> {
    let mut options = JiraOptions::default();
    profile.apply(&mut options);
    options.attachments = keep;
    KEY.clone_into(&mut options.project_key);
    "Shop".clone_into(&mut options.project_name);
    if let Some(login) = options.logins.first_mut() {
        EMAIL.clone_into(&mut login.email);
        TARGET_TOKEN.clone_into(&mut login.token);
    }
    options.users.extend(sample::users()?);
    options.users.extend(generate::users());
    let simulator = Jira::with_options(options);
    for file in files {
        simulator.load(read(file, Kind::Jira)?)?;
    }
    if let Some(count) = items {
        simulator.load(Issues::new(KEY, count, seed)?)?;
    }
    Ok(simulator)
}

fn read(file: &Path, wanted: Kind) -> Result<Vec<Value>> {
    let loaded = load::load(file, PROJECT)?;
    if loaded.kind != wanted {
        return Err(Error::new(ErrorKind::InputInvalid, "these items are of the other tracker")
            .with("path", Fact::name(file.display().to_string()))
            .with_help("name a folder or file with items of the tracker that is simulated"));
    }
    Ok(loaded.items)
}
