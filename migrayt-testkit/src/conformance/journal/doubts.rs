use migrayt_core::ErrorKind;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{Doubt, HighWater, Intent, Journal, PlanStore};

use super::sample::{
    Planned, TTL, at, carry_out, comment, create, family, intent, key, link, opened, spec, worker,
};
use crate::conformance::breach::{Verdict, fails, same};

pub(super) async fn an_intent_is_a_doubt<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    same(&journal.doubts(&lease, None, 9).await?, &Vec::new(), "nothing is in doubt at first")?;
    let first = Intent { high_water: Some(HighWater("57".into())), ..intent(&create("1"), 11) };
    journal.intend(&lease, std::slice::from_ref(&first)).await?;
    let again = journal.open(&spec(1, &lease.plan), &worker(2), at(100), TTL).await?.lease;
    // The link lies in the lane that brought it, whose item may be either end.
    let second = Intent { sent_at: at(101), ..intent(&link("21", "22"), 12) };
    journal.intend(&again, std::slice::from_ref(&second)).await?;
    let lane = |item: &str| migrayt_core::id::ItemId::new(item);
    let expected = vec![
        Doubt { lane: lane("1"), intent: first, epoch: lease.epoch },
        Doubt { lane: lane("21"), intent: second, epoch: again.epoch },
    ];
    let found = journal.doubts(&again, None, 9).await?;
    same(&found, &expected, "each intended operation is in doubt until it is settled")
}

pub(super) async fn doubts_come_in_pages<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let items = [
        Planned::new("9", 0).with(OperationKind::Comment, "2").with(OperationKind::Attach, "7"),
        Planned::new("10", 0).linked_as("9", "10", "9"),
        Planned::new("\u{e9}", 0).with(OperationKind::Comment, "10"),
    ];
    let lease = opened(journal, &items).await?;
    let mut keys = vec![
        comment("\u{e9}", "10"),
        link("9", "10"),
        comment("9", "2"),
        key("9", OperationKind::Attach, "7"),
        create("\u{e9}"),
        create("10"),
        create("9"),
    ];
    let intents: Vec<_> = keys.iter().zip(1..).map(|(key, number)| intent(key, number)).collect();
    journal.intend(&lease, &intents).await?;
    keys.sort();
    let whole = journal.doubts(&lease, None, 100).await?;
    let found: Vec<_> = whole.iter().map(|doubt| doubt.intent.key.clone()).collect();
    same(&found, &keys, "the operations in doubt, ascending by key")?;
    let lanes: Vec<_> = whole
        .iter()
        .filter(|doubt| doubt.intent.key.kind == OperationKind::Link)
        .map(|doubt| doubt.lane.as_str().to_owned())
        .collect();
    same(&lanes, &vec!["10".to_owned()], "a doubt names the item in whose lane it is")?;

    let mut pages: Vec<Doubt> = Vec::new();
    loop {
        let after = pages.last().map(|doubt| doubt.intent.key.clone());
        let page = journal.doubts(&lease, after.as_ref(), 2).await?;
        same(&(page.len() <= 2), &true, "at most `limit`")?;
        let Some(first) = page.first() else { break };
        let beyond = after.as_ref() < Some(&first.intent.key);
        same(&beyond, &true, "the operations in doubt after a key")?;
        pages.extend(page);
    }
    same(&pages, &whole, "the operations in doubt after a key")?;
    let between = comment("9", "1");
    let rest = journal.doubts(&lease, Some(&between), 100).await?;
    let next = rest.first().map(|doubt| doubt.intent.key.clone());
    same(&next, &Some(comment("9", "2")), "the operations in doubt after a key")
}

pub(super) async fn intending_twice_is_a_conflict<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    carry_out(journal, &lease, &[create("1")]).await?;
    journal.intend(&lease, &[intent(&create("3"), 2)]).await?;
    let sentence = "`Conflict` if one of them is settled or in doubt already";
    for key in [create("1"), create("3")] {
        let again = journal.intend(&lease, &[intent(&key, 3)]).await;
        fails(again, ErrorKind::Conflict, sentence)?;
    }
    let unknown = journal.intend(&lease, &[intent(&create("77"), 3)]).await;
    fails(unknown, ErrorKind::NotFound, "only operations of the plan are sent")?;
    let doubts = journal.doubts(&lease, None, 9).await?;
    let attempts: Vec<_> = doubts.into_iter().map(|doubt| doubt.intent).collect();
    same(&attempts, &vec![intent(&create("3"), 2)], "a refused intent leaves the first alone")
}

pub(super) async fn intending_is_atomic<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    carry_out(journal, &lease, &[create("1")]).await?;
    let sentence = "all of a call happens or nothing";
    for (last, kind) in [(create("1"), ErrorKind::Conflict), (create("77"), ErrorKind::NotFound)] {
        let intents = [intent(&create("3"), 5), intent(&comment("1", "c1"), 6), intent(&last, 7)];
        fails(journal.intend(&lease, &intents).await, kind, sentence)?;
        same(&journal.doubts(&lease, None, 9).await?, &Vec::new(), sentence)?;
    }
    let rows = journal.ledger_of(&lease.run, &[migrayt_core::id::ItemId::new("3")]).await?;
    same(&rows.iter().all(|row| row.attempts == 0), &true, sentence)
}
