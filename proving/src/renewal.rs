//! The renewal of a grant by several processes: rows, vault and authority are simulated, the
//! protocol is the real one.

mod flaw;
mod hand;
mod oracle;
mod rows;
mod summary;
mod vault;
mod wire;
mod worker;
mod world;

pub use self::flaw::Flaw;
pub use self::summary::{Renewals, hunt_flaw, renew_all};
