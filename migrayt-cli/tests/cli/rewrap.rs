//! Another passphrase or key file for the vault: the secrets stay, and one of the two opens it.

use std::thread;
use std::time::Duration;

use crate::vault::{PASSPHRASE, TOKENS, told, world};
use crate::world::World;

const NEW: &str = "four other words together";

/// A world with a vault that a file's passphrase opens, with a token in it.
pub(crate) fn made() -> World {
    let world = world();
    let put = told(&world, &["vault", "put", "azure-devops"], TOKENS[0]);
    assert_eq!(put.status.code(), Some(0), "{}", put.err);
    world
}

/// Writes what opens the vault into the configuration.
pub(crate) fn configure(world: &World, setting: &str) {
    let text = world.read("migration.toml");
    let (before, _) = text.split_once("[vault]").unwrap();
    world.write("migration.toml", &format!("{before}[vault]\n{setting}\n"));
}

fn assert_whole(world: &World) {
    let found = world.json(0, &["vault", "check"]);
    assert_eq!(found, serde_json::json!([{ "name": "azure-devops", "readable": true }]));
}

#[test]
fn a_new_passphrase_opens_the_vault_and_the_old_one_does_not() {
    let world = made();
    let new = world.bring("new passphrase", NEW);
    let arguments = ["vault", "rewrap", "--new-passphrase", &format!("file:{new}")];
    let ended = world.expect(0, &[&arguments[..], &["--log", "trace"]].concat());
    let said = ended.out + &ended.err;
    let setting = format!("passphrase = \"file:{new}\"");
    assert!(said.contains(&setting), "{said}");
    assert!(!said.contains(NEW) && !said.contains(PASSPHRASE), "{said}");
    assert!(world.expect(3, &["vault", "list"]).err.contains("passphrase"));
    // The configuration still names the old one, so that nothing is done twice by mistake.
    world.expect(3, &arguments);
    configure(&world, &setting);
    assert_whole(&world);
    let again = world.expect(0, &arguments);
    assert!(again.out.contains("stays as it is"), "{}", again.out);
}

#[test]
fn a_key_file_is_made_or_taken_and_a_passphrase_may_come_back() {
    let world = made();
    let arguments = ["vault", "rewrap", "--new-key-file", "vault.key"];
    let done = world.json(0, &arguments);
    assert_eq!(done["setting"], "key = \"vault.key\"");
    let first = world.read("vault.key");
    configure(&world, "key = 'vault.key'");
    assert_whole(&world);
    // A run that was cut off after the file was made left it behind.
    world.write("other.key", &first);
    private(&world, "other.key");
    world.expect(0, &["vault", "rewrap", "--new-key-file", "other.key"]);
    assert_eq!(world.read("other.key"), first, "a key is never written over");
    world.expect(0, &["vault", "rewrap", "--new-key-file", "third.key"]);
    world.expect(3, &["vault", "list"]);
    configure(&world, "key = 'third.key'");
    assert_whole(&world);
    let new = format!("file:{}", world.bring("new passphrase", NEW));
    world.expect(0, &["vault", "rewrap", "--new-passphrase", &new]);
    assert!(world.expect(2, &["vault", "list"]).err.contains("passphrase"));
    configure(&world, &format!("passphrase = '{new}'"));
    assert_whole(&world);
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let world = world();
    let none = world.expect(2, &["vault", "rewrap", "--new-key-file", "vault.key"]);
    assert!(none.err.contains("vault put"), "{}", none.err);
    let world = made();
    let rewrap = |code, arguments: &[&str]| {
        world.expect(code, &[&["vault", "rewrap"], arguments].concat()).err
    };
    let both = rewrap(2, &["--new-passphrase", "prompt", "--new-key-file", "vault.key"]);
    assert!(both.contains("cannot be used with"), "{both}");
    for wrong in ["pasted-by-mistake", "vault:azure-devops"] {
        let refused = rewrap(2, &["--new-passphrase", wrong]);
        assert!(refused.contains("env:NAME") && !refused.contains(wrong), "{refused}");
    }
    assert!(rewrap(2, &["--new-passphrase", "env:MIGRAYT_NOT_SET"]).contains("MIGRAYT_NOT_SET"));
    let short = format!("file:{}", world.bring("short", "eleven char"));
    assert!(rewrap(2, &["--new-passphrase", &short]).contains("too short"));
    // Nobody is there to type it.
    assert!(rewrap(2, &[]).contains("new passphrase"));
    #[cfg(not(feature = "keyring"))]
    assert!(rewrap(2, &["--new-keyring", "migration"]).contains("`keyring`"));
    world.write("broken.key", "no key");
    private(&world, "broken.key");
    assert!(rewrap(2, &["--new-key-file", "broken.key"]).contains("broken.key"));
    assert_whole(&world);
    world.bring("passphrase", NEW);
    rewrap(3, &["--new-key-file", "vault.key"]);
    assert!(!world.path("vault.key").exists(), "a key was made for nothing");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "processes take real time")]
fn a_rewrap_that_is_killed_leaves_a_vault_that_one_key_opens() {
    let world = made();
    world.expect(0, &["vault", "rewrap", "--new-key-file", "key.0"]);
    configure(&world, "key = 'key.0'");
    let mut killed = 0;
    for round in 1..=12 {
        let (old, new) = (format!("key.{}", round - 1), format!("key.{round}"));
        let mut child =
            world.command(&["vault", "rewrap", "--new-key-file", &new]).spawn().unwrap();
        // Long enough to begin, and not always to end.
        thread::sleep(Duration::from_micros(900 * round));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        let opens = |key: &str| {
            configure(&world, &format!("key = '{key}'"));
            world.path(key).exists() && world.migrayt(&["vault", "check"]).status.success()
        };
        assert_eq!([opens(&old), opens(&new)].iter().filter(|opens| **opens).count(), 1);
        // It is given again, whatever was left of it.
        if opens(&old) {
            world.expect(0, &["vault", "rewrap", "--new-key-file", &new]);
        }
        configure(&world, &format!("key = '{new}'"));
        assert_whole(&world);
    }
    assert!(killed > 0, "every round ended before it was killed");
}

#[cfg(unix)]
fn private(world: &World, name: &str) {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;

    set_permissions(world.path(name), Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn private(_world: &World, _name: &str) {}
