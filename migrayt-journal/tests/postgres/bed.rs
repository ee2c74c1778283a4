use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use migrayt_core::id::TenantId;
use migrayt_journal::PostgresJournal;
use migrayt_tenancy::postgres::{AppRole, AuditRules, Database, DatabaseSettings};
use migrayt_testkit::postgres::{Pooler, Server, run, scope_of};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, PgConnection};
use tokio::sync::Mutex;

/// A database with the journal's schema.
#[derive(Debug)]
pub(crate) struct Bed {
    pub(crate) server: Arc<Server>,
    /// The database's name.
    name: String,
}

/// Owns the tables and logs in nowhere; what statements of tenants run as; who logs in and can do
/// nothing but become the application.
const ROLES: &str = "
    CREATE ROLE journal_owner NOLOGIN;
    CREATE ROLE journal_app NOLOGIN;
    CREATE ROLE journal_login LOGIN NOINHERIT;
    GRANT journal_app TO journal_login";

/// The server of this program, with the database that most tests share: each of them has tenants of
/// its own. It is gone when no test needs it any more.
static SHARED: Mutex<Weak<Bed>> = Mutex::const_new(Weak::new());

static NUMBERS: AtomicU64 = AtomicU64::new(1);

impl Bed {
    /// The shared one; `None` where there is no PostgreSQL.
    pub(crate) async fn shared() -> Option<Arc<Self>> {
        let mut shared = SHARED.lock().await;
        if let Some(bed) = shared.upgrade() {
            return Some(bed);
        }
        let bed = Arc::new(Self::own().await?);
        *shared = Arc::downgrade(&bed);
        Some(bed)
    }

    /// One with a server of its own.
    pub(crate) async fn own() -> Option<Self> {
        let server = Arc::new(Server::start().await?);
        run(&mut server.connect("postgres").await, ROLES).await;
        let bed = Self { server, name: "postgres".into() };
        bed.prepare().await;
        bed.migrate().await;
        Some(bed)
    }

    /// An empty database on the same server.
    pub(crate) async fn another(&self) -> Self {
        self.another_in("LOCALE_PROVIDER libc LOCALE 'C'").await
    }

    /// An empty database of a language.
    pub(crate) async fn another_in(&self, language: &str) -> Self {
        let name = format!("other_{}", number());
        let create = format!("CREATE DATABASE {name} TEMPLATE template0 {language}");
        run(&mut self.server.connect("postgres").await, &create).await;
        let bed = Self { server: Arc::clone(&self.server), name };
        bed.prepare().await;
        bed
    }

    /// What a product does once for its own tables too.
    async fn prepare(&self) {
        let name = &self.name;
        let prepare = format!(
            "REVOKE CREATE, TEMPORARY ON DATABASE {name} FROM PUBLIC;
             GRANT CREATE ON DATABASE {name} TO journal_owner;
             REVOKE CREATE ON SCHEMA public FROM PUBLIC"
        );
        run(&mut self.admin().await, &prepare).await;
    }

    pub(crate) async fn migrate(&self) {
        PostgresJournal::SCHEMA.migrate(&mut self.owner().await, &[app()]).await.unwrap();
    }

    pub(crate) async fn admin(&self) -> PgConnection {
        self.options("postgres").connect().await.unwrap()
    }

    /// A connection that acts as the owner of the tables.
    pub(crate) async fn owner(&self) -> PgConnection {
        let mut owner = self.admin().await;
        run(&mut owner, "SET ROLE journal_owner").await;
        owner
    }

    pub(crate) fn options(&self, user: &str) -> PgConnectOptions {
        self.server.options(user).database(&self.name)
    }

    pub(crate) fn database(&self) -> Arc<Database> {
        self.database_with(DatabaseSettings::default())
    }

    pub(crate) fn database_with(&self, settings: DatabaseSettings) -> Arc<Database> {
        Arc::new(Database::new(self.options("journal_login"), app(), settings))
    }

    /// The database through a pooler.
    pub(crate) fn pooled(&self, pooler: &Pooler) -> Arc<Database> {
        let mut settings = DatabaseSettings::default();
        settings.pooled = true;
        Arc::new(Database::new(pooler.options().database(&self.name), app(), settings))
    }
}

/// A tenant's journal.
pub(crate) async fn journal(database: &Arc<Database>, tenant: u64) -> PostgresJournal {
    let scope = scope_of(TenantId::from_bits(tenant.into())).await.unwrap();
    PostgresJournal::open(Arc::clone(database), scope).await.unwrap()
}

/// A number that nobody had, for a tenant among others.
pub(crate) fn number() -> u64 {
    NUMBERS.fetch_add(1, Ordering::Relaxed)
}

pub(crate) fn app() -> AppRole {
    AppRole::parse("journal_app").unwrap()
}

pub(crate) fn rules() -> AuditRules {
    AuditRules::new(PostgresJournal::SCHEMA.name(), [app()])
}
