//! The example schema with two tenants in it.

use migrayt_core::id::TenantId;
use migrayt_tenancy::TenantScope;
use migrayt_tenancy::postgres::{AppRole, AuditRules, Database, DatabaseSettings, Exemption};
use migrayt_testkit::postgres::Server;
pub(crate) use migrayt_testkit::postgres::run;
use sqlx::PgConnection;

pub(crate) const SCHEMA: &str = include_str!("../../examples/shop.sql");

/// As many rows as each tenant has in each table.
pub(crate) const ROWS: i64 = 3;

/// The tables that a tenant has rows in, partitions by their own names too, and the view.
pub(crate) const TABLES: [&str; 5] =
    ["shop.project", "shop.task", "shop.event", "shop.event_old", "shop.event_new"];

/// A server with the schema, and rows of a number of tenants.
pub(crate) struct Shop {
    pub(crate) server: Server,
    pub(crate) admin: PgConnection,
}

impl Shop {
    pub(crate) async fn open(tenants: u128) -> Option<Self> {
        let server = Server::start().await?;
        let mut admin = server.connect("postgres").await;
        furnish(&mut admin, tenants).await;
        Some(Self { server, admin })
    }

    pub(crate) fn database(&self, settings: DatabaseSettings) -> Database {
        // A superuser logs in, as in an embedded database: the worst case.
        Database::new(self.server.options("postgres"), app(), settings)
    }
}

/// Makes the schema in an empty database, and rows of a number of tenants.
pub(crate) async fn furnish(admin: &mut PgConnection, tenants: u128) {
    run(admin, SCHEMA).await;
    for tenant in 1..=tenants {
        let mark = mark(tenant);
        let uuid = uuid(tenant);
        let rows = format!(
            "INSERT INTO shop.tenant VALUES ('{uuid}');
             INSERT INTO shop.session VALUES ('digest {tenant}', '{uuid}');
             INSERT INTO shop.project SELECT '{uuid}', gen_random_uuid(), '{mark} ' || n
                 FROM generate_series(1, {ROWS}) AS n;
             INSERT INTO shop.task (tenant_id, project_id, state)
                 SELECT tenant_id, project_id, '{mark}' FROM shop.project
                 WHERE tenant_id = '{uuid}';
             INSERT INTO shop.event (tenant_id, day, code)
                 SELECT '{uuid}', day::date, '{mark}'
                 FROM unnest(ARRAY['2025-01-01', '2026-01-01']) AS day,
                 generate_series(1, {ROWS})"
        );
        run(admin, &rows).await;
    }
}

pub(crate) fn app() -> AppRole {
    AppRole::parse("shop_app").unwrap()
}

pub(crate) fn rules() -> AuditRules {
    let mut rules = AuditRules::new("shop", [app(), AppRole::parse("shop_worker").unwrap()]);
    rules.shared_tables = vec![
        Exemption::new("shop.tenant", "it is the list of tenants"),
        Exemption::new("shop.session", "it is asked before the tenant is known"),
    ];
    rules
}

/// What stands in every row of a tenant.
pub(crate) fn mark(tenant: u128) -> String {
    format!("row of {tenant}")
}

/// A tenant's id as the database holds it.
pub(crate) fn uuid(tenant: u128) -> String {
    format!("00000000-0000-0000-0000-{tenant:012x}")
}

pub(crate) async fn scope(tenant: u128) -> TenantScope {
    scope_of(TenantId::from_bits(tenant)).await
}

pub(crate) async fn scope_of(tenant: TenantId) -> TenantScope {
    migrayt_testkit::postgres::scope_of(tenant).await.unwrap()
}
