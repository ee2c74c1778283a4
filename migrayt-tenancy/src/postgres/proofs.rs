//! What must not compile, each after what must, as in the proofs of scopes: the two differ in one
//! line.
//!
//! # A function that takes a pool is not called with a database
//!
//! ```
//! # use migrayt_core::Result;
//! # use migrayt_tenancy::TenantScope;
//! # use migrayt_tenancy::postgres::{Database, TenantTx};
//! # use sqlx::PgPool;
//! async fn tasks(tx: &mut TenantTx<'_>) {}
//! async fn all_tasks(pool: &PgPool) {}
//! async fn work(database: &Database, scope: &TenantScope) -> Result<()> {
//!     tasks(&mut database.tenant(scope).await?).await;
//!     Ok(())
//! }
//! ```
//!
//! ```compile_fail,E0308
//! # use migrayt_core::Result;
//! # use migrayt_tenancy::TenantScope;
//! # use migrayt_tenancy::postgres::{Database, TenantTx};
//! # use sqlx::PgPool;
//! async fn tasks(tx: &mut TenantTx<'_>) {}
//! async fn all_tasks(pool: &PgPool) {}
//! async fn work(database: &Database, scope: &TenantScope) -> Result<()> {
//!     all_tasks(database).await;
//!     Ok(())
//! }
//! ```
//!
//! # A database executes nothing without a tenant
//!
//! ```
//! # use migrayt_core::Result;
//! # use migrayt_tenancy::TenantScope;
//! # use migrayt_tenancy::postgres::Database;
//! async fn work(database: &Database, scope: &TenantScope) -> Result<()> {
//!     database.tenant(scope).await?.execute(sqlx::query("SELECT 1")).await;
//!     Ok(())
//! }
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_core::Result;
//! # use migrayt_tenancy::TenantScope;
//! # use migrayt_tenancy::postgres::Database;
//! async fn work(database: &Database, scope: &TenantScope) -> Result<()> {
//!     sqlx::query("SELECT 1").execute(database).await;
//!     Ok(())
//! }
//! ```
//!
//! # A tenant's id opens no transaction
//!
//! ```
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::TenantScope;
//! # use migrayt_tenancy::postgres::Database;
//! async fn work(database: &Database, scope: &TenantScope, id: &TenantId) {
//!     let tx = database.tenant(scope).await;
//! }
//! ```
//!
//! ```compile_fail,E0308
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::TenantScope;
//! # use migrayt_tenancy::postgres::Database;
//! async fn work(database: &Database, scope: &TenantScope, id: &TenantId) {
//!     let tx = database.tenant(id).await;
//! }
//! ```
//!
//! # A database's pool is its own
//!
//! ```
//! # use migrayt_tenancy::postgres::Database;
//! async fn work(database: Database) {
//!     database.close().await;
//! }
//! ```
//!
//! ```compile_fail,E0616
//! # use migrayt_tenancy::postgres::Database;
//! async fn work(database: Database) {
//!     database.pool.close().await;
//! }
//! ```
//!
//! # A transaction is no connection
//!
//! ```
//! # use migrayt_tenancy::postgres::TenantTx;
//! # use sqlx::PgConnection;
//! fn take(tx: &mut TenantTx<'_>) {
//!     let taken: &mut TenantTx<'_> = tx;
//! }
//! ```
//!
//! ```compile_fail,E0308
//! # use migrayt_tenancy::postgres::TenantTx;
//! # use sqlx::PgConnection;
//! fn take(tx: &mut TenantTx<'_>) {
//!     let taken: &mut PgConnection = tx;
//! }
//! ```
//!
//! # A transaction is nobody else's executor
//!
//! ```
//! # use migrayt_tenancy::postgres::TenantTx;
//! async fn work(mut tx: TenantTx<'_>) {
//!     let done = tx.execute(sqlx::query("SELECT 1")).await;
//! }
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_tenancy::postgres::TenantTx;
//! async fn work(mut tx: TenantTx<'_>) {
//!     let done = sqlx::query("SELECT 1").execute(&mut tx).await;
//! }
//! ```
//!
//! # A transaction's connection is its own
//!
//! ```
//! # use migrayt_tenancy::postgres::TenantTx;
//! async fn work(tx: TenantTx<'_>) {
//!     let ended = tx.commit().await;
//! }
//! ```
//!
//! ```compile_fail,E0616
//! # use migrayt_tenancy::postgres::TenantTx;
//! async fn work(tx: TenantTx<'_>) {
//!     let ended = tx.session;
//! }
//! ```
//!
//! # A transaction is not committed twice
//!
//! ```
//! # use migrayt_core::Result;
//! # use migrayt_tenancy::postgres::TenantTx;
//! async fn work(first: TenantTx<'_>, second: TenantTx<'_>) -> Result<()> {
//!     first.commit().await?;
//!     second.commit().await
//! }
//! ```
//!
//! ```compile_fail,E0382
//! # use migrayt_core::Result;
//! # use migrayt_tenancy::postgres::TenantTx;
//! async fn work(first: TenantTx<'_>, second: TenantTx<'_>) -> Result<()> {
//!     first.commit().await?;
//!     first.commit().await
//! }
//! ```
//!
//! # A name that was not read is no role
//!
//! ```
//! # use migrayt_tenancy::postgres::AppRole;
//! let role = AppRole::parse("shop_app").unwrap();
//! ```
//!
//! ```compile_fail,E0423
//! # use migrayt_tenancy::postgres::AppRole;
//! let role = AppRole("none".to_owned());
//! ```
