//! What this machine has of PostgreSQL, and what a run of the tests demands.

use std::env;
use std::path::{Path, PathBuf};

/// Names, with commas, what must be there: `postgres`, `pgbouncer`. What is named and missing fails
/// the tests that need it, which are skipped otherwise.
pub(crate) const REQUIRED: &str = "MIGRAYT_REQUIRE";

/// How many rounds the tests of cut-off transactions take.
pub(crate) const ROUNDS: &str = "MIGRAYT_BLEED_ROUNDS";

/// What installs both.
pub(crate) const INSTALL: &str = "apt-get install postgresql pgbouncer";

/// The folder of `initdb` and `postgres`, if this machine has it.
pub(crate) fn find_postgres() -> Option<PathBuf> {
    let versions = (15..=20).rev().map(|version| format!("/usr/lib/postgresql/{version}/bin"));
    versions.map(PathBuf::from).chain(path()).find(|folder| {
        ["initdb", "postgres", "pg_ctl"].iter().all(|program| folder.join(program).is_file())
    })
}

pub(crate) fn find_pgbouncer() -> Option<PathBuf> {
    path().map(|folder| folder.join("pgbouncer")).find(|program| program.is_file())
}

/// As [`find_postgres`]; says so if the test is skipped.
pub(crate) fn postgres() -> Option<PathBuf> {
    find_postgres().or_else(|| missing("postgres"))
}

/// As [`find_pgbouncer`]; says so if the test is skipped.
pub(crate) fn pgbouncer() -> Option<PathBuf> {
    find_pgbouncer().or_else(|| missing("pgbouncer"))
}

pub(crate) fn rounds(usual: usize) -> usize {
    setting(ROUNDS).map_or(usual, |rounds| rounds.parse().expect(ROUNDS))
}

/// Says what a test has measured, or why it did not.
pub(crate) fn say(line: &str) {
    println!("{line}");
}

fn path() -> impl Iterator<Item = PathBuf> {
    let path = setting("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    folders.into_iter().chain([Path::new("/usr/sbin").to_owned()])
}

fn missing(what: &str) -> Option<PathBuf> {
    let required = setting(REQUIRED).unwrap_or_default();
    let required = required.split(',').any(|name| name.trim() == what);
    assert!(!required, "{what} is not on this machine: {INSTALL}");
    say(&format!("skipped: tests on {what} ({INSTALL})"));
    None
}

#[expect(clippy::disallowed_methods, reason = "the one place of these tests that reads settings")]
fn setting(name: &str) -> Option<String> {
    env::var(name).ok()
}
