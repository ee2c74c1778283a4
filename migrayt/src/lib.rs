#![doc = include_str!("../README.md")]

pub mod check;
pub mod config;
#[cfg(all(feature = "azure-devops", feature = "jira", feature = "oauth"))]
pub mod connection;
pub mod doubts;
pub mod lease;
pub mod ledger;
pub mod migration;
#[cfg(all(feature = "azure-devops", feature = "jira", feature = "sqlite"))]
mod network;
pub mod people;
pub mod plan;
#[cfg(all(feature = "azure-devops", feature = "jira", feature = "sqlite"))]
pub mod project;
pub mod report;
mod retry;
pub mod scan;
#[cfg(all(feature = "azure-devops", feature = "jira", feature = "sqlite"))]
mod secrets;
pub mod sprints;
pub mod system;
#[cfg(feature = "vault")]
pub mod vault;
pub mod verify;

pub use self::check::Rights;
pub use self::migration::{Migration, Parts, RunOptions, RunOutcome};
pub use self::scan::Scan;
pub use {migrayt_connectors as connectors, migrayt_core as core, migrayt_journal as journal};
pub use {migrayt_mapping as mapping, migrayt_markup as markup};
