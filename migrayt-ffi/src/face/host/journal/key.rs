//! The keys of rows.
//!
//! A key is made of parts with `!` between them. Its bytes are printable ASCII, and keys sort by
//! their bytes as the parts sort by theirs: what stands before `$` is written as `#` and two digits,
//! which comes after `!` and before all else; what stands after `}` as `~` and two digits, which comes
//! last.

use std::fmt::Write as _;

use migrayt_core::error::Fact;
use migrayt_core::id::{ItemId, PlanId, RunId};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::Stage;

/// The most bytes of a key.
pub(super) const LONGEST: usize = 1_024;

/// What rows are written as.
pub(super) const VERSION: &str = "version";
/// How many numbers were given to plans and runs.
pub(super) const COUNT: &str = "count";
/// The plan that was sealed last.
pub(super) const NEWEST: &str = "newest";

/// The keys between two texts, neither of which is meant.
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) after: String,
    pub(super) before: String,
}

impl Range {
    /// Everything below some parts.
    fn below(parts: &[&str]) -> Self {
        let start = join(parts);
        Self { after: format!("{start}!"), before: format!("{start}\"") }
    }

    /// Only what comes after a key.
    pub(super) fn beyond(mut self, after: Option<String>) -> Self {
        if let Some(after) = after {
            self.after = after;
        }
        self
    }
}

/// Plans that were begun anew, whose rows are no longer needed.
pub(super) fn trash() -> Range {
    Range::below(&["trash"])
}

pub(super) fn trashed(number: u64) -> String {
    join(&["trash", &number.to_string()])
}

pub(super) fn plan(id: &PlanId) -> String {
    join(&["plan", id.as_str()])
}

/// The run of a plan that began last.
pub(super) fn last_run(id: &PlanId) -> String {
    join(&["last", id.as_str()])
}

pub(super) fn run(id: &RunId) -> String {
    join(&["run", id.as_str()])
}

/// All rows of a plan or run but its own.
pub(super) fn all(number: u64) -> Range {
    Range::below(&[&number.to_string()])
}

pub(super) fn outlines(plan: u64) -> Range {
    Range::below(&[&plan.to_string(), "outline"])
}

pub(super) fn outline(plan: u64, item: &ItemId) -> String {
    join(&[&plan.to_string(), "outline", item.as_str()])
}

/// Where an item stands in the backlog once those are taken out that are not made.
pub(super) fn mended(plan: u64, item: &ItemId) -> String {
    join(&[&plan.to_string(), "mended", item.as_str()])
}

pub(super) fn all_mended(plan: u64) -> Range {
    Range::below(&[&plan.to_string(), "mended"])
}

pub(super) fn places(plan: u64, after: Option<u64>) -> Range {
    Range::below(&[&plan.to_string(), "place"]).beyond(after.map(|after| place(plan, after)))
}

pub(super) fn place(plan: u64, place: u64) -> String {
    join(&[&plan.to_string(), "place", &placed(place)])
}

pub(super) fn lane(plan: u64, item: &ItemId) -> String {
    join(&[&plan.to_string(), "lane", item.as_str()])
}

pub(super) fn operations(plan: u64, after: Option<&OperationKey>) -> Range {
    of_operations(plan, "operation", after)
}

pub(super) fn operation(plan: u64, key: &OperationKey) -> String {
    of_operation(plan, "operation", key)
}

/// The stages that have operations.
pub(super) fn stages(plan: u64) -> String {
    join(&[&plan.to_string(), "stages"])
}

pub(super) fn all_due(plan: u64) -> Range {
    Range::below(&[&plan.to_string(), "due"])
}

/// The lanes of a stage after a place.
pub(super) fn lanes_due(plan: u64, stage: Stage, after: Option<u64>) -> Range {
    Range::below(&[&plan.to_string(), "due", &staged(stage)])
        .beyond(after.map(|after| due(plan, stage, after)))
}

/// The operations of a lane in a stage.
pub(super) fn due(plan: u64, stage: Stage, place: u64) -> String {
    join(&[&plan.to_string(), "due", &staged(stage), &placed(place)])
}

pub(super) fn lease(run: u64) -> String {
    join(&[&run.to_string(), "lease"])
}

pub(super) fn until(run: u64) -> String {
    join(&[&run.to_string(), "until"])
}

pub(super) fn standings(run: u64) -> Range {
    of_operations(run, "standing", None)
}

pub(super) fn standing(run: u64, key: &OperationKey) -> String {
    of_operation(run, "standing", key)
}

pub(super) fn doubts(run: u64, after: Option<&OperationKey>) -> Range {
    of_operations(run, "doubt", after)
}

pub(super) fn doubt(run: u64, key: &OperationKey) -> String {
    of_operation(run, "doubt", key)
}

/// Items that certainly are not made in a run.
pub(super) fn all_unmade(run: u64) -> Range {
    Range::below(&[&run.to_string(), "unmade"])
}

pub(super) fn unmade(run: u64, item: &ItemId) -> String {
    join(&[&run.to_string(), "unmade", item.as_str()])
}

/// The operation that the key of a row ends in.
pub(super) fn to_operation(key: &str) -> Option<OperationKey> {
    let mut parts = key.split('!').skip(2);
    let item = plain(parts.next()?)?;
    let kind = OperationKind::from_code(parts.next()?.parse().ok()?)?;
    let part = plain(parts.next()?)?;
    parts.next().is_none().then(|| OperationKey { item: ItemId::new(item), kind, part })
}

/// The place that the key of a row ends in.
pub(super) fn to_place(key: &str) -> Option<u64> {
    key.rsplit('!').next()?.parse().ok()
}

/// Which rows a key is of, for an error.
pub(super) fn word(key: &str) -> Fact {
    let is_word = |part: &&str| part.starts_with(|first: char| first.is_ascii_lowercase());
    Fact::name(key.split('!').find(is_word).unwrap_or_default())
}

fn of_operations(number: u64, word: &str, after: Option<&OperationKey>) -> Range {
    Range::below(&[&number.to_string(), word])
        .beyond(after.map(|after| of_operation(number, word, after)))
}

fn of_operation(number: u64, word: &str, key: &OperationKey) -> String {
    let kind = format!("{:02}", key.kind.code());
    join(&[&number.to_string(), word, key.item.as_str(), &kind, &key.part])
}

fn placed(place: u64) -> String {
    format!("{:010}", place.min(9_999_999_999))
}

fn staged(stage: Stage) -> String {
    format!("{:010}", stage.number())
}

fn join(parts: &[&str]) -> String {
    let mut key = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            key.push('!');
        }
        for byte in part.bytes() {
            // Writing to a text cannot fail.
            let _written = match byte {
                ..b'$' => write!(key, "#{byte:02x}"),
                b'~'.. => write!(key, "~{byte:02x}"),
                plain => {
                    key.push(char::from(plain));
                    Ok(())
                }
            };
        }
    }
    key
}

/// A part as it was.
fn plain(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if !matches!(byte, b'#' | b'~') {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Vec<OperationKey> {
        let items =
            ["1", "10", "1!", "1\"", "2", "9", "A", "a", "a b", "}", "~", "\u{e9}", "\u{0}", "#"];
        let parts = ["", "1", "!", "a/b", "\u{10ffff}", "~7e", "#21"];
        let kinds = [OperationKind::Create, OperationKind::Link];
        let mut keys = Vec::new();
        for item in items {
            for kind in kinds {
                keys.extend(parts.map(|part| OperationKey::part(ItemId::new(item), kind, part)));
            }
        }
        keys
    }

    #[test]
    fn keys_sort_as_what_they_name() {
        let mut keys = keys();
        keys.sort();
        let texts: Vec<_> = keys.iter().map(|key| operation(7, key)).collect();
        assert!(texts.is_sorted_by(|one, other| one.as_bytes() < other.as_bytes()), "{texts:#?}");
        assert!(texts.iter().all(|text| text.bytes().all(|byte| byte.is_ascii_graphic())));
        let range = operations(7, None);
        assert!(texts.iter().all(|text| *text > range.after && *text < range.before));
    }

    #[test]
    fn keys_lead_back_to_what_they_name() {
        for key in keys() {
            assert_eq!(to_operation(&standing(3, &key)), Some(key));
        }
        for key in
            ["", "3!standing!1!02", "3!standing!1!02!#2", "3!standing!1!99!", "3!standing!1!02!a!b"]
        {
            assert_eq!(to_operation(key), None, "{key}");
        }
    }

    #[test]
    fn keys_are_read_easily() {
        let link = OperationKey::part("12".into(), OperationKind::Link, "Related:7");
        assert_eq!(standing(3, &link), "3!standing!12!13!Related:7");
        assert_eq!(due(3, Stage::level(0), 8), "3!due!0000000000!0000000008");
        assert_eq!(word("3!standing!12!13!a").to_string(), "standing");
        assert_eq!(word("plan!pln_1").to_string(), "plan");
        assert_eq!(word("3").to_string(), "");
    }
}
