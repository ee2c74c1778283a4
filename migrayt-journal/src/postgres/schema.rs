use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_tenancy::postgres::{AppRole, fault};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::work::Work;
use crate::row::Columns as _;

/// The tables of the journal in a database, which belong to whoever migrates them.
///
/// Versions only go up. An embedding product calls [`PostgresSchema::migrate`] beside its own
/// migrations, as the role that owns its tables, before it starts what uses the journal; or carries
/// out [`PostgresSchema::STEPS`] with its own tool, in their order, in a schema
/// [`PostgresSchema::NAME`] that it has made, and grants the application's roles what `migrate`
/// grants.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PostgresSchema;

impl PostgresSchema {
    /// The name of the schema, to be audited with the product's own.
    pub const NAME: &str = "migrayt_journal";

    /// What brings the schema from each version to the next, beginning with an empty one. None is
    /// ever changed once it was released. Each is a text of several statements.
    pub const STEPS: [&str; 1] = [include_str!("schema/1.sql")];

    /// The version that this release reads and writes.
    pub const VERSION: usize = Self::STEPS.len();

    /// Brings the schema up to date, or makes it, all or nothing, and grants the roles of the
    /// application what the journal needs. It does nothing twice; of several that begin at once, one
    /// works and the others wait.
    ///
    /// The connection goes to the server itself, not through a pooler, outside a transaction, and acts
    /// as a role that policies bind: `SET ROLE` makes it one. To make the schema it needs `CREATE` on
    /// the database, unless the schema is there already and belongs to it.
    ///
    /// # Errors
    /// `ConfigInvalid` if the role is above policies, so that its tables would be too, or if the
    /// schema is something else; `PermissionDenied` if it is somebody else's; `Unsupported` with
    /// `version` if a newer release made it; `Unavailable` while the database cannot be reached.
    pub async fn migrate(owner: &mut PgConnection, roles: &[AppRole]) -> Result<()> {
        let mut step = owner.begin().await.map_err(fault)?;
        // Held until the transaction ends.
        run(&mut step, format!("SELECT pg_advisory_xact_lock({LOCK})")).await?;
        bound_by_policies(&mut step).await?;
        let found = Self::version(&mut step).await?.unwrap_or(0);
        refuse_newer(found)?;
        if !is_made(&mut step).await? {
            run(&mut step, format!("CREATE SCHEMA {}", Self::NAME)).await?;
        } else if found == 0 {
            ensure_empty(&mut step).await?;
        }
        for text in Self::STEPS.into_iter().skip(found) {
            run(&mut step, text.to_owned()).await?;
        }
        for role in roles {
            run(&mut step, grants(role)).await?;
        }
        step.commit().await.map_err(fault)?;
        tracing::debug!(from = found, to = Self::VERSION, "migrated the journal's schema");
        Ok(())
    }

    /// The version of the schema in a database; `None` if it is not there. It is current if it is
    /// [`PostgresSchema::VERSION`].
    ///
    /// # Errors
    /// `PermissionDenied` if the connection's role may not use the schema; `Unavailable` while the
    /// database cannot be reached.
    pub async fn version(connection: &mut PgConnection) -> Result<Option<usize>> {
        if !is_made(connection).await? {
            return Ok(None);
        }
        let there = sqlx::query(HAS_VERSION).fetch_one(&mut *connection).await.map_err(fault)?;
        if !there.flag("there")? {
            return Ok(None);
        }
        let row = sqlx::query(VERSION).fetch_one(connection).await.map_err(fault)?;
        Ok(Some(version(row.integer("version")?)))
    }
}

/// Refuses a database whose schema this release cannot use.
pub(super) async fn admit(work: &mut Work<'_>) -> Result<()> {
    let there = work.row(sqlx::query(HAS_VERSION)).await?;
    let found = if there.map_or(Ok(false), |row| row.flag("there"))? {
        let row = work.row(sqlx::query(VERSION)).await?;
        row.map_or(Ok(0), |row| row.integer("version").map(version))?
    } else {
        0
    };
    refuse_newer(found)?;
    if found < PostgresSchema::VERSION {
        return Err(Error::new(
            ErrorKind::ConfigInvalid,
            "the journal's tables are not there or of an earlier release",
        )
        .with("version", found)
        .with("needed", PostgresSchema::VERSION)
        .with_help("migrate the journal's schema as the owner of its tables, then start again"));
    }
    Ok(())
}

/// Refuses a server that says that a commit is done before it is on its disk.
pub(super) async fn ensure_durable(work: &mut Work<'_>) -> Result<()> {
    let settings = work.row(sqlx::query(
        "SELECT current_setting('fsync')::boolean
            AND current_setting('synchronous_commit') <> 'off' AS durable",
    ));
    if settings.await?.map_or(Ok(false), |row| row.flag("durable"))? {
        return Ok(());
    }
    Err(Error::new(ErrorKind::ConfigInvalid, "the database does not keep what it has acknowledged")
        .with_help("turn fsync and synchronous_commit on"))
}

/// Any number that nobody else uses: "MGRT" and "JRNL".
const LOCK: i64 = 0x4d47_5254_4a52_4e4c;

const HAS_VERSION: &str =
    "SELECT to_regprocedure('migrayt_journal.version()') IS NOT NULL AS there";

const VERSION: &str = "SELECT migrayt_journal.version()::bigint AS version";

/// A version that cannot be is older than all.
fn version(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

fn refuse_newer(found: usize) -> Result<()> {
    if found > PostgresSchema::VERSION {
        return Err(Error::new(
            ErrorKind::Unsupported,
            "the journal's schema was made by a newer release of Migrayt",
        )
        .with("version", found)
        .with("newest_known", PostgresSchema::VERSION)
        .with_help("use the release that made it, or a newer one"));
    }
    Ok(())
}

async fn is_made(connection: &mut PgConnection) -> Result<bool> {
    let made = sqlx::query("SELECT to_regnamespace('migrayt_journal') IS NOT NULL AS there");
    made.fetch_one(connection).await.map_err(fault)?.flag("there")
}

/// Refuses a schema of that name with tables of somebody else.
async fn ensure_empty(connection: &mut PgConnection) -> Result<()> {
    let tables = sqlx::query(
        "SELECT count(*) > 0 AS there FROM pg_class
         WHERE relnamespace = to_regnamespace('migrayt_journal')",
    );
    if tables.fetch_one(connection).await.map_err(fault)?.flag("there")? {
        return Err(Error::new(
            ErrorKind::ConfigInvalid,
            "the schema migrayt_journal holds something else than a journal of Migrayt",
        )
        .with_help("rename it, or name another database"));
    }
    Ok(())
}

async fn bound_by_policies(connection: &mut PgConnection) -> Result<()> {
    let above = sqlx::query(
        "SELECT rolsuper OR rolbypassrls AS above FROM pg_roles WHERE rolname = current_user",
    );
    if above.fetch_one(connection).await.map_err(fault)?.flag("above")? {
        return Err(Error::new(
            ErrorKind::ConfigInvalid,
            "the journal's tables would belong to a role that is above row-level security",
        )
        .with_help(
            "migrate as a role that is neither superuser nor BYPASSRLS; SET ROLE is enough",
        ));
    }
    Ok(())
}

/// What a role needs. Its name needs no quotes: it is made of letters, digits and `_`.
fn grants(role: &AppRole) -> String {
    format!(
        "GRANT USAGE ON SCHEMA migrayt_journal TO {role};
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA migrayt_journal TO {role};
         GRANT EXECUTE ON FUNCTION migrayt_journal.count_rows() TO {role}"
    )
}

async fn run(connection: &mut PgConnection, text: String) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(text)).execute(connection).await.map_err(fault)?;
    Ok(())
}
