use std::collections::BTreeSet;

use migrayt_core::{Error, ErrorKind, Result};
use sqlx::{PgConnection, Row as _};

use super::{AuditRules, Exemption, Rule, Violation};
use crate::postgres::AppRole;
use crate::postgres::fault::fault;

/// A question to the catalog. Each has the same parameters and gives names of objects with names of
/// rules.
macro_rules! questions {
    ($($file:literal),+) => {
        [$(concat!(include_str!("sql/audited.sql"), include_str!(concat!("sql/", $file)))),+]
    };
}

const QUESTIONS: [&str; 9] = questions!(
    "tables.sql",
    "keys.sql",
    "views.sql",
    "functions.sql",
    "roles.sql",
    "owners.sql",
    "grants.sql",
    "defaults.sql",
    "exemptions.sql"
);

/// Holds the database of a connection to rules and says what breaks them, in the order of names;
/// nothing is what everybody should get.
///
/// It only reads the catalog, which every role may, and sees what the connection's transaction
/// has changed. The connection's search path must not put another schema before `pg_catalog`, or
/// policies are taken for others than they are; [`Database::audit`](crate::postgres::Database::audit)
/// sees to it.
///
/// # Errors
/// `ConfigInvalid` if the rules name no schema or no role, or an exemption without a reason;
/// `Unavailable` and `Timeout` if the database cannot be asked.
pub async fn audit(connection: &mut PgConnection, rules: &AuditRules) -> Result<Vec<Violation>> {
    check(rules)?;
    let names = |exempt: &[Exemption]| -> Vec<String> {
        exempt.iter().map(|exempt| exempt.object.clone()).collect()
    };
    let apps: Vec<String> = rules.roles.iter().map(AppRole::to_string).collect();
    let mut violations = BTreeSet::new();
    for question in QUESTIONS {
        let query = sqlx::query(question)
            .bind(&rules.schemas)
            .bind(&apps)
            .bind(names(&rules.shared_tables))
            .bind(names(&rules.public_functions))
            .bind(rules.forbid_set_config)
            // Nothing is left behind on a connection that may go through a pooler.
            .persistent(false);
        for row in query.fetch_all(&mut *connection).await.map_err(fault)? {
            let rule: String = row.try_get("rule").map_err(fault)?;
            let rule = Rule::from_name(&rule).ok_or_else(|| {
                Error::new(ErrorKind::Unexpected, "a question to the catalog names no rule")
            })?;
            violations.insert(Violation { object: row.try_get("object").map_err(fault)?, rule });
        }
    }
    Ok(violations.into_iter().collect())
}

fn check(rules: &AuditRules) -> Result<()> {
    let invalid = |message| Err(Error::new(ErrorKind::ConfigInvalid, message));
    if rules.schemas.is_empty() || rules.roles.is_empty() {
        return invalid("an audit needs a schema and a role of the application");
    }
    let mut exempt = rules.shared_tables.iter().chain(&rules.public_functions);
    if exempt.any(|exempt| exempt.reason.trim().is_empty()) {
        return invalid("an exemption from the audit has no reason");
    }
    Ok(())
}
