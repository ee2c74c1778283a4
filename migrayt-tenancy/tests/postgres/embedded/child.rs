//! A program with a server of its own, to be killed: this test program, told by its arguments what
//! to be.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use migrayt_tenancy::postgres::EmbeddedSettings;
use sqlx::{SqlSafeStr as _, query};

use super::place::{Place, connect, start};

/// What a child says before each number that it has committed.
const COMMITTED: &str = "committed ";

/// A process that writes one row after the other, each in a transaction.
pub(crate) struct Writer {
    child: Child,
    output: BufReader<ChildStdout>,
    last: i64,
}

impl Writer {
    pub(crate) fn start(place: &Place) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "embedded::child::does_what_it_was_told", "--nocapture"])
            .arg(format!("folder={}", place.folder().display()))
            .arg(format!("programs={}", place.programs.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output, last: 0 }
    }

    /// Waits until so many rows are written.
    pub(crate) fn wait_for(&mut self, rows: i64) {
        while self.last < rows {
            assert!(self.read(), "the writer ended early");
        }
    }

    /// Kills it, and says which row was the last that it has told of.
    pub(crate) fn kill(mut self) -> i64 {
        self.child.kill().unwrap();
        assert!(!self.child.wait().unwrap().success());
        while self.read() {}
        self.last
    }

    /// Reads a line; whether there was one. The last may be cut off.
    fn read(&mut self) -> bool {
        let mut line = String::new();
        let length = self.output.read_line(&mut line).unwrap();
        if let Some((_, row)) = line.split_once(COMMITTED)
            && let Some(row) = row.strip_suffix('\n')
        {
            self.last = row.parse().unwrap();
        }
        length > 0
    }
}

fn told(what: &str) -> Option<String> {
    env::args().find_map(|argument| argument.strip_prefix(what).map(str::to_owned))
}

/// Does nothing when it is run as a test.
#[tokio::test]
async fn does_what_it_was_told() {
    let Some(folder) = told("folder=") else { return };
    let mut settings = EmbeddedSettings::new(Path::new(&folder));
    settings.programs = told("programs=").map(Into::into);
    let server = start(settings).await.unwrap();
    let mut connection = connect(&server).await;
    let table = "CREATE TABLE written (row bigint PRIMARY KEY)".into_sql_str();
    sqlx::raw_sql(table).execute(&mut connection).await.unwrap();
    for row in 1_i64.. {
        // Whoever listens may have killed the server.
        let insert = query("INSERT INTO written VALUES ($1)").bind(row);
        if insert.execute(&mut connection).await.is_err() {
            break;
        }
        writeln!(std::io::stdout(), "{COMMITTED}{row}").unwrap();
    }
    std::future::pending::<()>().await;
}
