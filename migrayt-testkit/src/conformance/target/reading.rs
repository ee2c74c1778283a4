use migrayt_core::catalog::NodeKind;
use migrayt_core::id::TargetId;
use migrayt_core::port::{Bindings, Preparation};

use super::bench::Bench;
use super::preparing::kinds;
use crate::conformance::breach::{Breach, Verdict, holds, same};

/// Beyond how many items in a request reading back a page and one item more takes too long.
const LARGEST_PAGE: u32 = 200;

pub(super) async fn every_field_stands_as_drafted(bench: &Bench<'_>) -> Verdict {
    let prepare = |kind: NodeKind| Preparation::new(kind, "Kestrel 1");
    let preparations: Vec<_> = kinds(bench)?.into_iter().map(prepare).collect();
    for prepared in bench.target.prepare(&preparations).await {
        prepared?;
    }
    let bench = bench.again().await?;
    let standard = bench.standard()?;
    let command = bench.create_of(standard, "1", |_| true);
    let made = bench.make_one(command, &Bindings::new()).await?;
    let standing = bench.stands(made.target()?).await?;
    same(&standing.type_id, &standard.id, "an item has its type")?;
    let state = standard.states.iter().any(|state| state.id == standing.state);
    holds(state, "an item is in a state of its type", || standing.state.to_string())?;
    for drafted in &made.drafted.digests {
        let found = standing.digests.iter().find(|digest| digest.field == drafted.field);
        let found = found.ok_or_else(|| {
            Breach::of("every field that was written is read back", drafted.field.to_string())
        })?;
        holds(found == drafted, "a field stands as drafted", || drafted.field.to_string())?;
    }
    let digested = |id| made.drafted.digests.iter().any(|digest| &digest.field == id);
    for field in bench.fields(standard) {
        let lost = || made.drafted.losses.iter().any(|loss| loss.field.as_ref() == Some(&field.id));
        let filled = bench.fill(field, "1").is_some();
        holds(
            !filled || digested(&field.id) || lost(),
            "every value has a digest or a loss",
            || field.id.to_string(),
        )?;
    }
    Ok(())
}

pub(super) async fn an_item_carries_its_origin(bench: &Bench<'_>) -> Verdict {
    let made = bench.make_one(bench.create("17")?, &Bindings::new()).await?;
    let standing = bench.stands(made.target()?).await?;
    same(&standing.origin, &Some(bench.origin("17")), "an item carries its origin")
}

pub(super) async fn items_that_do_not_exist_are_left_out(bench: &Bench<'_>) -> Verdict {
    let made = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let there = made.target()?.id.clone();
    let found = bench.standing(&[bench.known.nowhere.id.clone(), there.clone()]).await?;
    let found: Vec<_> = found.into_keys().collect();
    same(&found, &vec![there], "items that do not exist are left out")
}

pub(super) async fn many_items_are_read_once_each(bench: &Bench<'_>) -> Verdict {
    let page = bench.target.capabilities().max_read_back;
    let count = if page <= LARGEST_PAGE { page.saturating_add(1) } else { 3 };
    let commands = (1..=count).map(|number| bench.create(&number.to_string()));
    let commands = commands.collect::<Result<Vec<_>, Breach>>()?;
    let made = bench.make(&commands, &Bindings::new()).await?;
    let ids = made.iter().map(|one| Ok(one.target()?.id.clone()));
    let mut ids = ids.collect::<Result<Vec<TargetId>, Breach>>()?;
    let found = bench.standing(&ids).await?;
    ids.sort();
    let read: Vec<_> = found.into_keys().collect();
    holds(read == ids, "every item is read back, however many there are", || {
        format!("{} of {}", read.len(), ids.len())
    })
}
