//! What must hold for every text, and for all calls of the C ABI.

pub mod abi;
mod text;

pub use self::text::check;
