//! What rests in a row, whichever database holds it: how codes, moments and lists are written, how
//! the nouns of a journal are read again, and what is refused before anything is written.

pub(crate) mod account;
pub(crate) mod code;
mod columns;
pub(crate) mod counts;
pub(crate) mod doubt;
pub(crate) mod intent;
pub(crate) mod json;
pub(crate) mod lane;
pub(crate) mod ledger;
pub(crate) mod outline;
pub(crate) mod pending;
pub(crate) mod plan;
pub(crate) mod run;
pub(crate) mod settle;

pub(crate) use self::columns::Columns;
