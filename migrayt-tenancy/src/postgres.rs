//! Tenants in PostgreSQL: the wall inside the database.
//!
//! [`Database`] holds the pool and gives it to nobody. [`Database::tenant`] is the only way to a
//! statement: a transaction under the role of the application, in which row-level security shows
//! the rows of one tenant. [`audit`] reads the catalog of a database and names everything that
//! would let a tenant through or around that wall.
//!
//! A tenant's id is 128 bits. In the database it is a `uuid`, and its text there is the 32 digits
//! of the public id (`ten_...`) in groups, with every bit as it is.
//!
//! Connections are made without TLS unless the program turns on one of sqlx's features for it,
//! such as `sqlx/tls-rustls-aws-lc-rs`, and asks for it in the options.
//!
//! ```no_run
//! use migrayt_core::Result;
//! use migrayt_tenancy::TenantScope;
//! use migrayt_tenancy::postgres::{AppRole, AuditRules, Database, DatabaseSettings, Exemption};
//! use sqlx::postgres::PgConnectOptions;
//! use sqlx::query;
//!
//! async fn close_task(database: &Database, scope: &TenantScope, task: &str) -> Result<bool> {
//!     let mut tx = database.tenant(scope).await?;
//!     // No condition names the tenant, and none could name another.
//!     let close = query("UPDATE shop.task SET state = 'closed' WHERE task_id = $1::uuid");
//!     let closed = tx.execute(close.bind(task)).await? == 1;
//!     tx.commit().await?;
//!     Ok(closed)
//! }
//!
//! # async fn example(options: PgConnectOptions) -> Result<()> {
//! let role = AppRole::parse("shop_app")?;
//! let database = Database::new(options, role.clone(), DatabaseSettings::default());
//!
//! // In the product's own tests, after its own migrations:
//! let mut rules = AuditRules::new("shop", [role]);
//! rules.shared_tables.push(Exemption::new("shop.tenant", "it is the list of tenants"));
//! assert_eq!(database.audit(&rules).await?, []);
//! # Ok(())
//! # }
//! ```

mod audit;
mod database;
#[cfg(all(feature = "embedded", unix))]
mod embedded;
mod fault;
mod proofs;
mod role;
mod schema;
mod session;
mod settings;
mod statement;
mod tenant;
mod transaction;

pub use self::audit::{AuditRules, Exemption, Rule, Violation, audit};
pub use self::database::Database;
#[cfg(all(feature = "embedded", unix))]
pub use self::embedded::{EmbeddedServer, EmbeddedSettings};
pub use self::fault::fault;
pub use self::role::AppRole;
pub use self::schema::Schema;
pub use self::settings::DatabaseSettings;
pub use self::transaction::TenantTx;

/// The setting that names the tenant of a transaction; policies read it.
pub const TENANT_SETTING: &str = "app.tenant_id";
