//! The simulated trackers on which people try Migrayt: a small shop's project, and an empty site for it.

use std::path::{Path, PathBuf};

use migrayt_core::Result;
use migrayt_core::error::{Error, ErrorKind, Fact};
use serde_json::Value;

use crate::generate::{self, Issues, WorkItems};
use crate::load::{self, Kind};
use crate::sample;
use crate::sim::azure_devops::AzureDevOps;
use crate::sim::jira::{Attachments, Jira, JiraOptions};
use crate::sim::profile::Profile;

/// The organisation of the simulated Azure DevOps.
pub const ORGANISATION: &str = "fabrikam";
/// Its project.
pub const PROJECT: &str = sample::PROJECT;
/// The token that it takes. It opens nothing but a simulator.
pub const SOURCE_TOKEN: &str = "simulated-azure-devops-token";
/// The key of the simulated Jira's project.
pub const KEY: &str = "SHOP";
/// The account that it takes.
pub const EMAIL: &str = "migrayt@example.com";
/// The token that it takes.
pub const TARGET_TOKEN: &str = "simulated-jira-token";

/// An organisation with the items of the files, and as many generated ones as asked for; with the
/// sample if neither is asked for.
pub fn azure_devops(files: &[PathBuf], items: Option<usize>, seed: u64) -> Result<AzureDevOps> {
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
pub fn jira(
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
