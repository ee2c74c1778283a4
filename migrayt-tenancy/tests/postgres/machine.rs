//! What this machine has of PostgreSQL, and what a run of the tests demands.

use std::env;
use std::path::{Path, PathBuf};

/// Names, with commas, what must be there: `postgres`, `pgbouncer`. What is named and missing fails
/// the tests that need it, which are skipped otherwise.
pub(crate) const REQUIRED: &str = "MIGRAYT_REQUIRE";

/// How many rounds the tests of cut-off transactions take.
pub(crate) const ROUNDS: &str = "MIGRAYT_BLEED_ROUNDS";

/// The folder of `initdb` and `postgres`.
pub(crate) fn postgres() -> Option<PathBuf> {
    let versions = (14..=20).rev().map(|version| format!("/usr/lib/postgresql/{version}/bin"));
    let found = versions
        .map(PathBuf::from)
        .chain(path())
        .find(|folder| ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file()));
    found.or_else(|| missing("postgres", "apt-get install postgresql-15"))
}

pub(crate) fn pgbouncer() -> Option<PathBuf> {
    let found = path().map(|folder| folder.join("pgbouncer")).find(|program| program.is_file());
    found.or_else(|| missing("pgbouncer", "apt-get install pgbouncer"))
}

pub(crate) fn rounds(usual: usize) -> usize {
    setting(ROUNDS).map_or(usual, |rounds| rounds.parse().expect(ROUNDS))
}

fn path() -> impl Iterator<Item = PathBuf> {
    let path = setting("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    folders.into_iter().chain([Path::new("/usr/sbin").to_owned()])
}

fn missing(what: &str, install: &str) -> Option<PathBuf> {
    let required = setting(REQUIRED).unwrap_or_default();
    let required = required.split(',').any(|name| name.trim() == what);
    assert!(!required, "{what} is not on this machine: {install}");
    println!("skipped: tests on {what} ({install})");
    None
}

#[expect(clippy::disallowed_methods, reason = "the one place of these tests that reads settings")]
fn setting(name: &str) -> Option<String> {
    env::var(name).ok()
}
