//! Real projects that nobody here wrote, carried under each profile that has limits.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use migrayt_core::{Error, ErrorKind, Fact, Result};
use migrayt_testkit::reference;
use migrayt_testkit::sim::profile::Profile;

use crate::locked::Locked;
use crate::wire::{self, Carried};

/// The profiles of the simulated trackers under which every project is carried.
pub const PROFILES: [&str; 2] = ["published", "harsh"];

/// One project under one profile, and what became of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Journey {
    /// The project's folder.
    pub name: String,
    /// The profile.
    pub profile: &'static str,
    /// What became of it; an error if it never came to its end.
    pub end: Result<Carried>,
}

/// The projects of the demo generator, ascending by name; none if the reference data is not there.
///
/// # Errors
/// `InputInvalid` if the folder cannot be read.
pub fn templates() -> Result<Option<Vec<PathBuf>>> {
    let Some(folder) = reference::find("data/ado-demo-generator") else { return Ok(None) };
    let unreadable = |error| {
        Error::new(ErrorKind::InputInvalid, "the folder of projects cannot be read")
            .with("path", Fact::name(folder.display().to_string()))
            .with_source(error)
    };
    let entries = folder.read_dir().map_err(unreadable)?;
    let mut projects = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            projects.push(path);
        }
    }
    projects.sort();
    Ok(Some(projects))
}

/// Carries every project under every profile, spread over the machine's cores.
///
/// # Errors
/// Only if a profile cannot be read.
pub fn carry_all(projects: &[PathBuf]) -> Result<Vec<Journey>> {
    let profiles = PROFILES.map(|name| Profile::named(name).map(|profile| (name, profile)));
    let profiles = profiles.into_iter().collect::<Result<Vec<_>>>()?;
    let all: Vec<(&Path, &(&'static str, Profile))> = projects
        .iter()
        .flat_map(|project| profiles.iter().map(|profile| (project.as_path(), profile)))
        .collect();
    let next = AtomicUsize::new(0);
    let done = Locked::new(Vec::new());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some((project, (profile, weather))) = all.get(number) else { break };
                    let seed = u64::try_from(number).unwrap_or_default();
                    let end = wire::carry(project, weather, seed);
                    let name = project.file_name().unwrap_or_default().to_string_lossy().into();
                    let journey = Journey { name, profile, end };
                    done.with(|done| done.push((number, journey)));
                }
            });
        }
    });
    let mut done = done.with(std::mem::take);
    done.sort_by_key(|(number, _)| *number);
    Ok(done.into_iter().map(|(_, journey)| journey).collect())
}
