//! Tokens in the vault: named by the configuration, shown by nothing.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use migrayt_testkit::sample;

use crate::oracle;
use crate::world::{Ended, World, end};

pub(crate) const PASSPHRASE: &str = "four random words together";
pub(crate) const TOKENS: [&str; 2] = ["source-token-0001", "target-token-0002"];

/// A command that reads a value from standard input.
pub(crate) fn told(world: &World, arguments: &[&str], value: &str) -> Ended {
    let mut child = world.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(value.as_bytes()).unwrap();
    drop(input);
    end(child)
}

/// A world whose configuration names both tokens in the vault, which a file opens.
pub(crate) fn world() -> World {
    let world = World::new(sample::items().unwrap().into_iter().take(5));
    let passphrase = world.bring("passphrase", PASSPHRASE);
    let mut configuration = world.configuration();
    for (side, name) in [("source", "azure-devops"), ("target", "jira.token")] {
        let file = format!("file:{}", world.token_path(side).display());
        configuration = configuration.replace(&file, &format!("vault:{name}"));
    }
    let vault = format!("\n[vault]\npassphrase = 'file:{passphrase}'\n");
    world.write("migration.toml", &(configuration + &vault));
    world
}

#[test]
fn a_migration_takes_its_tokens_from_the_vault() {
    let world = world();
    let none = world.expect(2, &["scan"]);
    assert!(none.err.contains("vault"), "{}", none.err);
    let made = told(&world, &["vault", "put", "azure-devops"], &format!("{}\n", TOKENS[0]));
    assert_eq!(made.status.code(), Some(0), "{}", made.err);
    assert!(made.out.contains("Made a vault"), "{}", made.out);
    let dangling = world.expect(2, &["scan"]);
    assert!(dangling.err.contains("vault:jira.token"), "{}", dangling.err);
    assert!(dangling.err.contains("migrayt vault put"), "{}", dangling.err);
    assert_eq!(told(&world, &["vault", "put", "jira.token"], TOKENS[1]).status.code(), Some(0));

    world.plan();
    world.expect(0, &["run"]);
    oracle::once_each(&world, 5);
    assert_eq!(
        world.json(0, &["vault", "list"]),
        serde_json::json!(["azure-devops", "jira.token"])
    );
    world.expect(0, &["vault", "check"]);

    // A name is taken once, and replaced by what replaces.
    let twice = told(&world, &["vault", "put", "jira.token"], "another");
    assert_eq!(twice.status.code(), Some(2), "{}", twice.err);
    assert!(twice.err.contains("vault rotate"), "{}", twice.err);
    assert_eq!(told(&world, &["vault", "rotate", "jira.token"], "wrong").status.code(), Some(0));
    world.expect(3, &["scan"]);
    world.expect(0, &["vault", "destroy", "jira.token"]);
    world.expect(2, &["vault", "destroy", "jira.token"]);
    world.expect(2, &["scan"]);
}

#[test]
fn nothing_shows_what_is_in_the_vault() {
    let world = world();
    let mut said = String::new();
    for (name, token) in ["azure-devops", "jira.token"].into_iter().zip(TOKENS) {
        let ended = told(&world, &["vault", "put", name, "--log", "trace"], token);
        said += &(ended.out + &ended.err);
    }
    for arguments in [&["vault", "list"][..], &["vault", "check"], &["scan"]] {
        for more in [&["--log", "trace"][..], &["--json"]] {
            let ended = world.expect(0, &[arguments, more].concat());
            said += &(ended.out + &ended.err);
        }
    }
    assert!(said.contains("migrayt_vault::audit"), "whoever asks is in the log: {said}");
    let secrets = TOKENS.into_iter().chain([PASSPHRASE]);
    for secret in secrets.clone() {
        assert!(!said.contains(secret), "{secret} was shown");
    }
    let mut folders = vec![world.folder().to_path_buf()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = fs::read(&path).unwrap();
            for secret in secrets.clone() {
                let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!found, "{secret} rests in {}", path.display());
            }
        }
    }
    assert!(files > 4, "{files} files");
}

#[test]
fn a_vault_that_was_changed_or_is_another_ones_is_refused() {
    let world = world();
    assert_eq!(told(&world, &["vault", "put", "azure-devops"], TOKENS[0]).status.code(), Some(0));
    world.bring("passphrase", "some other words entirely");
    let wrong = world.expect(3, &["vault", "list"]);
    assert!(wrong.err.contains("passphrase"), "{}", wrong.err);
    world.bring("passphrase", "short");
    world.expect(2, &["vault", "list"]);
    world.bring("passphrase", PASSPHRASE);
    let inside = fs::read_dir(world.folder().join("vault")).unwrap();
    let tenant = inside.map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let file = fs::read_dir(tenant).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&file, bytes).unwrap();
    let found = world.json(1, &["vault", "check"]);
    assert_eq!(found[0]["readable"], false, "{found}");
}
