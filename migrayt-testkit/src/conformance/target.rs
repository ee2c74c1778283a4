//! What every target must do, sentence by sentence of the port's contract.
//!
//! ```
//! # use std::sync::Arc;
//! # use migrayt_core::port::Target;
//! # use migrayt_testkit::conformance::target::{Breach, Known, suite};
//! # async fn example<T: Target>(fresh: impl Fn() -> T) -> Result<(), Breach> {
//! suite(async || Arc::new(fresh()), &Known::default()).await
//! # }
//! ```
//!
//! What is written follows from the target's own catalog: each case makes items of the first type
//! of the standard level whose required fields can be filled, with a value for every field of a
//! kind that the suite knows. [`Known`] overrides a value, leaves a field out, and tells what only
//! the caller can know. Cases about an operation, about `locate` and about prepared nodes follow
//! the target's capabilities and catalog.
//!
//! The suite asks one target at a time and lets no time pass. Lost answers and late commits are the
//! business of simulations with the engine.

mod bench;
#[expect(clippy::unused_async, reason = "all cases have one shape")]
mod capabilities;
#[expect(clippy::unused_async, reason = "all cases have one shape")]
mod catalog;
mod changes;
mod content;
mod creating;
mod doubts;
#[expect(clippy::unused_async, reason = "all cases have one shape")]
mod drafts;
mod failing;
mod files;
mod known;
#[expect(clippy::unused_async, reason = "all cases have one shape")]
mod lengths;
mod links;
#[cfg(test)]
mod mutants;
mod parents;
mod parts;
mod preparing;
mod reading;
#[expect(clippy::unused_async, reason = "all cases have one shape")]
mod refusals;
mod sample;
mod scripts;
mod sweeping;
mod troubles;

use std::sync::Arc;

use migrayt_core::port::Target;

use self::bench::Bench;
pub use self::known::Known;
pub use super::breach::Breach;
pub use super::trouble::Trouble;

/// Runs every case, each against a target of its own that `make` gives and to which nothing of
/// the suite's origin (see [`Known::origin`]) was written before.
///
/// # Errors
/// The first breach of the contract.
pub async fn suite<T: Target>(make: impl AsyncFn() -> Arc<T>, known: &Known) -> Result<(), Breach> {
    macro_rules! cases {
        ($($module:ident: $($case:ident),+;)+) => {
            $($({
                let target = make().await;
                // Boxed as a whole: a bench holds a catalog, and there are many cases.
                let verdict = Box::pin(async {
                    let bench = Bench::new(target.as_ref(), known).await?;
                    $module::$case(&bench).await
                });
                let verdict = verdict.await;
                verdict.map_err(|breach| breach.in_case(stringify!($case)))?;
            })+)+
        };
    }
    cases! {
        capabilities: capabilities_hold_together, what_is_not_declared_is_refused;
        catalog: a_catalog_is_complete, a_catalog_names_nothing_twice, a_catalog_is_stable,
            addresses_rest_only_as_digests;
        drafts: drafts_come_in_order, a_draft_is_the_same_at_any_time, drafting_writes_nothing,
            digests_follow_key_and_value, the_losses_of_a_command_stay,
            needs_name_what_must_exist, a_moment_is_the_same_at_any_offset;
        refusals: an_unknown_type_is_refused, a_missing_value_is_refused, a_blank_title_is_refused,
            an_unknown_field_is_named, values_that_do_not_fit_are_named,
            unknown_states_and_link_types_are_refused, a_file_that_is_too_large_is_refused,
            a_field_that_cannot_be_written_is_named, an_unknown_person_is_named;
        creating: every_order_has_its_result, nothing_asked_is_nothing_answered,
            calls_may_be_under_way_at_once, an_order_without_its_items_is_not_sent;
        reading: every_field_stands_as_drafted, an_item_carries_its_origin,
            items_that_do_not_exist_are_left_out, many_items_are_read_once_each;
        scripts: every_script_stands_as_drafted, control_characters_break_nothing;
        lengths: texts_are_measured, the_longest_texts_are_taken;
        sweeping: a_sweep_finds_every_marked_item, a_mark_is_never_too_high;
        parents: a_parent_is_written, a_missing_parent_is_a_loss;
        parts: comments_stand_each_by_itself, comments_of_several_items_are_not_mixed_up,
            comments_stand_in_the_order_of_sending,
            a_status_is_reached;
        files: files_stand_with_name_and_size, half_a_file_is_none,
            the_smallest_and_the_largest_file_stand;
        changes: an_update_stands_as_drafted, an_update_empties_a_field, a_text_is_written_again,
            work_logs_stand_each_by_itself, a_watcher_stands_once, a_sprint_is_entered,
            an_item_is_placed_after_another;
        links: a_link_stands_at_both_ends, a_link_to_an_address_stands_once,
            a_circle_of_links_stands_or_is_refused;
        failing: a_creation_fails_alone, a_comment_fails_alone;
        troubles: every_trouble_is_named;
        doubts: a_creation_is_found, a_creation_is_known_by_its_item,
            what_was_never_sent_is_not_found, comments_are_told_apart, files_are_told_apart,
            a_file_that_is_taken_is_not_found, work_logs_are_told_apart, a_status_is_found,
            changes_are_found, a_watcher_is_found, links_are_found, answers_come_in_order,
            locating_writes_nothing;
        preparing: preparing_twice_makes_nothing_twice, preparations_are_answered_in_order;
        content: nothing_that_is_shown_holds_content;
    }
    Ok(())
}
