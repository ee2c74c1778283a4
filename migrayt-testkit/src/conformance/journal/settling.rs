use migrayt_core::ErrorKind;
use migrayt_core::plan::{Loss, LossKind, Stage};
use migrayt_core::port::{Journal, Lease, LedgerRow, Outcome, OutcomeState, PlanStore};

use super::sample::{
    carry_out, comment, create, done, due, family, intent, link, opened, settle, went,
};
use crate::conformance::breach::{Breach, Verdict, fails, same};

async fn in_doubt<J: Journal>(journal: &J, lease: &Lease) -> Result<usize, Breach> {
    Ok(journal.doubts(lease, None, 100).await?.len())
}

async fn row<J: Journal>(
    journal: &J,
    lease: &Lease,
    item: &str,
) -> Result<Option<LedgerRow>, Breach> {
    let rows = journal.ledger_of(&lease.run, &[migrayt_core::id::ItemId::new(item)]).await?;
    Ok(rows.into_iter().find(|row| row.key == create(item)))
}

pub(super) async fn an_outcome_ends_a_doubt<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    let sentence = "an operation is in doubt until it is settled";
    let keys = [create("1"), create("3"), comment("1", "c1"), comment("1", "c2"), create("21")];
    let states = [
        OutcomeState::Done,
        OutcomeState::Adopted,
        OutcomeState::Failed(ErrorKind::PermissionDenied),
        OutcomeState::Gone,
        OutcomeState::Skipped,
    ];
    let intents: Vec<_> = keys.iter().map(|key| intent(key, 1)).collect();
    journal.intend(&lease, &intents).await?;
    for (left, (key, state)) in (0..5).rev().zip(keys.iter().zip(states)) {
        settle(journal, &lease, vec![Outcome { state, ..done(key) }]).await?;
        same(&in_doubt(journal, &lease).await?, &left, sentence)?;
    }
    let ledger = journal.ledger(&lease.run, None, 100).await?;
    for (key, state) in keys.iter().zip(states) {
        let found = ledger.iter().find(|row| row.key == *key).and_then(|row| row.state);
        same(&found, &Some(state), "the account says how an operation ended")?;
    }
    Ok(())
}

pub(super) async fn settling_twice_changes_nothing<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    let mut outcome = done(&create("1"));
    outcome.losses = vec![
        Loss::of(LossKind::ParentOutside),
        Loss::in_field(LossKind::Shortened, migrayt_core::id::FieldId::new("summary")),
    ];
    journal.intend(&lease, &[intent(&create("1"), 1)]).await?;
    settle(journal, &lease, vec![outcome.clone()]).await?;
    let before = journal.ledger(&lease.run, None, 100).await?;
    settle(journal, &lease, vec![outcome.clone()]).await?;
    settle(journal, &lease, vec![Outcome::of(create("3"), OutcomeState::Gone), outcome]).await?;
    settle(journal, &lease, vec![Outcome::of(create("3"), OutcomeState::Gone)]).await?;
    let sentence = "settling twice with the same outcome is a no-op";
    let after = journal.ledger(&lease.run, None, 100).await?;
    let unchanged = |rows: Vec<LedgerRow>| -> Vec<LedgerRow> {
        rows.into_iter().filter(|row| row.key.item.as_str() != "3").collect()
    };
    same(&unchanged(after), &unchanged(before), sentence)
}

pub(super) async fn another_outcome_is_a_conflict<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    carry_out(journal, &lease, &[create("1")]).await?;
    let first = row(journal, &lease, "1").await?;
    let settled = done(&create("1"));
    let others = [
        Outcome { state: OutcomeState::Adopted, ..settled.clone() },
        Outcome { state: OutcomeState::Again, ..settled.clone() },
        Outcome { state: OutcomeState::Parked, ..settled.clone() },
        Outcome { state: OutcomeState::Failed(ErrorKind::Timeout), ..settled.clone() },
        Outcome { target: Some(went("2")), ..settled.clone() },
        Outcome { target: None, ..settled.clone() },
        Outcome { revision: Some(4), ..settled.clone() },
        Outcome { part: Some("x".into()), ..settled.clone() },
        Outcome { losses: vec![Loss::of(LossKind::Shortened)], ..settled },
    ];
    let sentence = "settling with another outcome is `Conflict`";
    for other in others {
        fails(settle(journal, &lease, vec![other]).await, ErrorKind::Conflict, sentence)?;
    }
    same(&row(journal, &lease, "1").await?, &first, "the first outcome stands")?;

    let failed = |kind| Outcome::of(create("3"), OutcomeState::Failed(kind));
    settle(journal, &lease, vec![failed(ErrorKind::InputInvalid)]).await?;
    let other = settle(journal, &lease, vec![failed(ErrorKind::Conflict)]).await;
    fails(other, ErrorKind::Conflict, sentence)?;
    let unknown = settle(journal, &lease, vec![done(&create("77"))]).await;
    fails(unknown, ErrorKind::NotFound, "only operations of the plan have outcomes")
}

pub(super) async fn settling_is_atomic<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    carry_out(journal, &lease, &[create("1")]).await?;
    journal.intend(&lease, &[intent(&create("3"), 2)]).await?;
    let sentence = "all of a call happens or nothing";
    let gone = Outcome::of(create("1"), OutcomeState::Gone);
    for (last, kind) in [(gone, ErrorKind::Conflict), (done(&create("77")), ErrorKind::NotFound)] {
        let outcomes = vec![done(&create("3")), done(&comment("1", "c1")), last];
        fails(settle(journal, &lease, outcomes).await, kind, sentence)?;
        same(&in_doubt(journal, &lease).await?, &1, sentence)?;
        let left = vec![comment("1", "c1"), comment("1", "c2")];
        same(&due(journal, &lease, Stage::level(0)).await?, &left, sentence)?;
    }
    Ok(())
}

pub(super) async fn again_makes_due_once_more<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    let sentence = "`Again` makes an operation due once more";
    let again = Outcome::of(create("3"), OutcomeState::Again);
    for attempt in 1..4 {
        journal.intend(&lease, &[intent(&create("3"), attempt)]).await?;
        settle(journal, &lease, vec![again.clone()]).await?;
        same(&in_doubt(journal, &lease).await?, &0, sentence)?;
        let due = due(journal, &lease, Stage::level(0)).await?;
        same(&due.last(), &Some(&create("3")), sentence)?;
        settle(journal, &lease, vec![again.clone()]).await?;
    }
    let standing = row(journal, &lease, "3").await?;
    let standing = standing.map(|row| (row.state, row.in_doubt, row.attempts));
    same(&standing, &Some((None, false, 3)), "each intent is an attempt")?;
    journal.intend(&lease, &[intent(&create("3"), 9)]).await?;
    let doubts = journal.doubts(&lease, None, 9).await?;
    let intents: Vec<_> = doubts.into_iter().map(|doubt| doubt.intent).collect();
    same(&intents, &vec![intent(&create("3"), 9)], "a doubt has its newest intent")?;
    settle(journal, &lease, vec![done(&create("3"))]).await?;
    let standing = row(journal, &lease, "3").await?.map(|row| (row.state, row.attempts));
    same(&standing, &Some((Some(OutcomeState::Done), 4)), "each intent is an attempt")
}

pub(super) async fn parked_stays_in_doubt<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    let sentence = "what is parked stays in doubt";
    let parked = Outcome::of(create("3"), OutcomeState::Parked);
    let early = settle(journal, &lease, vec![parked.clone()]).await;
    fails(early, ErrorKind::Conflict, "only what is in doubt can be parked")?;
    journal.intend(&lease, &[intent(&create("3"), 1)]).await?;
    settle(journal, &lease, vec![parked.clone()]).await?;
    settle(journal, &lease, vec![parked]).await?;
    same(&in_doubt(journal, &lease).await?, &1, sentence)?;
    let standing = row(journal, &lease, "3").await?.map(|row| (row.state, row.in_doubt));
    same(&standing, &Some((None, true)), sentence)?;
    let pending = due(journal, &lease, Stage::level(0)).await?;
    same(&pending.contains(&create("3")), &false, sentence)?;
    settle(journal, &lease, vec![done(&create("3"))]).await?;
    same(&in_doubt(journal, &lease).await?, &0, "a person's answer ends the doubt")
}

pub(super) async fn outcomes_need_no_intent<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    let adopted = Outcome { state: OutcomeState::Adopted, ..done(&create("3")) };
    let skipped = Outcome::of(link("21", "22"), OutcomeState::Skipped);
    settle(journal, &lease, vec![adopted, skipped]).await?;
    let sentence = "an operation that was not sent can have an outcome";
    same(&due(journal, &lease, Stage::LINKS).await?, &Vec::new(), sentence)?;
    let standing = row(journal, &lease, "3").await?;
    let standing = standing.map(|row| (row.state, row.in_doubt, row.target, row.attempts));
    let expected = Some((Some(OutcomeState::Adopted), false, Some(went("3")), 0));
    same(&standing, &expected, sentence)
}
