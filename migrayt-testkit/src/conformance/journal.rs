//! What every journal and plan store must do, sentence by sentence of the two contracts.
//!
//! [`suite`] asks a fresh journal for each case; [`isolation`] asks two tenants of one deployment.
//! Both answer with the first breach. The journal under test needs no real time: all moments come
//! from the cases.

mod accounts;
mod backlog;
mod doubts;
mod leases;
mod ledger;
mod levels;
#[cfg(test)]
mod mutants;
mod outlines;
mod pending;
mod plans;
mod sample;
mod sealing;
mod settling;
mod stale;
mod tenants;

use std::sync::Arc;

use migrayt_core::port::{Journal, PlanStore};

pub use self::tenants::isolation;
pub use super::breach::Breach;

/// Runs every case, each against a journal of its own that `make` gives and that is empty.
///
/// # Errors
/// The first breach of a contract.
pub async fn suite<J: Journal + PlanStore>(make: impl AsyncFn() -> Arc<J>) -> Result<(), Breach> {
    macro_rules! cases {
        ($($module:ident: $($case:ident),+;)+) => {
            $($({
                let journal = make().await;
                $module::$case(journal.as_ref())
                    .await
                    .map_err(|breach| breach.in_case(stringify!($case)))?;
            })+)+
        };
    }
    cases! {
        plans: a_plan_is_made_in_order, an_unsealed_plan_is_forgotten, another_unsealed_plan_stays,
            a_sealed_plan_never_changes,
            the_newest_plan_is_the_one_sealed_last, plans_are_kept_apart;
        outlines: outlines_are_replaced_and_found, outlines_come_in_pages, puts_are_atomic;
        levels: levels_count_ancestors_in_scope, circles_and_what_is_below_them,
            a_deep_and_wide_outline;
        backlog: the_backlog_is_ordered, refused_items_leave_the_backlog, a_plan_counts_places;
        sealing: rows_come_back_in_pages, the_other_end_of_a_link_is_left_as_it_is,
            what_needs_a_missing_item_is_dropped, a_missing_parent_is_a_loss,
            sealing_counts_what_would_be_made;
        accounts: losses_and_refusals_are_counted, refused_items_are_named;
        leases: opening_begins_and_goes_on, a_held_lease_keeps_others_out, a_lease_ends,
            another_mapping_is_a_conflict, a_run_needs_a_sealed_plan, the_newest_run_is_known,
            a_lease_given_back_is_worth_nothing;
        stale: a_stale_lease_is_refused_everywhere;
        pending: lanes_come_in_order_and_pages, only_what_is_due_is_pending,
            an_item_that_was_not_made_has_nothing_due, refused_and_dropped_are_never_due,
            an_item_without_its_parent_stays_due,
            links_come_after_all_levels;
        doubts: an_intent_is_a_doubt, doubts_come_in_pages, intending_twice_is_a_conflict,
            intending_is_atomic;
        settling: an_outcome_ends_a_doubt, settling_twice_changes_nothing,
            another_outcome_is_a_conflict, settling_is_atomic, again_makes_due_once_more,
            parked_stays_in_doubt, outcomes_need_no_intent;
        ledger: the_account_of_a_run, the_account_comes_in_pages, the_account_of_items,
            items_are_resolved_in_order, counts_say_how_operations_stand, runs_are_kept_apart;
    }
    Ok(())
}
