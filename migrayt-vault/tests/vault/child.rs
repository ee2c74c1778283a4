//! Processes that tests start, talk to and kill. Each is this test program, told by its arguments
//! what to be.

use std::env;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use migrayt_core::ErrorKind;
use migrayt_vault::{CredentialVault as _, SecretVersion, Step, VaultKey};

use crate::fixture::{PASSPHRASE, name, open, passphrase, scope, secret};

/// What a child says when it stands at the step at which it is to die.
const REACHED: &str = "reached the step";

/// The passphrase to which a child rewraps.
pub(crate) const NEW_PASSPHRASE: &str = "a new passphrase";

/// The version under which a child stages.
pub(crate) const STAGED: SecretVersion = SecretVersion::from_bits(0xabcd);

/// How often each of several children adds to a number.
pub(crate) const ADDITIONS: u32 = 25;

/// Starts a process that does something in a vault.
pub(crate) fn start(act: &str, folder: &Path, key: &Path, extra: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "child::does_what_it_was_told", "--nocapture"])
        .arg(format!("act={act}"))
        .arg(format!("folder={}", folder.display()))
        .arg(format!("key={}", key.display()))
        .arg(format!("extra={extra}"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

/// Starts one that stops at a step, and kills it there.
pub(crate) fn kill_at(step: Step, act: &str, folder: &Path, key: &Path) {
    let mut child = start(act, folder, key, &format!("{step:?}"));
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains(REACHED)), "{act} never came to {step:?}");
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
}

/// Runs a test in a process of its own, where it is [`is_alone`]; whether it passed.
pub(crate) fn passes_alone(test: &str) -> bool {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", test, "--nocapture", "act=alone"]);
    // What it says of itself would be counted as this program's; what went wrong is told beside it.
    child.stdin(Stdio::null()).stdout(Stdio::null());
    child.status().unwrap().success()
}

pub(crate) fn is_alone() -> bool {
    told("act=").as_deref() == Some("alone")
}

fn told(what: &str) -> Option<String> {
    env::args().find_map(|argument| argument.strip_prefix(what).map(str::to_owned))
}

/// Does nothing when it is run as a test.
#[tokio::test]
async fn does_what_it_was_told() {
    let Some(act) = told("act=") else { return };
    let extra = told("extra=").unwrap();
    let folder = told("folder=").unwrap();
    let key = || VaultKey::from_file(told("key=").unwrap()).unwrap();
    let vault = open(Path::new(&folder), key()).await.unwrap();
    let (own, token) = (scope("ten_a"), name("token"));
    if act == "add" {
        let worker = extra;
        for round in 0..ADDITIONS {
            let text = format!("{worker}.{round}");
            vault.put(&own, &name(&text), secret(&text)).await.unwrap();
            add(&vault).await;
        }
        return;
    }
    let vault = vault.watched(move |step| {
        if format!("{step:?}") == extra {
            writeln!(io::stdout(), "{REACHED}").unwrap();
            io::stdout().flush().unwrap();
            loop {
                thread::park();
            }
        }
    });
    match act.as_str() {
        "put" => vault.put(&own, &token, secret("new")).await.map(|_| ()).unwrap(),
        "rotate" => {
            let from = vault.hold(&own, &token).await.unwrap().version;
            vault.rotate(&own, &token, from, secret("new")).await.map(|_| ()).unwrap();
        }
        "stage" => {
            let from = vault.hold(&own, &token).await.unwrap().version;
            vault.stage(&own, &token, from, STAGED, secret("new")).await.unwrap();
        }
        "promote" => {
            let from = vault.hold(&own, &token).await.unwrap().version;
            vault.promote(&own, &token, from, STAGED).await.unwrap();
        }
        "rewrap" => {
            assert_ne!(PASSPHRASE, NEW_PASSPHRASE);
            vault.rewrap(key(), passphrase(NEW_PASSPHRASE)).await.unwrap();
        }
        other => panic!("there is no act {other}"),
    }
}

/// Adds one to the number in a secret, as often as it takes to be the one who did.
async fn add(vault: &migrayt_vault::FileVault) {
    let (own, number) = (scope("ten_a"), name("number"));
    loop {
        let held = vault.hold(&own, &number).await.unwrap();
        let next = held.secret.expose_text().unwrap().parse::<u32>().unwrap() + 1;
        match vault.rotate(&own, &number, held.version, secret(next.to_string())).await {
            Ok(_) => return,
            Err(error) => assert_eq!(error.kind(), ErrorKind::Conflict),
        }
    }
}
