use migrayt_core::catalog::WorkType;
use migrayt_core::id::ItemId;
use migrayt_core::operation::Command;
use migrayt_core::plan::LossKind;
use migrayt_core::port::Bindings;

use super::bench::{Bench, bindings};
use super::sample::below;
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn a_parent_is_written(bench: &Bench<'_>) -> Verdict {
    for (number, (above, child)) in pairs(bench)?.into_iter().enumerate() {
        let (upper, lower) = (format!("{number}-up"), format!("{number}-down"));
        let parent = bench.make_one(of(bench, above, &upper)?, &Bindings::new()).await?;
        let command = below(of(bench, child, &lower)?, &upper);
        let drafted = bench.draft_one(&command)?;
        if !refers(bench, &command, &upper)? {
            let as_link = drafted.losses.iter().any(|loss| loss.kind == LossKind::ParentAsLink);
            let refused = !drafted.refusals.is_empty();
            holds(as_link || refused, "a parent that cannot be held is named", || {
                format!("{} below {}", child.id, above.id)
            })?;
            continue;
        }
        let made = bench.make_one(command, &bindings([&parent])).await?;
        let standing = bench.stands(made.target()?).await?;
        let expected = Some(parent.target()?.id.clone());
        same(&standing.parent, &expected, "an item stands below its parent")?;
    }
    Ok(())
}

pub(super) async fn a_missing_parent_is_a_loss(bench: &Bench<'_>) -> Verdict {
    for (number, (_, child)) in pairs(bench)?.into_iter().enumerate() {
        let command = below(of(bench, child, &format!("{number}-down"))?, "missing");
        let drafted = bench.draft_one(&command)?;
        if !drafted.optional.contains(&ItemId::new("missing")) {
            continue;
        }
        let made = bench.make_one(command, &Bindings::new()).await?;
        let lost = made.applied.losses.iter().any(|loss| loss.kind == LossKind::ParentOutside);
        holds(lost, "a parent that was not made is a loss", || child.id.to_string())?;
        let standing = bench.stands(made.target()?).await?;
        same(&standing.parent, &None, "an item without its parent stands alone")?;
    }
    Ok(())
}

/// A child of the standard type below another item, where the target holds parents: types of the
/// parent and of the child.
pub(super) fn held_pair<'c>(
    bench: &'c Bench<'_>,
) -> Result<Option<(&'c WorkType, &'c WorkType)>, Breach> {
    for (above, child) in pairs(bench)? {
        let command = below(of(bench, child, "1")?, "2");
        if refers(bench, &command, "2")? {
            return Ok(Some((above, child)));
        }
    }
    Ok(None)
}

pub(super) fn of(bench: &Bench<'_>, work_type: &WorkType, item: &str) -> Result<Command, Breach> {
    let title = &bench.title()?.id;
    Ok(bench.create_of(work_type, item, |field| {
        &field.id == title || work_type.required.contains(&field.id)
    }))
}

/// Types of a parent and of its child, one pair for each step between two levels.
fn pairs<'c>(bench: &'c Bench<'_>) -> Result<Vec<(&'c WorkType, &'c WorkType)>, Breach> {
    let types: Vec<_> = bench.catalog.types.iter().filter(|it| bench.can_fill(it)).collect();
    let mut pairs: Vec<(&WorkType, &WorkType)> = Vec::new();
    for child in &types {
        let Some(level) = child.level else { continue };
        if pairs.iter().any(|(_, known)| known.level == Some(level)) {
            continue;
        }
        let above = types.iter().find(|it| it.level == Some(level.saturating_add(1)));
        pairs.extend(above.map(|above| (*above, *child)));
    }
    if pairs.is_empty() {
        let standard = bench.standard()?;
        pairs.push((standard, standard));
    }
    Ok(pairs)
}

fn refers(bench: &Bench<'_>, command: &Command, parent: &str) -> Result<bool, Breach> {
    let drafted = bench.draft_one(command)?;
    let parent = ItemId::new(parent);
    Ok(drafted.needs.contains(&parent) || drafted.optional.contains(&parent))
}
