use super::Exemption;
use crate::postgres::AppRole;

/// What a database is held to by [`audit`](super::audit).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuditRules {
    /// The schemas whose tables belong to tenants. What hangs on those tables, as views, partitions
    /// and children, is found in any schema.
    pub schemas: Vec<String>,
    /// The roles under which statements of tenants run.
    pub roles: Vec<AppRole>,
    /// Tables that belong to no tenant, or are asked before the tenant is known.
    pub shared_tables: Vec<Exemption>,
    /// Functions with the rights of their owner that everybody may call.
    pub public_functions: Vec<Exemption>,
    /// Whether `set_config` must be out of the roles' reach, so that not even a text that got into a
    /// statement can name another tenant. Needs the rights of a superuser once, which a hosted
    /// PostgreSQL does not give; not by default.
    pub forbid_set_config: bool,
}

impl AuditRules {
    /// Rules for tables of one schema and the roles of an application.
    pub fn new(schema: impl Into<String>, roles: impl IntoIterator<Item = AppRole>) -> Self {
        Self { schemas: vec![schema.into()], roles: roles.into_iter().collect(), ..Self::default() }
    }
}
