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

mod audit;
mod database;
mod fault;
mod role;
mod session;
mod settings;
mod statement;
mod tenant;
mod transaction;

pub use self::audit::{AuditRules, Exemption, Rule, Violation, audit};
pub use self::database::Database;
pub use self::role::AppRole;
pub use self::settings::DatabaseSettings;
pub use self::transaction::TenantTx;

/// The setting that names the tenant of a transaction; policies read it.
pub const TENANT_SETTING: &str = "app.tenant_id";
