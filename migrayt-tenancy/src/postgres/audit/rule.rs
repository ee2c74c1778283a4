use std::fmt;

/// Declares the rules: name in reports, and what to do about a violation.
macro_rules! rules {
    ($($(#[$meta:meta])* $rule:ident, $name:literal, $help:literal;)+) => {
        /// What the parts of a database with tenants are held to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$meta])* $rule,)+
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// Its name in reports.
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name,)+ }
            }

            /// What to do about a violation.
            pub fn help(self) -> &'static str {
                match self { $(Self::$rule => $help,)+ }
            }
        }
    };
}

rules! {
    /// A table has the column `tenant_id`, of the type `uuid`, never NULL.
    TenantColumn, "tenant_column",
        "Add the column tenant_id uuid NOT NULL, or exempt the table with a reason.";
    /// A table is one of this database: foreign tables have no policies.
    ForeignTable, "foreign_table",
        "Move the table out of the schema; row-level security does not reach it.";
    /// A table has row-level security.
    RowSecurity, "row_security",
        "ALTER TABLE ... ENABLE ROW LEVEL SECURITY, for each partition too.";
    /// Row-level security holds for the owner too.
    ForcedRowSecurity, "forced_row_security",
        "ALTER TABLE ... FORCE ROW LEVEL SECURITY, for each partition too.";
    /// A restrictive policy for all commands and roles compares tenants in USING and WITH CHECK.
    RestrictivePolicy, "restrictive_policy",
        "CREATE POLICY ... AS RESTRICTIVE FOR ALL USING (tenant_id = nullif(current_setting(\
         'app.tenant_id', true), '')::uuid) WITH CHECK (the same).";
    /// A permissive policy lets through what the restrictive one leaves.
    PermissivePolicy, "permissive_policy",
        "CREATE POLICY ... AS PERMISSIVE FOR ALL USING (true), without which nobody sees a row.";
    /// A table has a primary key.
    PrimaryKey, "primary_key",
        "Add a primary key that begins with tenant_id.";
    /// Each unique key begins with the tenant, so that none tells of another tenant's rows.
    UniqueKey, "unique_key",
        "Begin the key with tenant_id.";
    /// A reference to a table of tenants carries the tenant.
    ForeignKey, "foreign_key",
        "FOREIGN KEY (tenant_id, ...) REFERENCES ... (tenant_id, ...).";
    /// A table's owner is bound by its policies.
    TableOwner, "table_owner",
        "ALTER TABLE ... OWNER TO a role that is neither superuser nor BYPASSRLS.";
    /// A view has the rights of whoever asks.
    InvokerView, "invoker_view",
        "ALTER VIEW ... SET (security_invoker = true).";
    /// A view's owner is bound by policies.
    ViewOwner, "view_owner",
        "ALTER VIEW ... OWNER TO a role that is neither superuser nor BYPASSRLS.";
    /// No materialized view holds rows of tenants: it has no policies.
    MaterializedView, "materialized_view",
        "Replace it with a view, or with a table that has policies.";
    /// A function with its owner's rights finds only what it names.
    DefinerPath, "definer_path",
        "ALTER FUNCTION ... SET search_path = the schemas that it names, or ''.";
    /// A function with its owner's rights has an owner who is bound by policies.
    DefinerOwner, "definer_owner",
        "ALTER FUNCTION ... OWNER TO a role that is neither superuser nor BYPASSRLS.";
    /// A function with its owner's rights is called by those it was given to.
    DefinerPublic, "definer_public",
        "REVOKE EXECUTE ON FUNCTION ... FROM PUBLIC, or exempt it with a reason.";
    /// A role of the application exists.
    RoleMissing, "role_missing",
        "CREATE ROLE, or take it from the rules.";
    /// A role of the application has no power that is above policies.
    RolePower, "role_power",
        "ALTER ROLE ... NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION.";
    /// A role of the application that logs in inherits nothing.
    RoleInherits, "role_inherits",
        "ALTER ROLE ... NOINHERIT.";
    /// A role of the application cannot become one that is above policies, owns tables, or has
    /// rights on all of them.
    RoleMember, "role_member",
        "REVOKE the membership in superusers, BYPASSRLS roles, owners and pg_ roles.";
    /// A role of the application owns nothing.
    RoleOwns, "role_owns",
        "ALTER ... OWNER TO a role that nobody becomes.";
    /// Roles of the application have only SELECT, INSERT, UPDATE and DELETE: TRUNCATE is not bound by
    /// policies, REFERENCES and TRIGGER reach around them.
    TableGrant, "table_grant",
        "REVOKE TRUNCATE, REFERENCES, TRIGGER ON ... FROM the role.";
    /// Roles of the application take numbers from sequences, and neither read nor set them.
    SequenceGrant, "sequence_grant",
        "REVOKE SELECT, UPDATE ON SEQUENCE ... FROM the role; USAGE is enough.";
    /// Roles of the application pass nothing on.
    GrantOption, "grant_option",
        "REVOKE GRANT OPTION FOR ... FROM the role.";
    /// Nothing of tenants is granted to everybody.
    PublicGrant, "public_grant",
        "REVOKE ALL ON ... FROM PUBLIC.";
    /// Roles of the application make nothing in a schema.
    SchemaCreate, "schema_create",
        "REVOKE CREATE ON SCHEMA ... FROM the role and from PUBLIC.";
    /// Roles of the application make nothing in the database, not even for a while.
    DatabaseCreate, "database_create",
        "REVOKE CREATE, TEMPORARY ON DATABASE ... FROM the role and from PUBLIC.";
    /// What is made later is granted no further than what is there.
    DefaultPrivileges, "default_privileges",
        "ALTER DEFAULT PRIVILEGES ... REVOKE what is too much.";
    /// Roles of the application cannot call `set_config`, if the rules ask for that.
    SetConfig, "set_config",
        "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC, and \
         grant it to the role that logs in.";
    /// An exemption is needed.
    StaleExemption, "stale_exemption",
        "Take it from the list: it is not there, or keeps the rules.";
}

impl Rule {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
