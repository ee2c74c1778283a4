//! What every source must do, sentence by sentence of the port's contract.
//!
//! ```
//! # use migrayt_core::port::Source;
//! # use migrayt_testkit::conformance::source::{Breach, Known, suite};
//! # async fn example(source: &dyn Source) -> Result<(), Breach> {
//! let known = Known::default().items(["1", "2", "3"]);
//! suite(source, &known).await
//! # }
//! ```
//!
//! Cases about comments, attachments and relations follow the source's capabilities. What only
//! the remote can tell (how often it was asked, whether it was changed) or suffer (an outage, a
//! change) is asked of [`Known`], and left out where that has no answer.

mod catalog;
mod changes;
mod compare;
mod content;
mod cursors;
mod failing;
mod known;
mod lazy;
#[cfg(test)]
mod mutants;
mod order;
mod parts;
mod scopes;
mod troubles;
mod views;

use futures_util::StreamExt as _;
use migrayt_core::item::Item;
use migrayt_core::port::{Page, ReadPlan, ReadView, Source};
use migrayt_core::{Error, Result as CoreResult};

pub use self::changes::Changed;
pub use self::known::Known;
pub use super::breach::Breach;
pub use super::trouble::Trouble;

/// Runs every case against one source, which must have at least two items and stay unchanged
/// meanwhile but for what [`Known::changing`] does.
///
/// # Errors
/// The first breach of the contract.
pub async fn suite(source: &dyn Source, known: &Known) -> Result<(), Breach> {
    let writes = known.writes();
    macro_rules! cases {
        ($($module:ident: $($case:ident),+;)+) => {
            $($(
                $module::$case(source, known)
                    .await
                    .map_err(|breach| breach.in_case(stringify!($case)))?;
            )+)+
        };
    }
    cases! {
        lazy: nothing_is_fetched_before_it_is_asked_for, only_the_page_asked_for_is_fetched;
        order: there_are_at_least_two_items, every_item_comes_once, the_order_is_stable,
            numbers_ascend, the_known_items_come;
        cursors: reading_goes_on_from_every_cursor, nothing_follows_the_last_cursor,
            a_strange_cursor_is_refused;
        views: an_outline_is_the_item_in_short, both_views_have_the_same_items;
        scopes: items_are_read_by_id, unknown_items_are_left_out, no_items_are_no_pages;
        parts: comments_come_once_and_oldest_first, files_come_whole_and_again,
            a_file_that_does_not_exist_is_not_found, relations_are_told_without_the_hierarchy,
            what_is_not_declared_does_not_come;
        catalog: a_catalog_holds_no_content, a_catalog_names_what_items_use,
            a_catalog_counts_all_items, a_catalog_names_nothing_twice,
            addresses_rest_only_as_digests, a_catalog_is_stable;
        content: titles_come_letter_by_letter, times_are_in_order,
            nothing_that_is_shown_holds_content;
        failing: an_error_ends_the_stream, reading_goes_on_after_an_error;
        troubles: every_trouble_is_named;
        changes: changes_are_seen;
    }
    if known.writes() != writes {
        return Err(Breach::of("a source writes nothing", "the remote saw writes".to_owned())
            .in_case("a_source_is_read_only"));
    }
    Ok(())
}

/// Every page of a plan, until the end or the first error.
async fn pages(source: &dyn Source, plan: ReadPlan) -> (Vec<Page>, Option<Error>) {
    let mut pages = Vec::new();
    let mut stream = source.read(plan);
    while let Some(page) = stream.next().await {
        match page {
            Ok(page) => pages.push(page),
            Err(error) => return (pages, Some(error)),
        }
    }
    (pages, None)
}

/// Every item of a plan.
async fn read(source: &dyn Source, plan: ReadPlan) -> CoreResult<Vec<Item>> {
    let (pages, error) = pages(source, plan).await;
    match error {
        Some(error) => Err(error),
        None => Ok(pages.into_iter().flat_map(|page| page.items).collect()),
    }
}

/// Every item in scope, with everything.
async fn read_all(source: &dyn Source) -> CoreResult<Vec<Item>> {
    read(source, ReadPlan::all(ReadView::Full)).await
}
