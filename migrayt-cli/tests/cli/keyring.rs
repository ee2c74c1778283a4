//! The vault's key in a real keyring: GNOME's, in a session and a home of its own.

use std::process::{Command, Stdio};

use crate::rewrap::{configure, made};
use crate::vault::PASSPHRASE;
use crate::world::{Ended, World, end};

const INSTALL: &str = "apt-get install dbus gnome-keyring";

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

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

fn in_session(world: &World, arguments: &[&str]) -> Ended {
    let home = world.token_path("home");
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "/bin/sh", "-c", SESSION, "sh", env!("CARGO_BIN_EXE_migrayt")]);
    command.args(arguments).current_dir(world.folder());
    for setting in ["HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"] {
        command.env(setting, home.parent().unwrap());
    }
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    end(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
}

fn without_session(world: &World, arguments: &[&str]) -> Ended {
    let mut command = world.command(arguments);
    end(command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere").spawn().unwrap())
}

#[test]
fn a_key_in_the_keyring_opens_the_vault() {
    if !["dbus-run-session", "dbus-send", "gnome-keyring-daemon"].into_iter().all(is_there) {
        use std::io::Write as _;
        writeln!(std::io::stdout(), "skipped: a test on a real keyring ({INSTALL})").unwrap();
        return;
    }
    let world = made();
    let done = in_session(&world, &["vault", "rewrap", "--new-keyring", "migration"]);
    assert_eq!(done.status.code(), Some(0), "{}", done.err);
    assert!(done.out.contains("keyring = \"migration\""), "{}", done.out);
    world.expect(2, &["vault", "list"]);
    configure(&world, "keyring = 'migration'");
    let found = in_session(&world, &["vault", "check", "--json"]);
    assert_eq!(found.status.code(), Some(0), "{}", found.err);
    assert_eq!(found.last_json()[0]["readable"], true);
    assert!(without_session(&world, &["vault", "list"]).err.contains("key file"));
    let back = format!("file:{}", world.bring("passphrase", PASSPHRASE));
    let done = in_session(&world, &["vault", "rewrap", "--new-passphrase", &back]);
    assert_eq!(done.status.code(), Some(0), "{}", done.err);
}

#[test]
fn without_a_session_nothing_is_changed() {
    let world = made();
    let refused = without_session(&world, &["vault", "rewrap", "--new-keyring", "migration"]);
    assert_eq!(refused.status.code(), Some(3), "{}", refused.err);
    assert!(refused.err.contains("keyring") && refused.err.contains("key file"), "{}", refused.err);
    let refused = without_session(&world, &["vault", "rewrap", "--new-keyring", "a b"]);
    assert_eq!(refused.status.code(), Some(2), "{}", refused.err);
    world.expect(0, &["vault", "check"]);
}
