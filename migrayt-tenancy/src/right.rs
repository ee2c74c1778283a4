//! What a member may do: each right a type of its own, and all of them one table.
//!
//! The table in this file is the only place where a right is declared. The types, [`MATRIX`],
//! the sets that job claims carry and the page about tenancy are all made from it, so that none of
//! them can say anything else.

mod row;
mod set;

use std::fmt::Debug;

pub use self::row::Row;
pub use self::set::Rights;

/// A right, as a type. The rights are those of this module: nobody else can add one.
///
/// Whoever needs one takes a [`Permit`](crate::Permit) of it.
pub trait Right: sealed::Sealed + Debug + Send + Sync + 'static {
    /// Its row of the matrix.
    const ROW: &'static Row;
}

mod sealed {
    #[expect(unnameable_types, reason = "what cannot be named cannot be implemented")]
    pub trait Sealed {}
}

/// Declares each right as a type that has no values, and all of them as the matrix.
macro_rules! rights {
    ($($(#[$meta:meta])* $right:ident, $name:literal, $title:literal, $least:ident;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug)]
            pub enum $right {}

            impl sealed::Sealed for $right {}

            impl Right for $right {
                const ROW: &'static Row = &Row {
                    name: $name,
                    title: $title,
                    least: crate::Role::$least,
                };
            }
        )+

        /// The permission matrix: every right with the least role that has it. Its order is that
        /// of the published table.
        pub const MATRIX: &[Row] = &[$(*<$right as Right>::ROW),+];
    };
}

rights! {
    /// Make projects, change how they are set up, and delete them.
    CreateProjects, "create_projects", "Create projects", Admin;
    /// Start dry runs, runs and verifications.
    StartMigrations, "start_migrations", "Start migrations", Member;
    /// Pause, resume and cancel what runs.
    PauseMigrations, "pause_migrations", "Pause/cancel migrations", Member;
    /// Read plans, progress, ledgers and reports.
    ViewResults, "view_results", "View results", Member;
    /// Add and remove members, and change their roles, as far as [`Team`](crate::Team) lets.
    ManageMembers, "manage_members", "Manage team members", Admin;
    /// Read quotes, payments and invoices.
    ViewBilling, "view_billing", "View billing", Owner;
}

/// The matrix as a table of Markdown: a line for each right, a column for each role, the most
/// powerful first.
pub fn table() -> String {
    let mut table = "| right | name | owner | admin | member |\n|---|---|---|---|---|\n".to_owned();
    for row in MATRIX {
        table.push_str(&row.to_string());
        table.push('\n');
    }
    table
}
