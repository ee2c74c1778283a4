use migrayt_core::operation::{Action, OperationKind};
use migrayt_core::port::{Bindings, StandingLink};

use super::bench::{Bench, bindings};
use super::sample::{link, remote_link};
use crate::conformance::breach::{Verdict, holds, same};

pub(super) async fn a_link_stands_at_both_ends(bench: &Bench<'_>) -> Verdict {
    let Some(link_type) = bench.catalog.link_types.first().map(|it| it.id.clone()) else {
        return Ok(());
    };
    if !bench.takes(OperationKind::Link) {
        return Ok(());
    }
    let items = [bench.create("1")?, bench.create("2")?, bench.create("3")?];
    let items = bench.make(&items, &Bindings::new()).await?;
    // Two operations of one item in one batch.
    let commands = [link("1", &link_type, "2"), link("1", &link_type, "3")];
    bench.make(&commands, &bindings(&items)).await?;
    let [first, others @ ..] = items.as_slice() else { return Ok(()) };
    let from = first.target()?;
    let standing = bench.stands(from).await?;
    same(&standing.links.len(), &2, "every link stands once")?;
    for other in others {
        let to = other.target()?;
        let outward =
            StandingLink { link_type: link_type.clone(), other: to.id.clone(), outward: true };
        let at_start = standing.links.contains(&outward);
        holds(at_start, "a link reads outward where it starts", || {
            format!("{:?}", standing.links)
        })?;
        let inward =
            StandingLink { link_type: link_type.clone(), other: from.id.clone(), outward: false };
        same(&bench.stands(to).await?.links, &vec![inward], "a link reads inward where it ends")?;
    }
    Ok(())
}

pub(super) async fn a_link_to_an_address_stands_once(bench: &Bench<'_>) -> Verdict {
    if !bench.takes(OperationKind::RemoteLink) {
        return Ok(());
    }
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let known = bindings([&item]);
    let commands = [remote_link("1", "r1"), remote_link("1", "r2")];
    bench.make(&commands, &known).await?;
    // Its global id names it for ever.
    bench.make(&commands[..1], &known).await?;
    let mut wanted: Vec<_> = commands
        .iter()
        .filter_map(|command| match &command.action {
            Action::RemoteLink { global_id, .. } => Some(global_id.clone()),
            _ => None,
        })
        .collect();
    wanted.sort();
    let mut standing = bench.stands(item.target()?).await?.remote_links;
    standing.sort();
    same(&standing, &wanted, "a link to an address stands once, however often it is written")
}
