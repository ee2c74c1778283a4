use std::collections::BTreeSet;

use migrayt_core::catalog::NodeKind;
use migrayt_core::port::{Preparation, Prepared};

use super::bench::Bench;
use super::sample::node_kind;
use crate::conformance::breach::{Breach, Verdict, holds, same};

pub(super) async fn preparing_twice_makes_nothing_twice(bench: &Bench<'_>) -> Verdict {
    for kind in kinds(bench)? {
        let wanted = [named(kind, "Kestrel 2"), named(kind, "Kestrel 2")];
        let prepared = prepare(bench, &wanted).await?;
        let [first, second] = prepared.as_slice() else { return Ok(()) };
        holds(!first.existed, "what is made did not exist before", || format!("{kind:?}"))?;
        let again = prepare(bench, &wanted[..1]).await?;
        for later in again.iter().chain([second]) {
            same(&later.id, &first.id, "one name is prepared once")?;
            holds(later.existed, "what stands already is said to exist", || format!("{kind:?}"))?;
        }
        let catalog = bench.again().await?.catalog;
        let stands =
            |node: &&migrayt_core::catalog::Node| node.kind == kind && node.name == "Kestrel 2";
        let count = catalog.nodes.iter().filter(stands).count();
        same(&count, &1, "what was prepared is catalogued once")?;
    }
    Ok(())
}

pub(super) async fn preparations_are_answered_in_order(bench: &Bench<'_>) -> Verdict {
    for kind in kinds(bench)? {
        let names = ["Kestrel 3", "Kestrel 4", "Kestrel 5"].map(|name| named(kind, name));
        let first = prepare(bench, &names).await?;
        let ids: BTreeSet<_> = first.iter().map(|prepared| &prepared.id).collect();
        same(&ids.len(), &names.len(), "each name has an id of its own")?;
        for (name, prepared) in names.iter().zip(&first) {
            for alone in prepare(bench, std::slice::from_ref(name)).await? {
                same(&alone.id, &prepared.id, "preparations are answered in order")?;
            }
        }
    }
    Ok(())
}

/// The kinds of node that items of the standard type refer to.
pub(super) fn kinds(bench: &Bench<'_>) -> Result<BTreeSet<NodeKind>, Breach> {
    let fields = bench.fields(bench.standard()?);
    Ok(fields.into_iter().filter_map(node_kind).collect())
}

fn named(kind: NodeKind, name: &str) -> Preparation {
    Preparation::new(kind, name)
}

async fn prepare(bench: &Bench<'_>, wanted: &[Preparation]) -> Result<Vec<Prepared>, Breach> {
    let prepared = bench.target.prepare(wanted).await;
    same(&prepared.len(), &wanted.len(), "there is one result for each preparation")?;
    Ok(prepared.into_iter().collect::<migrayt_core::Result<_>>()?)
}
