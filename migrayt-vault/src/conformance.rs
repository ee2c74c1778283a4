//! What every vault must do, sentence by sentence of the contract of [`CredentialVault`].
//!
//! [`suite`] asks a fresh vault for each case and answers with the first breach. It needs no real
//! time, no network and no runtime of its own.
//!
//! ```
//! use std::sync::Arc;
//!
//! use migrayt_vault::{MemoryVault, conformance};
//!
//! # fn main() -> Result<(), conformance::Breach> {
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! conformance::suite(async |audit, clock| Arc::new(MemoryVault::new(audit, clock))).await
//! # })
//! # }
//! ```

mod audits;
mod bench;
mod breach;
mod ending;
mod holding;
mod lengths;
#[cfg(test)]
mod mutants;
mod naming;
mod rotating;
#[cfg(feature = "oauth")]
pub mod rows;
mod staging;
mod strangers;
mod together;

use std::sync::Arc;

use migrayt_core::port::Clock;

use self::bench::Bench;
pub use self::breach::Breach;
use crate::{CredentialVault, VaultAudit};

/// Runs every case, each against a vault of its own that `make` gives, that is empty, and that
/// tells the audit and asks the clock that it is given.
///
/// # Errors
/// The first breach of the contract.
pub async fn suite<V: CredentialVault + ?Sized>(
    make: impl AsyncFn(Arc<dyn VaultAudit>, Arc<dyn Clock>) -> Arc<V>,
) -> Result<(), Breach> {
    macro_rules! cases {
        ($($module:ident: $($case:ident),+;)+) => {
            $($({
                let (vault, bench) = Bench::around(&make).await;
                $module::$case(vault.as_ref(), &bench)
                    .await
                    .map_err(|breach| breach.in_case(stringify!($case)))?;
            })+)+
        };
    }
    cases! {
        holding: what_is_put_is_lent, any_bytes_come_back, nothing_is_put_over_another,
            a_name_that_nobody_has, lending_is_short;
        rotating: a_rotation_replaces, a_stale_version_changes_nothing, versions_are_never_repeated;
        staging: what_is_promoted_is_lent, only_what_is_staged_is_promoted,
            a_stale_promotion_changes_nothing, a_stale_staging_changes_nothing, a_version_is_staged_once,
            what_is_staged_ends_with_its_secret, strangers_stage_nothing,
            one_of_a_promotion_and_rotations_wins;
        ending: what_is_destroyed_is_gone, a_new_life_is_another_one, an_ended_scope_gets_nothing;
        naming: names_are_sorted_and_complete, the_case_of_letters_counts;
        strangers: a_strangers_name_does_not_exist, strangers_change_nothing, names_are_a_tenants;
        together: one_of_many_puts_wins, one_of_many_rotations_wins;
        audits: every_hold_is_told, every_refusal_is_told, every_change_is_told,
            nothing_is_lent_untold, nothing_is_changed_untold, an_untold_end_is_in_doubt;
        lengths: the_longest_is_taken_and_no_longer_one;
    }
    Ok(())
}
