use std::env;
use std::process::{Command, Stdio};

use migrayt_tenancy::Solo;
use migrayt_vault::SecretName;
use migrayt_vault::oauth::{ConnectionRows as _, SqliteRows};

use super::file::row;

/// How often each of several processes counts a revision up.
const ADDITIONS: u64 = 40;

#[tokio::test]
async fn nothing_is_lost_between_processes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.db");
    let rows = SqliteRows::open(&path).await.unwrap();
    let (own, name) = (Solo::default().scope(), SecretName::new("jira").unwrap());
    rows.write(&own, &name, &row(1_000)).await.unwrap();
    let start = |_| {
        Command::new(env::current_exe().unwrap())
            .args(["--exact", "processes::counts_up", "--nocapture"])
            .arg(format!("file={}", path.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap()
    };
    let children: Vec<_> = (0..3).map(start).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let found = rows.read(&own, &name).await.unwrap().unwrap();
    assert_eq!(found.revision, 1_000 + 3 * ADDITIONS);
}

/// Does nothing when it is run as a test.
#[tokio::test]
async fn counts_up() {
    let file = env::args().find_map(|argument| argument.strip_prefix("file=").map(str::to_owned));
    let Some(file) = file else { return };
    let rows = SqliteRows::open(file).await.unwrap();
    let (own, name) = (Solo::default().scope(), SecretName::new("jira").unwrap());
    let mut added = 0;
    while added < ADDITIONS {
        let seen = rows.read(&own, &name).await.unwrap().unwrap();
        let next = row(seen.revision + 1);
        if rows.exchange(&own, &name, seen.revision, &next).await.unwrap() {
            added += 1;
        }
    }
}
