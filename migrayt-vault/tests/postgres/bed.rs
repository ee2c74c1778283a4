use std::sync::Arc;

use migrayt_tenancy::postgres::{AppRole, AuditRules, Database, DatabaseSettings};
use migrayt_testkit::postgres::{Pooler, Server, run};
use migrayt_vault::oauth::PostgresRows;
use sqlx::PgConnection;

/// A server with the schema of connections.
#[derive(Debug)]
pub(crate) struct Bed {
    pub(crate) server: Server,
}

/// Owns the tables and logs in nowhere; what statements of tenants run as; who logs in and can do
/// nothing but become the application.
const PREPARE: &str = "
    CREATE ROLE rows_owner NOLOGIN;
    CREATE ROLE rows_app NOLOGIN;
    CREATE ROLE rows_login LOGIN NOINHERIT;
    GRANT rows_app TO rows_login;
    REVOKE CREATE, TEMPORARY ON DATABASE postgres FROM PUBLIC;
    GRANT CREATE ON DATABASE postgres TO rows_owner;
    REVOKE CREATE ON SCHEMA public FROM PUBLIC";

impl Bed {
    /// A server without a schema; `None` where there is no PostgreSQL.
    pub(crate) async fn bare() -> Option<Self> {
        let server = Server::start().await?;
        run(&mut server.connect("postgres").await, PREPARE).await;
        Some(Self { server })
    }

    pub(crate) async fn start() -> Option<Self> {
        let bed = Self::bare().await?;
        bed.migrate().await;
        Some(bed)
    }

    pub(crate) async fn migrate(&self) {
        PostgresRows::SCHEMA.migrate(&mut self.owner().await, &[app()]).await.unwrap();
    }

    pub(crate) async fn admin(&self) -> PgConnection {
        self.server.connect("postgres").await
    }

    /// A connection that acts as the owner of the tables.
    pub(crate) async fn owner(&self) -> PgConnection {
        let mut owner = self.admin().await;
        run(&mut owner, "SET ROLE rows_owner").await;
        owner
    }

    pub(crate) fn database(&self) -> Arc<Database> {
        let options = self.server.options("rows_login");
        Arc::new(Database::new(options, app(), DatabaseSettings::default()))
    }

    pub(crate) fn rows(&self) -> PostgresRows {
        PostgresRows::new(self.database())
    }

    /// The rows through a pooler.
    pub(crate) fn pooled(pooler: &Pooler) -> PostgresRows {
        let mut settings = DatabaseSettings::default();
        settings.pooled = true;
        PostgresRows::new(Arc::new(Database::new(pooler.options(), app(), settings)))
    }

    /// Removes all rows of all tenants.
    pub(crate) async fn empty(&self) {
        run(&mut self.admin().await, "TRUNCATE migrayt_vault.connection").await;
    }
}

pub(crate) fn app() -> AppRole {
    AppRole::parse("rows_app").unwrap()
}

pub(crate) fn rules() -> AuditRules {
    AuditRules::new(PostgresRows::SCHEMA.name(), [app()])
}
