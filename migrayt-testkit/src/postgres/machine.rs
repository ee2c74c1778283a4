//! What this machine has of PostgreSQL, and what a run of the tests demands.

use std::env;
use std::path::{Path, PathBuf};

/// Names, with commas, what must be there: `postgres`, `pgbouncer`. What is named and missing fails
/// the tests that need it, which are skipped otherwise.
pub const REQUIRED: &str = "MIGRAYT_REQUIRE";

/// How many rounds the tests of cut-off transactions take.
pub const ROUNDS: &str = "MIGRAYT_BLEED_ROUNDS";

/// What installs both.
pub const INSTALL: &str = "apt-get install postgresql pgbouncer";

/// The folder of `initdb` and `postgres`, if this machine has it.
pub fn find_postgres() -> Option<PathBuf> {
    let versions = (15..=20).rev().map(|version| format!("/usr/lib/postgresql/{version}/bin"));
    versions.map(PathBuf::from).chain(path()).find(|folder| {
        ["initdb", "postgres", "pg_ctl"].iter().all(|program| folder.join(program).is_file())
    })
}

/// PgBouncer, if this machine has it.
pub fn find_pgbouncer() -> Option<PathBuf> {
    path().map(|folder| folder.join("pgbouncer")).find(|program| program.is_file())
}

/// As [`find_postgres`]; says so if the test is skipped.
///
/// # Panics
/// If it is missing and [`REQUIRED`] names it.
pub fn postgres() -> Option<PathBuf> {
    find_postgres().or_else(|| missing("postgres"))
}

/// As [`find_pgbouncer`]; says so if the test is skipped.
///
/// # Panics
/// If it is missing and [`REQUIRED`] names it.
pub fn pgbouncer() -> Option<PathBuf> {
    find_pgbouncer().or_else(|| missing("pgbouncer"))
}

/// How many rounds to take: what [`ROUNDS`] says, or what is usual.
///
/// # Panics
/// If it says something else than a number.
pub fn rounds(usual: usize) -> usize {
    setting(ROUNDS).map_or(usual, |rounds| rounds.parse().expect(ROUNDS))
}

/// Says what a test has measured, or why it did not.
pub fn say(line: &str) {
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
