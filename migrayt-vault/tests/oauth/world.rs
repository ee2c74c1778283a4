//! A connection's surroundings: an authority, a vault, rows, a clock that is moved by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use migrayt_core::id::TenantId;
use migrayt_core::port::{Clock as _, Credential as _, Ids, Wire};
use migrayt_core::{ErrorKind, Result};
use migrayt_tenancy::{Solo, TenantScope};
use migrayt_testkit::clock::VirtualClock;
use migrayt_testkit::sim::oauth::{
    App, Authority, AuthorizeRequest, Authorized, Consent, Person, Resource,
};
use migrayt_testkit::wire::InProcess;
use migrayt_vault::oauth::{
    Access, ConnectionParts, ConnectionRows, Connections, MemoryRows, OAuthApp, OAuthCredential,
    Platform,
};
use migrayt_vault::{CredentialVault, MemoryVault, SecretName, TracingAudit};
use secrecy::ExposeSecret as _;
use time::{Duration, OffsetDateTime};

pub(crate) const CLIENT: &str = "client-1";
pub(crate) const SECRET: &str = "mgcanclientsecretw8f3";
pub(crate) const PERSON: &str = "person-1";
pub(crate) const RETURN: &str = "http://localhost:4321/return";

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) platform: Platform,
    pub(crate) authority: Arc<Authority>,
    pub(crate) clock: Arc<VirtualClock>,
    pub(crate) parts: ConnectionParts,
}

/// Numbers from one on, spread over all bits.
#[derive(Debug, Default)]
pub(crate) struct Counted(AtomicU64);

impl Ids for Counted {
    fn fresh(&self) -> u128 {
        let next = u128::from(self.0.fetch_add(1, Ordering::Relaxed) + 1);
        next.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
    }
}

impl World {
    pub(crate) fn entra() -> Self {
        let of_devops = ["vso.work", "vso.work_write", "vso.project", "vso.profile"];
        let scopes =
            of_devops.map(|scope| format!("{}/{scope}", migrayt_testkit::sim::oauth::AZURE_DEVOPS));
        let app = App::public(CLIENT).with_redirect(RETURN).with_scopes(scopes);
        let platform = Platform::entra_at("http://127.0.0.1:1", "directory-1").unwrap();
        Self::of(platform, Authority::entra("directory-1", 7).with_app(app))
    }

    pub(crate) fn atlassian() -> Self {
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
        let app = App::confidential(CLIENT, SECRET).with_redirect(RETURN).with_scopes(scopes);
        let platform = Platform::atlassian_at("http://127.0.0.1:1", "http://127.0.0.1:1").unwrap();
        let authority = Authority::atlassian(7).with_app(app);
        Self::of(platform, authority.with_resource(Resource::site("cloud-1", "fabrikam")))
    }

    pub(crate) fn both() -> [Self; 2] {
        [Self::entra(), Self::atlassian()]
    }

    fn of(platform: Platform, authority: Authority) -> Self {
        let authority = authority
            .with_person(Person::new(PERSON, "Somebody"))
            .with_consent(Consent::Accept(PERSON.to_owned()));
        let (authority, clock) = (Arc::new(authority), Arc::new(VirtualClock::default()));
        let wire = InProcess::new(Arc::clone(&authority) as _, Arc::clone(&clock) as _);
        let parts = ConnectionParts {
            vault: Arc::new(MemoryVault::new(Arc::new(TracingAudit), Arc::clone(&clock) as _)),
            rows: Arc::new(MemoryRows::default()),
            wire: Arc::new(wire),
            clock: Arc::clone(&clock) as _,
            ids: Arc::new(Counted::default()),
        };
        Self { platform, authority, clock, parts }
    }

    pub(crate) fn app(&self) -> OAuthApp {
        let secret = matches!(self.platform, Platform::Atlassian { .. }).then(|| SECRET.into());
        OAuthApp::new(self.platform.clone(), CLIENT, secret, RETURN).unwrap()
    }

    pub(crate) fn connections(&self) -> Connections {
        Connections::new(self.parts.clone(), self.app())
    }

    /// The same over another wire.
    pub(crate) fn through(&self, wire: Arc<dyn Wire>) -> Connections {
        Connections::new(ConnectionParts { wire, ..self.parts.clone() }, self.app())
    }

    /// The query with which the browser of the person comes back.
    pub(crate) fn answer(&self, url: &str) -> String {
        let asked = AuthorizeRequest::parse(url);
        match self.authority.authorize(&asked, self.now()) {
            Authorized::Redirect(address) => {
                assert!(address.starts_with(RETURN), "{address}");
                address.split_once('?').unwrap().1.to_owned()
            }
            _ => panic!("nobody consented"),
        }
    }

    pub(crate) async fn connect(&self) -> Result<OAuthCredential> {
        let connections = self.connections();
        let consent = connections.ask(Access::Read);
        let query = self.answer(consent.url.as_str());
        connections.connect(&scope(), &name(), consent.pending, &query).await?;
        Ok(connections.credential(&scope(), &name()))
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    pub(crate) fn pass(&self, span: Duration) {
        self.clock.advance_to(self.now() + span);
    }

    /// Lends a token and shows it to the tracker; whether that takes it.
    pub(crate) async fn is_let_in(&self, credential: &OAuthCredential) -> Result<bool> {
        let header = credential.lend().await?;
        let token = header.expose_secret().strip_prefix("Bearer ").unwrap();
        Ok(self.authority.introspect(token, self.now()).is_some())
    }

    pub(crate) async fn kind(&self, credential: &OAuthCredential) -> ErrorKind {
        self.is_let_in(credential).await.unwrap_err().kind()
    }
}

pub(crate) fn scope() -> TenantScope {
    tenant("ten_a")
}

pub(crate) fn tenant(id: &str) -> TenantScope {
    Solo::new(TenantId::new(id)).scope()
}

pub(crate) fn name() -> SecretName {
    SecretName::new("tracker").unwrap()
}

/// What lies in the vault.
pub(crate) async fn held(vault: &dyn CredentialVault) -> Vec<u8> {
    vault.hold(&scope(), &name()).await.unwrap().secret.expose().to_vec()
}

/// The row of the connection.
pub(crate) async fn row(rows: &dyn ConnectionRows) -> migrayt_vault::oauth::ConnectionRow {
    rows.read(&scope(), &name()).await.unwrap().unwrap()
}

/// A wire that nobody may use.
#[derive(Debug)]
pub(crate) struct Cut;

#[async_trait]
impl Wire for Cut {
    async fn send(
        &self,
        _request: http::Request<migrayt_core::port::Body>,
    ) -> Result<http::Response<migrayt_core::port::Body>> {
        panic!("nothing should be sent")
    }
}
