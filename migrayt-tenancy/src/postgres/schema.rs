use migrayt_core::{Error, ErrorKind, Fact, Result};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

use super::fault::fault;
use super::{AppRole, TenantTx};

/// The tables of a library in the database of whoever embeds it: a schema of its own with a version
/// that only goes up, which belongs to whoever migrates it.
///
/// An embedding product calls [`Schema::migrate`] beside its own migrations, as the role that owns its
/// tables; or carries out [`Schema::steps`] with its own tool, in their order, in a schema
/// [`Schema::name`] that it has made, and grants the application's roles what `migrate` grants.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    name: &'static str,
    steps: &'static [&'static str],
    functions: &'static [&'static str],
}

impl Schema {
    /// A schema of a name, of small letters, digits and `_`, and the texts that bring it from each
    /// version to the next, beginning with an empty one. None is ever changed once it was released.
    /// Each may be several statements, and leaves a function `version()` that gives its number, from 1.
    pub const fn new(name: &'static str, steps: &'static [&'static str]) -> Self {
        Self { name, steps, functions: &[] }
    }

    /// The same, whose application may also call these functions of it, each as `name(types)`.
    #[must_use]
    pub const fn with_functions(self, functions: &'static [&'static str]) -> Self {
        Self { functions, ..self }
    }

    /// Its name, to be audited with the product's own.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What brings it from each version to the next.
    pub const fn steps(&self) -> &'static [&'static str] {
        self.steps
    }

    /// The version that this release reads and writes.
    pub const fn version(&self) -> usize {
        self.steps.len()
    }

    /// Brings the schema up to date, or makes it, all or nothing, and grants the roles of the
    /// application its use and all rows of its tables. It does nothing twice; of several that begin at
    /// once, one works and the others wait.
    ///
    /// The connection goes to the server itself, not through a pooler, outside a transaction, and acts
    /// as a role that policies bind: `SET ROLE` makes it one. To make the schema it needs `CREATE` on
    /// the database, unless the schema is there already and belongs to it.
    ///
    /// # Errors
    /// `ConfigInvalid` if the role is above policies, so that its tables would be too, or if the
    /// schema is something else; `PermissionDenied` if it is somebody else's; `Unsupported` with
    /// `version` if a newer release made it; `Unavailable` while the database cannot be reached.
    pub async fn migrate(&self, owner: &mut PgConnection, roles: &[AppRole]) -> Result<()> {
        self.bring_up(owner, roles).await.map_err(|error| error.with("schema", self.fact()))
    }

    async fn bring_up(&self, owner: &mut PgConnection, roles: &[AppRole]) -> Result<()> {
        let mut step = owner.begin().await.map_err(fault)?;
        // Held until the transaction ends.
        ask(&mut step, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", self.name).await?;
        ensure_bound(&mut step).await?;
        let found = self.found(&mut step).await?;
        self.refuse_newer(found.unwrap_or(0))?;
        match found {
            None => run(&mut step, format!("CREATE SCHEMA \"{}\"", self.name)).await?,
            Some(0) => self.ensure_empty(&mut step).await?,
            Some(_) => {}
        }
        for text in self.steps.iter().skip(found.unwrap_or(0)) {
            run(&mut step, (*text).to_owned()).await?;
        }
        for role in roles {
            run(&mut step, self.grants(role)).await?;
        }
        step.commit().await.map_err(fault)?;
        Ok(())
    }

    /// The version of the schema in a database: `None` if it is not there, 0 if it has none. It is
    /// current if it is [`Schema::version`].
    ///
    /// # Errors
    /// `PermissionDenied` if the connection's role may not use the schema; `Unavailable` while the
    /// database cannot be reached.
    pub async fn found(&self, connection: &mut PgConnection) -> Result<Option<usize>> {
        let made = ask(connection, "SELECT to_regnamespace($1) IS NOT NULL", self.name).await?;
        if !flag(&made)? {
            return Ok(None);
        }
        let there = sqlx::query(HAS_VERSION).bind(self.function());
        if !flag(&there.fetch_one(&mut *connection).await.map_err(fault)?)? {
            return Ok(Some(0));
        }
        let row = sqlx::query(AssertSqlSafe(self.asks_version()));
        row.fetch_one(connection).await.map_err(fault).and_then(|row| number(&row)).map(Some)
    }

    /// Lets a tenant's transaction go on whose database has the tables of this release and keeps what
    /// it has acknowledged.
    ///
    /// # Errors
    /// `ConfigInvalid` if the schema is not there or of an earlier version, which the owner of the
    /// tables brings up to date, or if the server says that a commit is done before it is on its
    /// disk; `Unsupported` with `version` if a newer release made it; `PermissionDenied` if the role
    /// may not use it; and as every call of a [`TenantTx`].
    pub async fn admit(&self, tx: &mut TenantTx<'_>) -> Result<()> {
        self.ensure_current(tx).await.map_err(|error| error.with("schema", self.fact()))?;
        match tx.row(sqlx::query(IS_DURABLE)).await? {
            Some(row) if flag(&row)? => Ok(()),
            _ => Err(Error::new(
                ErrorKind::ConfigInvalid,
                "the database does not keep what it has acknowledged",
            )
            .with_help("Turn fsync and synchronous_commit on.")),
        }
    }

    async fn ensure_current(&self, tx: &mut TenantTx<'_>) -> Result<()> {
        let there = tx.row(sqlx::query(HAS_VERSION).bind(self.function())).await?;
        let found = if there.map_or(Ok(false), |row| flag(&row))? {
            let row = tx.row(sqlx::query(AssertSqlSafe(self.asks_version()))).await?;
            row.map_or(Ok(0), |row| number(&row))?
        } else {
            0
        };
        self.refuse_newer(found)?;
        if found < self.version() {
            return Err(Error::new(
                ErrorKind::ConfigInvalid,
                "tables are not there or of an earlier release",
            )
            .with("version", found)
            .with("needed", self.version())
            .with_help("Migrate the schema as the owner of its tables, then start again."));
        }
        Ok(())
    }

    fn refuse_newer(&self, found: usize) -> Result<()> {
        if found > self.version() {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "tables were made by a newer release of Migrayt",
            )
            .with("version", found)
            .with("newest_known", self.version())
            .with_help("Use the release that made them, or a newer one."));
        }
        Ok(())
    }

    /// Refuses a schema of that name with something of somebody else.
    async fn ensure_empty(&self, connection: &mut PgConnection) -> Result<()> {
        const OTHERS: &str = "SELECT EXISTS (
            SELECT FROM pg_class WHERE relnamespace = to_regnamespace($1))";
        if flag(&ask(connection, OTHERS, self.name).await?)? {
            return Err(Error::new(
                ErrorKind::ConfigInvalid,
                "a schema of this name holds something else",
            )
            .with_help("Rename it, or name another database."));
        }
        Ok(())
    }

    fn function(&self) -> String {
        format!("{}.version()", self.name)
    }

    fn asks_version(&self) -> String {
        format!("SELECT \"{}\".version()::bigint", self.name)
    }

    /// What a role needs. Its name needs no quotes: it is made of letters, digits and `_`.
    fn grants(&self, role: &AppRole) -> String {
        let name = self.name;
        let tables = format!(
            "GRANT USAGE ON SCHEMA \"{name}\" TO {role};
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \"{name}\" TO {role}"
        );
        self.functions.iter().fold(tables, |grants, function| {
            format!("{grants}; GRANT EXECUTE ON FUNCTION \"{name}\".{function} TO {role}")
        })
    }

    fn fact(&self) -> Fact {
        Fact::name(self.name)
    }
}

const HAS_VERSION: &str = "SELECT to_regprocedure($1) IS NOT NULL";

const IS_DURABLE: &str = "SELECT current_setting('fsync')::boolean
    AND current_setting('synchronous_commit') <> 'off'";

async fn ensure_bound(connection: &mut PgConnection) -> Result<()> {
    const IS_ABOVE: &str =
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user";
    let row = sqlx::query(IS_ABOVE).fetch_one(connection).await.map_err(fault)?;
    if flag(&row)? {
        return Err(Error::new(
            ErrorKind::ConfigInvalid,
            "tables would belong to a role that is above row-level security",
        )
        .with_help(
            "Migrate as a role that is neither superuser nor BYPASSRLS; SET ROLE is enough.",
        ));
    }
    Ok(())
}

async fn ask(connection: &mut PgConnection, sql: &'static str, name: &str) -> Result<PgRow> {
    sqlx::query(sql).bind(name).fetch_one(connection).await.map_err(fault)
}

async fn run(connection: &mut PgConnection, text: String) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(text)).execute(connection).await.map_err(fault)?;
    Ok(())
}

fn flag(row: &PgRow) -> Result<bool> {
    row.try_get(0).map_err(fault)
}

/// A version that cannot be is older than all.
fn number(row: &PgRow) -> Result<usize> {
    let number: i64 = row.try_get(0).map_err(fault)?;
    Ok(usize::try_from(number).unwrap_or(0))
}
