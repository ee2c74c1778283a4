//! What all rows of connections must do, sentence by sentence of the contract of
//! [`ConnectionRows`].
//!
//! [`suite`] asks empty rows for each case and answers with the first breach. It needs no real time
//! and no network of its own.
//!
//! ```
//! use std::sync::Arc;
//!
//! use migrayt_vault::conformance::{self, Breach};
//! use migrayt_vault::oauth::MemoryRows;
//!
//! # fn main() -> Result<(), Breach> {
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! conformance::rows::suite(async || Arc::new(MemoryRows::default())).await
//! # })
//! # }
//! ```

mod exchanging;
mod keeping;
mod listing;
#[cfg(test)]
mod mutants;
mod removing;
mod sample;
mod strangers;

use std::sync::Arc;

use super::bench::Bench;
use super::breach::Breach;
use crate::oauth::ConnectionRows;

/// Runs every case, each against rows that `make` gives and that are empty. The cases act for two
/// tenants, of `TenantId::from_bits`, and come one after the other, so that all may use one database
/// that `make` empties.
///
/// # Errors
/// The first breach of the contract.
pub async fn suite<R: ConnectionRows + ?Sized>(
    make: impl AsyncFn() -> Arc<R>,
) -> Result<(), Breach> {
    macro_rules! cases {
        ($($module:ident: $($case:ident),+;)+) => {
            $($({
                let (rows, bench) = Bench::around(&async |_, _| make().await).await;
                $module::$case(rows.as_ref(), &bench)
                    .await
                    .map_err(|breach| breach.in_case(stringify!($case)))?;
            })+)+
        };
    }
    cases! {
        keeping: a_name_that_nobody_has, what_is_written_is_read, a_write_replaces,
            every_field_comes_back;
        exchanging: an_exchange_replaces, a_stale_exchange_changes_nothing,
            an_exchange_writes_nothing_new, one_of_many_exchanges_wins;
        removing: what_is_removed_is_gone, others_stay;
        listing: the_list_is_sorted_and_complete, the_case_of_letters_counts;
        strangers: a_strangers_row_does_not_exist, strangers_change_nothing, the_list_is_a_tenants;
    }
    Ok(())
}
