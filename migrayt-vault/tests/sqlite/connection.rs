//! A connection over any rows, made and renewed with the double of an authority.

use std::future::pending;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use http::{Request, Response};
use migrayt_core::Result;
use migrayt_core::port::{Body, Clock, Credential as _, Ids, Wire};
use migrayt_tenancy::TenantScope;
use migrayt_testkit::sim::oauth::{App, Authority, AuthorizeRequest, Authorized, Consent, Person};
use migrayt_testkit::wire::InProcess;
use migrayt_vault::oauth::{
    Access, ConnectionParts, ConnectionRows, Connections, OAuthApp, Platform,
};
use migrayt_vault::{CredentialVault as _, MemoryAudit, MemoryVault, SecretName};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const SECRET: &str = "canary-secret-of-the-app";
const PERSON: &str = "canary-account";
const RETURN: &str = "http://127.0.0.1:1/return";

/// Connects under a name and renews the grant once, through an authority whose answers take this
/// long. Gives what must rest nowhere but in the vault: the tokens that were given, and what they
/// were asked for with.
pub(crate) async fn connect_and_renew(
    rows: Arc<dyn ConnectionRows>,
    scope: &TenantScope,
    name: &SecretName,
    pause: Duration,
) -> Vec<String> {
    let app = App::confidential("client-1", SECRET)
        .with_redirect(RETURN)
        .with_scopes(["read:jira-work", "read:jira-user"]);
    let authority = Authority::atlassian(5)
        .with_app(app)
        .with_person(Person::new(PERSON, "canary-name"))
        .with_consent(Consent::Accept(PERSON.to_owned()));
    let (authority, clock) = (Arc::new(authority), Arc::new(Hands::default()));
    let vault = Arc::new(MemoryVault::new(Arc::new(MemoryAudit::default()), clock.clone()));
    let inner = InProcess::new(authority.clone(), clock.clone());
    let parts = ConnectionParts {
        vault: vault.clone(),
        rows: rows.clone(),
        wire: Arc::new(Slow { inner, clock: clock.clone(), pause }),
        clock: clock.clone(),
        ids: Arc::new(Counting::default()),
    };
    let at = "http://127.0.0.1:1";
    let platform = Platform::atlassian_at(at, at).unwrap();
    let app = OAuthApp::new(platform, "client-1", Some(SECRET.into()), RETURN).unwrap();
    let connections = Connections::new(parts, app);

    let consent = connections.ask(Access::Read);
    let asked = AuthorizeRequest::parse(consent.url.as_str());
    let Authorized::Redirect(back) = authority.authorize(&asked, clock.now()) else {
        panic!("the person was not sent back");
    };
    let query = back.split_once('?').unwrap().1;
    connections.connect(scope, name, consent.pending, query).await.unwrap();
    let mut secret = vec![SECRET.to_owned(), PERSON.to_owned(), "canary-name".to_owned()];
    secret.extend(query.split('&').map(|part| part.split_once('=').unwrap().1.to_owned()));
    let before = tokens(&vault, scope, name).await;

    clock.pass(Duration::minutes(55));
    connections.credential(scope, name).lend().await.unwrap();
    let after = tokens(&vault, scope, name).await;
    assert!(before.iter().all(|token| !after.contains(token)), "nothing was renewed");
    let tally = authority.tally();
    assert_eq!((tally.refreshes, tally.retries, tally.refused), (1, 0, 0), "{tally:?}");
    let row = rows.read(scope, name).await.unwrap().unwrap();
    assert_eq!((row.attempt, row.ended), (None, false));
    assert!(row.renewed_at > row.consented_at);
    secret.extend(before.into_iter().chain(after));
    assert!(secret.len() >= 9 && secret.iter().all(|text| text.len() > 8), "{}", secret.len());
    secret
}

/// Both tokens of the grant in the vault.
async fn tokens(vault: &MemoryVault, scope: &TenantScope, name: &SecretName) -> Vec<String> {
    let held = vault.hold(scope, name).await.unwrap();
    let grant: serde_json::Value = serde_json::from_slice(held.secret.expose()).unwrap();
    ["access", "refresh"].map(|token| grant[token].as_str().unwrap().to_owned()).to_vec()
}

/// Whether any of these files holds these bytes.
pub(crate) fn holds(files: &[std::path::PathBuf], needle: &[u8]) -> bool {
    files.iter().any(|file| {
        // A server may have removed one meanwhile.
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

/// Files hold the row of a name, and nothing of what must rest nowhere.
pub(crate) fn hold_none(files: &[std::path::PathBuf], name: &SecretName, secret: &[String]) {
    for known in [name.as_str(), "atlassian"] {
        assert!(holds(files, known.as_bytes()), "{known} was not found");
    }
    for (index, text) in secret.iter().enumerate() {
        let bytes = text.as_bytes();
        assert!(!holds(files, &bytes[..bytes.len() * 2 / 3]), "{index}");
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!holds(files, &wide), "{index}");
        let hexadecimal = format!("{bytes:02x?}").replace(", ", "");
        assert!(!holds(files, hexadecimal.trim_matches(['[', ']']).as_bytes()), "{index}");
    }
}

/// A clock whose moments are finer than what is kept of them, and that nobody waits for.
#[derive(Debug)]
struct Hands(Mutex<OffsetDateTime>);

impl Hands {
    fn pass(&self, span: Duration) {
        *self.0.lock().unwrap() += span;
    }
}

impl Default for Hands {
    fn default() -> Self {
        Self(Mutex::new(datetime!(2026-09-01 8:00:00.123_456_789 UTC)))
    }
}

#[async_trait]
impl Clock for Hands {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap()
    }

    async fn sleep_until(&self, _moment: OffsetDateTime) {
        pending::<()>().await;
    }
}

/// A wire whose answers take their time.
#[derive(Debug)]
struct Slow {
    inner: InProcess,
    clock: Arc<Hands>,
    pause: Duration,
}

#[async_trait]
impl Wire for Slow {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>> {
        let answer = self.inner.send(request).await;
        self.clock.pass(self.pause);
        answer
    }
}

#[derive(Debug, Default)]
struct Counting(AtomicU64);

impl Ids for Counting {
    fn fresh(&self) -> u128 {
        u128::from(self.0.fetch_add(1, Ordering::SeqCst)) << 64 | 0xa5a5
    }
}
