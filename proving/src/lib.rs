#![doc = include_str!("../README.md")]

mod chance;
mod constants;
mod contract;
mod coverage;
mod hand;
mod level;
mod life;
mod locked;
mod mishap;
mod mutation;
mod port;
mod profile;
mod renewal;
mod seed_file;
mod simulation;
mod step;
mod tally;
mod templates;
mod timeline;
mod trace;
mod verdict;
mod wire;

pub use self::constants::Constants;
pub use self::contract::{Accounts, hold};
pub use self::coverage::Coverage;
pub use self::level::Level;
pub use self::mishap::Mishap;
pub use self::mutation::{Kill, hunt};
pub use self::renewal::{Flaw, Renewals, hunt_flaw, renew_all};
pub use self::seed_file::SeedFile;
pub use self::simulation::{Simulation, Summary};
pub use self::step::Step;
pub use self::tally::Tally;
pub use self::templates::{Journey, PROFILES, carry_all, templates};
pub use self::verdict::Verdict;
pub use self::wire::Carried;
