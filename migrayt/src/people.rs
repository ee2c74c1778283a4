//! Who is who: the people that the scan found, with how each was matched, and tables of people from
//! and for a person. Nobody is named: people are shown by id and masked address.

mod export;
mod how;
mod import;
mod line;
mod rows;
#[cfg(test)]
mod test;
mod write;

pub use self::export::table;
pub use self::how::How;
pub use self::import::{Import, Imported};
pub use self::line::{Group, PersonLine};
pub use self::write::with_rules;
