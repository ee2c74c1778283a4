//! Reads the catalog of a database and names what would let a tenant through its wall.

mod catalog;
mod exemption;
mod rule;
mod rules;
mod violation;

pub use self::catalog::audit;
pub use self::exemption::Exemption;
pub use self::rule::Rule;
pub use self::rules::AuditRules;
pub use self::violation::Violation;
