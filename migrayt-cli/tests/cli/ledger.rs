//! The account of a run: shown item by item, written to a file, and checked where nothing else is.

use std::fs;

use migrayt_testkit::canary::Canaries;
use serde_json::Value;

use crate::oracle;
use crate::world::{Ended, PROJECT, World, command, end};

const ITEMS: u64 = 8;

fn world() -> World {
    let world = World::new(Canaries::new(21).work_items(PROJECT, ITEMS));
    world.plan();
    world
}

/// Checks a file in a folder in which nothing else is.
#[track_caller]
fn verify(code: i32, file: &str, key: Option<&str>) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ledger.jsonl"), file).unwrap();
    let mut arguments = vec!["ledger", "verify", "ledger.jsonl", "--json"];
    arguments.extend(key.into_iter().flat_map(|key| ["--key", key]));
    let ended = end(command(&arguments).current_dir(folder.path()).spawn().unwrap());
    assert_eq!(ended.status.code(), Some(code), "{}\n{}", ended.out, ended.err);
    ended
}

#[test]
fn the_ledger_of_a_run_is_shown_exported_and_checked_anywhere() {
    let world = world();
    let early = world.expect(2, &["ledger", "show", "1"]);
    assert!(early.err.contains("migrayt run"), "{}", early.err);
    world.expect(0, &["run"]);

    // Item by item.
    for (item, issue) in oracle::by_source(&world) {
        let item = item.to_string();
        let said = world.expect(0, &["ledger", "show", &item]).out;
        assert!(said.contains(&format!("done, as {}", issue.key)), "{said}");
        let shown = world.json(0, &["ledger", "show", &item]);
        let operations = shown["operations"].as_array().unwrap();
        let comments = operations.iter().filter(|one| one["kind"] == "comment").count();
        assert_eq!(comments, issue.comments.len(), "{shown}");
        assert!(operations.iter().all(|one| one["state"] == "done"), "{shown}");
    }
    let unknown = world.expect(2, &["ledger", "show", "4711"]);
    assert!(unknown.err.contains("4711"), "{}", unknown.err);

    // As a file, with the root that the report has.
    let exported = world.json(0, &["ledger", "export", "ledger.jsonl"]);
    world.expect(0, &["report"]);
    let report: Value = serde_json::from_str(&world.read("report.json")).unwrap();
    assert_eq!(report["ledger"]["root"], exported["root"]);
    assert!(world.read("report.html").contains(exported["root"].as_str().unwrap()));
    let file = world.read("ledger.jsonl");
    let checked = verify(0, &file, None).last_json();
    assert_eq!(checked["root"], exported["root"]);
    assert_eq!(checked["ledger"]["closing"], "completed");
    assert_eq!(checked["signed_by"], Value::Null);
    assert_eq!(checked["rows"], file.lines().count() - 2);

    // The same again, whoever asks and however often.
    world.expect(0, &["ledger", "export", "again.jsonl"]);
    assert_eq!(world.read("again.jsonl"), file);

    // Each line counts.
    for wrong in 0..file.lines().count() {
        let changed: String = file
            .lines()
            .enumerate()
            .map(|(at, line)| {
                let line = line.to_owned() + "\n";
                if at == wrong { line.replacen('1', "2", 1) } else { line }
            })
            .collect();
        if changed == file {
            continue;
        }
        let found = verify(1, &changed, None);
        assert_eq!(found.last_json()["line"], wrong + 1, "{}", found.err);
        assert!(found.err.contains(&format!("line {} ", wrong + 1)), "{}", found.err);
    }
}

#[test]
fn a_ledger_is_signed_with_its_owners_key() {
    let world = world();
    world.expect(0, &["run"]);
    let key = world.json(0, &["ledger", "key", "owner.key"]);
    let public = key["public_key"].as_str().unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(world.path("owner.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // A key is never written over.
    let private = world.read("owner.key");
    world.expect(2, &["ledger", "key", "owner.key"]);
    assert_eq!(world.read("owner.key"), private);

    let signed = ["ledger", "export", "--sign", "owner.key", "signed.jsonl"];
    assert_eq!(world.json(0, &signed)["signed_by"], public);
    let file = world.read("signed.jsonl");
    assert!(!file.contains(private.lines().nth(1).unwrap()));
    assert_eq!(verify(0, &file, None).last_json()["trusted"], false);
    let public_file = world.path("owner.key.pub");
    for key in [public, public_file.to_str().unwrap()] {
        let checked = verify(0, &file, Some(key)).last_json();
        assert_eq!(checked["signed_by"], public);
        assert_eq!(checked["trusted"], true);
    }

    // Another key, none, and a signature that is gone.
    let other = world.json(0, &["ledger", "key", "other.key"]);
    let refused = verify(1, &file, other["public_key"].as_str()).last_json();
    assert_eq!(refused["fault"], "other_key");
    world.expect(0, &["ledger", "export", "plain.jsonl"]);
    let refused = verify(1, &world.read("plain.jsonl"), Some(public)).last_json();
    assert_eq!(refused["fault"], "not_signed");
    verify(2, &file, Some("no-such-key"));
    let wrong = ["ledger", "export", "--sign", "owner.key.pub", "wrong.jsonl"];
    let refused = world.expect(2, &wrong);
    assert!(refused.err.contains("owner.key.pub"), "{}", refused.err);
    assert!(!world.path("wrong.jsonl").exists());
}
