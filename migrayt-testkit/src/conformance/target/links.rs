use migrayt_core::catalog::LinkType;
use migrayt_core::id::ItemId;
use migrayt_core::operation::{Action, OperationKind};
use migrayt_core::port::{Bindings, StandingLink};
use migrayt_core::{Effect, Error};

use super::bench::{Bench, bindings};
use super::sample::{link, remote_link};
use crate::conformance::breach::{Breach, Verdict, holds, same};

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

pub(super) async fn a_circle_of_links_stands_or_is_refused(bench: &Bench<'_>) -> Verdict {
    let directed = |it: &&LinkType| it.outward != it.inward;
    let link_type = bench.catalog.link_types.iter().find(directed);
    let Some(link_type) = link_type.filter(|_| bench.takes(OperationKind::Link)) else {
        return Ok(());
    };
    let items = [bench.create("1")?, bench.create("2")?];
    let known = bindings(&bench.make(&items, &Bindings::new()).await?);
    let mut written = Vec::new();
    for (from, to) in [("1", "2"), ("2", "1")] {
        let drafts = bench.accepted(&[link(from, &link_type.id, to)])?;
        for result in bench.send(&drafts, &known).await? {
            let effect = result.as_ref().err().map(Error::effect);
            let clear = effect.is_none_or(|effect| effect == Effect::None);
            holds(clear, "a link that closes a circle is made or refused", || {
                format!("{effect:?}")
            })?;
            written.push(result.is_ok());
        }
    }
    let first = known.item(&ItemId::new("1"));
    let first = first.ok_or_else(|| Breach::of("an item was made", "none"))?;
    let standing = bench.stands(first).await?;
    for (outward, written) in [true, false].into_iter().zip(written) {
        let stands = standing.links.iter().any(|link| link.outward == outward);
        same(&stands, &written, "exactly the links of a circle that were reported stand")?;
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
