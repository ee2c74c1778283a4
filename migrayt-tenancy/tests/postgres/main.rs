//! The wall inside a database, against a real PostgreSQL and through a pooler.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod bleed;
#[cfg(test)]
#[cfg(all(feature = "embedded", unix))]
mod embedded;
#[cfg(test)]
mod pooler;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod sweep;
