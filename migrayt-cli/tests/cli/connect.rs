//! Connections by OAuth: a person consents in a browser, and the trackers are reached by the grants.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;

use migrayt::core::port::Clock;
use migrayt::system::SystemClock;
use migrayt_testkit::sample;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{CLOUD_ID, Jira, JiraOptions};
use migrayt_testkit::sim::oauth::{App, Authority, Consent, Front, Person, Resource};
use migrayt_testkit::sim::server::Server;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

use crate::world::{Ended, PROJECT, command, end};

/// The account of the default login of the simulated Jira.
const ACCOUNT: &str = "5b10a2844c20165700ede21g";
const PASSPHRASE: &str = "four random words together";
const APP_SECRET: &str = "mgcan-app-secret-0001";
const ITEMS: usize = 8;

/// Two trackers that take the tokens of their authorities, each pair under one origin.
struct World {
    entra: Arc<Authority>,
    atlassian: Arc<Authority>,
    jira: Arc<Front<Jira>>,
    folder: TempDir,
    secrets: TempDir,
    /// Everything that commands have said.
    said: String,
    // Dropped before the runtime that they live on.
    _servers: [Server; 2],
    _runtime: Runtime,
}

impl World {
    fn new() -> Self {
        let redirect = format!("http://localhost:{}/return", free_port());
        let scopes = ["vso.work", "vso.project", "vso.profile"]
            .map(|scope| format!("{}/{scope}", migrayt_testkit::sim::oauth::AZURE_DEVOPS));
        let entra = Authority::entra("fabrikam.example", 3)
            .with_app(App::public("entra-app").with_redirect(&redirect).with_scopes(scopes));
        let scopes = [
            "read:jira-work",
            "read:jira-user",
            "write:jira-work",
            "manage:jira-configuration",
            "read:project:jira",
            "read:board-scope:jira-software",
            "read:sprint:jira-software",
            "write:sprint:jira-software",
        ];
        let app = App::confidential("jira-app", APP_SECRET).with_redirect(&redirect);
        let atlassian = Authority::atlassian(4)
            .with_app(app.with_scopes(scopes))
            .with_resource(Resource::site(CLOUD_ID, "fabrikam"));
        let [entra, atlassian] = [entra, atlassian].map(|authority| {
            let somebody = Person::new(ACCOUNT, "Somebody");
            Arc::new(authority.with_person(somebody).with_consent(Consent::Accept(ACCOUNT.into())))
        });
        let azure = AzureDevOps::new("fabrikam", PROJECT, "no-token-is-used")
            .with_authority(Arc::clone(&entra));
        azure.load(sample::items().unwrap().into_iter().take(ITEMS)).unwrap();
        let mut options = JiraOptions::default();
        "SHOP".clone_into(&mut options.project_key);
        options.authority = Some(Arc::clone(&atlassian));
        let jira = Arc::new(Front::new(Arc::clone(&atlassian), Jira::with_options(options)));
        let azure = Arc::new(Front::new(Arc::clone(&entra), azure));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let (azure, site) = (azure as _, Arc::clone(&jira) as _);
        let servers = runtime.block_on(async {
            [
                Server::start(azure, anywhere, Arc::clone(&clock)).await.unwrap(),
                Server::start(site, anywhere, clock).await.unwrap(),
            ]
        });
        let [source, target] = servers.each_ref().map(Server::url);
        let secrets = tempfile::tempdir().unwrap();
        let bring = |name: &str, text: &str| {
            let path = secrets.path().join(name);
            fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let (passphrase, app) = (bring("passphrase", PASSPHRASE), bring("app", APP_SECRET));
        let configuration = format!(
            r#"version = 1
[source]
kind = "azure-devops"
url = "{source}/fabrikam"
project = "{PROJECT}"
connection = "azure-devops"
[target]
kind = "jira"
url = "{target}/ex/jira/{CLOUD_ID}"
site = "fabrikam"
project = "SHOP"
connection = "jira"
[vault]
passphrase = 'file:{passphrase}'
[oauth.azure-devops]
client_id = "entra-app"
directory = "fabrikam.example"
authority = "{source}"
redirect = "{redirect}"
[oauth.jira]
client_id = "jira-app"
client_secret = 'file:{app}'
authority = "{target}"
api = "{target}"
redirect = "{redirect}"
[protocol]
scale = 300
lease_s = 3
"#
        );
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("migration.toml"), configuration).unwrap();
        Self {
            entra,
            atlassian,
            jira,
            folder,
            secrets,
            said: String::new(),
            _servers: servers,
            _runtime: runtime,
        }
    }

    #[track_caller]
    fn expect(&mut self, code: i32, arguments: &[&str]) -> Ended {
        let loud = [arguments, &["--log", "trace"]].concat();
        let ended = end(command(&loud).current_dir(self.folder.path()).spawn().unwrap());
        assert_eq!(ended.status.code(), Some(code), "{arguments:?}\n{}\n{}", ended.out, ended.err);
        self.said += &ended.out;
        self.said += &ended.err;
        ended
    }

    /// Connects to a tracker, as a person whose browser goes where it is sent.
    #[track_caller]
    fn connect(&mut self, tracker: &str, code: i32, bend: impl Fn(&str) -> String) -> Vec<Value> {
        let arguments = ["connect", tracker, "--json", "--log", "trace"];
        let mut child = command(&arguments).current_dir(self.folder.path()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let mut told: Vec<Value> = vec![serde_json::from_str(&first).unwrap()];
        let sent = get(told[0]["open"].as_str().unwrap());
        let location = sent.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
        let page = get(&bend(location));
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("has arrived"), "{page}");
        assert!(!page.contains("code."), "{page}");
        let rest: Vec<_> = lines.map(Result::unwrap).collect();
        told.extend(rest.iter().map(|line| serde_json::from_str::<Value>(line).unwrap()));
        let ended = end(child);
        assert_eq!(ended.status.code(), Some(code), "{tracker}: {rest:?}\n{}", ended.err);
        self.said += &(rest.join("\n") + &ended.err);
        told
    }
}

/// What an address answers, head and all.
fn get(address: &str) -> String {
    let url = Url::parse(address).unwrap();
    let host =
        if url.host_str() == Some("localhost") { "127.0.0.1" } else { url.host_str().unwrap() };
    let mut stream = TcpStream::connect((host, url.port().unwrap())).unwrap();
    let target = &url[url::Position::BeforePath..];
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Whether a token or code of an authority, or a secret, stands in a text.
fn finds(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    for word in ["access.", "refresh.", "code."] {
        for (at, _) in text.match_indices(word) {
            let rest: String = text[at + word.len()..].chars().take(16).collect();
            if rest.len() == 16 && rest.chars().all(|c| c.is_ascii_hexdigit()) {
                return Some(format!("{word}{rest}"));
            }
        }
    }
    [APP_SECRET, PASSPHRASE].iter().find(|secret| text.contains(*secret)).map(ToString::to_string)
}

fn ensure_clean(folder: &Path) -> usize {
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files += ensure_clean(&path);
        } else {
            assert_eq!(finds(&fs::read(&path).unwrap()), None, "{}", path.display());
            files += 1;
        }
    }
    files
}

fn straight(location: &str) -> String {
    location.to_owned()
}

#[test]
fn a_migration_goes_by_connections_and_leaks_nothing() {
    assert!(finds(b"x refresh.0123456789abcdef0").is_some());
    let mut world = World::new();
    let none = world.expect(2, &["scan"]);
    assert!(none.err.contains("vault"), "{}", none.err);

    let source = world.connect("azure-devops", 0, straight);
    assert_eq!(source.last().unwrap()["name"], "azure-devops");
    assert!(!world.entra.grant_view(0).unwrap().scopes.join(" ").contains("write"));
    let target = world.connect("jira", 0, straight);
    assert_eq!(target.last().unwrap()["sites"][0]["id"], CLOUD_ID);

    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    world.expect(0, &["plan"]);
    world.expect(0, &["run"]);
    world.expect(0, &["verify"]);
    world.expect(0, &["report"]);
    assert_eq!(world.jira.tracker().issues().len(), ITEMS);
    let listed = world.expect(0, &["connections"]).out;
    assert!(listed.contains("azure-devops") && listed.contains("until 20"), "{listed}");

    // A person takes the consent back: it is said once, and what to do.
    world.atlassian.withdraw("jira-app", ACCOUNT, SystemClock::new().now());
    let ended = world.expect(3, &["verify"]);
    assert!(ended.err.contains("error"), "{}", ended.err);
    let again = world.connect("jira", 0, straight);
    assert_eq!(again.last().unwrap()["again"], true);
    world.expect(0, &["verify"]);

    world.expect(0, &["disconnect", "jira"]);
    let gone = world.expect(3, &["verify"]);
    assert!(gone.err.contains("Connect first"), "{}", gone.err);
    world.expect(0, &["disconnect", "azure-devops"]);
    assert!(world.expect(0, &["connections"]).out.contains("no connections"));

    assert!(world.said.len() > 10_000, "{}", world.said.len());
    assert_eq!(finds(world.said.as_bytes()), None);
    assert!(ensure_clean(world.folder.path()) > 8);
    drop(world.secrets);
}

#[test]
fn a_forged_return_connects_nothing() {
    let mut world = World::new();
    let forged = |location: &str| {
        let url = Url::parse(location).unwrap();
        let pairs = url.query_pairs().map(|(key, value)| {
            let value = if key == "state" { "forged".into() } else { value };
            format!("{key}={value}")
        });
        let query: Vec<_> = pairs.collect();
        format!("{}?{}", location.split('?').next().unwrap(), query.join("&"))
    };
    world.connect("jira", 3, forged);
    assert_eq!(world.atlassian.tally().token_calls, 0);
    assert!(world.expect(0, &["connections"]).out.contains("no connections"));
}

#[test]
fn what_is_missing_is_said() {
    let mut world = World::new();
    let path = world.folder.path().join("migration.toml");
    let whole = fs::read_to_string(&path).unwrap();
    for (from, to, said) in [
        ("[oauth.jira]", "[oauth.azure-devops.x]", "unknown"),
        ("connection = \"jira\"", "", "target.token"),
        ("connection = \"jira\"", "connection = \"jira\"\ntoken = \"env:X\"", "either token or"),
        (
            "redirect = \"http://localhost",
            "redirect = \"https://example.com",
            "a port of this machine",
        ),
    ] {
        fs::write(&path, whole.replace(from, to)).unwrap();
        let ended = world.expect(2, &["connect", "jira"]);
        assert!(ended.err.contains(said), "{said}: {}", ended.err);
    }
    let without = whole.split("[oauth.jira]").next().unwrap();
    fs::write(&path, without).unwrap();
    let ended = world.expect(2, &["connect", "jira"]);
    assert!(ended.err.contains("developer console"), "{}", ended.err);
}
