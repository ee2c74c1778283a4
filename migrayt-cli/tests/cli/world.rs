//! Two simulated trackers on loopback and a folder with a configuration for them.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;

use migrayt::core::port::Clock;
use migrayt::system::SystemClock;
use migrayt_testkit::fault::Faulty;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{Jira, JiraOptions};
use migrayt_testkit::sim::server::Server;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) const PROJECT: &str = "Fabrikam";

pub(crate) struct World {
    pub(crate) source: Arc<Faulty<AzureDevOps>>,
    pub(crate) target: Arc<Faulty<Jira>>,
    folder: TempDir,
    /// Where the tokens are, apart from everything else.
    secrets: TempDir,
    /// Where both listen.
    pub(crate) urls: [String; 2],
    // Dropped before the runtime that they live on.
    _servers: [Server; 2],
    _runtime: Runtime,
}

/// How a command ended and what it said.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    pub(crate) fn new(items: impl IntoIterator<Item = Value>) -> Self {
        Self::with_tokens(items, ["source-token-0001", "target-token-0002"])
    }

    /// A world in which the trackers take these tokens.
    pub(crate) fn with_tokens(items: impl IntoIterator<Item = Value>, tokens: [&str; 2]) -> Self {
        Self::of(items, tokens, |_| {})
    }

    /// A world whose site is otherwise than the default one.
    pub(crate) fn with_site(
        items: impl IntoIterator<Item = Value>,
        site: impl FnOnce(&mut JiraOptions),
    ) -> Self {
        Self::of(items, ["source-token-0001", "target-token-0002"], site)
    }

    fn of(
        items: impl IntoIterator<Item = Value>,
        [source_token, target_token]: [&str; 2],
        site: impl FnOnce(&mut JiraOptions),
    ) -> Self {
        let azure = AzureDevOps::new("fabrikam", PROJECT, source_token);
        let mut options = JiraOptions::default();
        "SHOP".clone_into(&mut options.project_key);
        for login in &mut options.logins {
            "me@example.com".clone_into(&mut login.email);
            target_token.clone_into(&mut login.token);
        }
        site(&mut options);
        azure.load(items).unwrap();
        let source = Arc::new(Faulty::new(azure));
        let target = Arc::new(Faulty::new(Jira::with_options(options)));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let servers = runtime.block_on(async {
            [
                Server::start(Arc::clone(&source) as _, anywhere, Arc::clone(&clock))
                    .await
                    .unwrap(),
                Server::start(Arc::clone(&target) as _, anywhere, clock).await.unwrap(),
            ]
        });
        let urls = servers.each_ref().map(Server::url);
        let world = Self {
            source,
            target,
            folder: tempfile::tempdir().unwrap(),
            secrets: tempfile::tempdir().unwrap(),
            urls,
            _servers: servers,
            _runtime: runtime,
        };
        world.set_token("source", source_token);
        world.set_token("target", target_token);
        world.write("migration.toml", &world.configuration());
        world
    }

    /// A configuration whose waits for a remote are three hundred times shorter.
    pub(crate) fn configuration(&self) -> String {
        let [source, target] = &self.urls;
        let token = |side| self.token_path(side).display().to_string();
        let (source_token, target_token) = (token("source"), token("target"));
        format!(
            r#"version = 1

[source]
kind = "azure-devops"
url = "{source}/fabrikam"
project = "{PROJECT}"
token = "file:{source_token}"

[target]
kind = "jira"
url = "{target}"
project = "SHOP"
email = "me@example.com"
token = "file:{target_token}"

[protocol]
scale = 300
lease_s = 3
"#
        )
    }

    pub(crate) fn token_path(&self, side: &str) -> PathBuf {
        self.secrets.path().join(format!("{side}.token"))
    }

    /// Writes a file outside of the migration's folder, as a person brings one along.
    pub(crate) fn bring(&self, name: &str, text: &str) -> String {
        let path = self.secrets.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub(crate) fn set_token(&self, side: &str, token: &str) {
        fs::write(self.token_path(side), token).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn jira(&self) -> &Jira {
        self.target.inner()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(arguments);
        command.current_dir(self.folder.path());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn migrayt(&self, arguments: &[&str]) -> Ended {
        end(self.command(arguments).spawn().unwrap())
    }

    /// Runs a command that must end with a code.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32, arguments: &[&str]) -> Ended {
        let ended = self.migrayt(arguments);
        assert_eq!(ended.status.code(), Some(code), "{arguments:?}\n{}\n{}", ended.out, ended.err);
        ended
    }

    /// Everything up to the plan.
    #[track_caller]
    pub(crate) fn plan(&self) {
        self.expect(0, &["scan"]);
        self.expect(0, &["suggest"]);
        self.expect(0, &["plan"]);
    }

    /// The last line of a command's output as JSON.
    #[track_caller]
    pub(crate) fn json(&self, code: i32, arguments: &[&str]) -> Value {
        self.expect(code, &[arguments, &["--json"]].concat()).last_json()
    }
}

impl Ended {
    #[track_caller]
    pub(crate) fn last_json(&self) -> Value {
        serde_json::from_str(self.out.lines().last().unwrap_or_default()).unwrap()
    }
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_migrayt"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn end(child: Child) -> Ended {
    let output = child.wait_with_output().unwrap();
    Ended {
        status: output.status,
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
