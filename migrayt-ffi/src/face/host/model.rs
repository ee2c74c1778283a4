//! The JSON that both ports of a host share: catalogs, items and their values.

pub(super) mod catalog;
pub(super) mod datum;
pub(super) mod item;
pub(super) mod losses;
pub(super) mod person;
mod reading;
pub(super) mod text;
pub(super) mod words;
