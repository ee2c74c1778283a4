use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use super::account::Account;

/// Becomes the program that it is told, which then has the number of this process, and leaves
/// somebody behind who waits for the end of standard input, that is for the end of whoever holds
/// its other side, and then asks the program to stop. A line by standard input calls that off.
///
/// - 4 is the lock that the program and its children inherit; the one who waits does not.
/// - SIGINT ends PostgreSQL at once and in order.
const SCRIPT: &str = r#"
exec 5<&0
( ( read -r line <&5 || kill -INT "$$" ) >/dev/null 2>&1 & ) </dev/null
exec "$@" 4>&1 >/dev/null </dev/null 5<&-
"#;

/// A program that ends with whoever started it, also if that is killed.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    ended: Option<ExitStatus>,
}

impl Process {
    /// Starts a program. All of its processes hold the lock; what they say goes into the log.
    pub(super) fn start(
        program: &Path,
        arguments: &[String],
        folder: &Path,
        account: Account,
        (lock, log): (&File, &File),
    ) -> io::Result<Self> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "sh"]).arg(program).args(arguments);
        // Secrets and settings of this process are not the server's, and a language would change
        // how a database is made.
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").env("TZ", "UTC");
        // Keys that are pressed in a terminal are not for it.
        command.current_dir(folder).process_group(0);
        command.stdin(Stdio::piped()).stdout(lock.try_clone()?).stderr(log.try_clone()?);
        account.take(&mut command);
        Ok(Self { child: command.spawn()?, ended: None })
    }

    /// How it ended, if it has.
    pub(super) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait()?;
            if self.ended.is_some() {
                self.call_off();
            }
        }
        Ok(self.ended)
    }

    /// Asks it to stop, in order.
    pub(super) fn ask_to_stop(&mut self) {
        drop(self.child.stdin.take());
    }

    /// Ends it where it stands.
    pub(super) fn kill(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.ended = Some(self.child.wait()?);
        self.call_off();
        Ok(())
    }

    /// The number of a process that is gone may soon be another's.
    fn call_off(&mut self) {
        if let Some(mut input) = self.child.stdin.take() {
            // Whoever waits may be gone too.
            drop(input.write_all(b"\n"));
        }
    }
}
