//! A real keyring: GNOME's, in a session of its own with a home of its own, so that nobody's entries
//! are touched.

use std::env;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use migrayt_core::ErrorKind;
use migrayt_vault::{CredentialVault as _, FileVault, Keyring, MemoryAudit, VaultKey};

use crate::fixture::{Noon, name, open, scope, secret, value};

const INSTALL: &str = "apt-get install dbus gnome-keyring";

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

#[test]
fn a_real_keyring_keeps_the_key_of_a_vault() {
    if !["dbus-run-session", "dbus-send", "gnome-keyring-daemon"].into_iter().all(is_there) {
        writeln!(std::io::stdout(), "skipped: a test on a real keyring ({INSTALL})").unwrap();
        return;
    }
    let home = tempfile::tempdir().unwrap();
    // Two sessions: what the first has kept is there in the second.
    for act in ["make", "open"] {
        let output = Command::new("dbus-run-session")
            .args(["--", "/bin/sh", "-c", SESSION, "sh"])
            .arg(env::current_exe().unwrap())
            .args(["--exact", "session::does_what_it_was_told", "--nocapture"])
            .arg(format!("act={act}"))
            .arg(format!("home={}", home.path().display()))
            .env("HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .env("XDG_DATA_HOME", home.path().join("data"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains(&format!("done: {act}")), "{said}");
    }
}

/// Unlocks the keyring, which is made at the first time, waits until it answers, and runs what it is
/// told.
const SESSION: &str = r#"
printf %s password | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 1
bus="dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus"
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    $bus org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true &&
        exec "$@"
    sleep 0.5
done
exit 1
"#;

fn told(what: &str) -> Option<String> {
    env::args().find_map(|argument| argument.strip_prefix(what).map(str::to_owned))
}

/// Does nothing when it is run as a test.
#[tokio::test]
async fn does_what_it_was_told() {
    let Some(act) = told("act=").filter(|act| ["make", "open"].contains(&act.as_str())) else {
        return;
    };
    let Some(home) = told("home=") else { return };
    let path = std::path::Path::new(&home).join("vault");
    let keyring = Keyring::system().unwrap();
    if act == "make" {
        let missing = VaultKey::from_keyring(&keyring, &name("own")).unwrap_err();
        assert_eq!(missing.kind(), ErrorKind::ConfigInvalid, "{missing:?}");
        let key = VaultKey::make_in_keyring(&keyring, &name("own")).unwrap();
        let vault = FileVault::create(&path, key, Arc::new(MemoryAudit::default()), Arc::new(Noon))
            .await
            .unwrap();
        vault.put(&scope("ten_a"), &name("x"), secret("value")).await.unwrap();
        let twice = VaultKey::make_in_keyring(&keyring, &name("own")).unwrap_err();
        assert_eq!(twice.kind(), ErrorKind::AlreadyExists);
    }
    let key = VaultKey::from_keyring(&keyring, &name("own")).unwrap();
    let vault = open(&path, key).await.unwrap();
    assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), b"value");
    writeln!(std::io::stdout(), "done: {act}").unwrap();
}

/// A server or a container has no keyring, and says so instead of waiting for one.
#[test]
fn without_a_session_there_is_none() {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "session::asks_for_the_keyring", "--nocapture", "act=ask"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("Unavailable"), "{said}");
}

/// Does nothing when it is run as a test.
#[test]
fn asks_for_the_keyring() {
    if told("act=").as_deref() == Some("ask") {
        let error = Keyring::system().unwrap_err();
        assert!(error.help().unwrap().contains("key file"));
        writeln!(std::io::stdout(), "{:?}", error.kind()).unwrap();
    }
}
