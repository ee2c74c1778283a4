use std::fs;
use std::path::{Path, PathBuf};

use migrayt_core::id::{ItemId, TenantId};
use migrayt_core::plan::Stage;
use migrayt_core::port::{
    Closing, Journal as _, LedgerRow, Outcome, OutcomeState, PlanStore as _, Settlement,
};
use migrayt_journal::SqliteJournal;

use super::dice::Dice;
use super::sample::{TTL, at, comment, create, done, intent, opened, plan_id, spec, went, worker};

async fn open(path: &Path) -> SqliteJournal {
    SqliteJournal::open(path, TenantId::solo()).await.unwrap()
}

#[tokio::test]
async fn everything_is_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = open(&path).await;
    let lease = opened(&journal, &["1", "2"]).await;
    journal.intend(&lease, &[intent(&create("1"), 1), intent(&create("2"), 2)]).await.unwrap();
    journal.settle(&lease, &Settlement { outcomes: vec![done(&create("1"))] }).await.unwrap();
    let rows = journal.plan_page(&plan_id(), None, 9).await.unwrap();
    let ledger = journal.ledger(&lease.run, None, 9).await.unwrap();
    drop(journal);

    let journal = open(&path).await;
    assert_eq!(journal.plan_page(&plan_id(), None, 9).await.unwrap(), rows);
    assert_eq!(journal.ledger(&lease.run, None, 9).await.unwrap(), ledger);
    assert_eq!(journal.newest_run(&plan_id()).await.unwrap(), Some((lease.run.clone(), None)));
    let again = journal.open(&spec(), &worker(2), at(60), TTL).await.unwrap();
    assert!(again.resumed);
    assert_eq!(again.lease.epoch, lease.epoch + 1);
    let doubts = journal.doubts(&again.lease, None, 9).await.unwrap();
    assert_eq!(doubts.len(), 1);
    assert_eq!((&doubts[0].intent, doubts[0].epoch), (&intent(&create("2"), 2), lease.epoch));
    let places = journal.resolve(&lease.run, &[ItemId::new("1"), ItemId::new("2")]).await.unwrap();
    assert_eq!(places, [Some(went("1")), None]);
    let due = journal.pending(&again.lease, Stage::level(0), None, 9).await.unwrap();
    let due: Vec<_> = due.into_iter().flat_map(|lane| lane.operations).collect();
    assert_eq!(due, [comment("1"), comment("2")]);
}

/// What a stopped machine leaves: the files as they are at this moment, with the log cut off.
fn leave(path: &Path, folder: &Path, cut: Option<usize>) -> PathBuf {
    let left = folder.join("left.db");
    fs::copy(path, &left).unwrap();
    let mut log = fs::read(path.with_extension("db-wal")).unwrap();
    log.truncate(cut.unwrap_or(usize::MAX));
    fs::write(left.with_extension("db-wal"), log).unwrap();
    left
}

/// What a process that comes later finds.
async fn found(path: &Path) -> (Vec<LedgerRow>, Option<Closing>) {
    let journal = open(path).await;
    let (run, closing) = journal.newest_run(&plan_id()).await.unwrap().unwrap();
    let ledger = journal.ledger(&run, None, 99).await.unwrap();
    journal.close_file().await.unwrap();
    (ledger, closing)
}

#[tokio::test]
async fn a_machine_that_stops_leaves_whole_calls_and_none_that_returned_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = open(&path).await;
    let items = ["1", "2", "3"];
    let lease = opened(&journal, &items).await;
    journal.close_file().await.unwrap();

    let journal = open(&path).await;
    let mut states = vec![(journal.ledger(&lease.run, None, 99).await.unwrap(), None)];
    let creates = items.map(create);
    for round in 0..4_u32 {
        let key = creates[round as usize % 3].clone();
        let intents = [intent(&key, round.into()), intent(&comment(key.item.as_str()), 77)];
        if round < 3 {
            journal.intend(&lease, &intents).await.unwrap();
        } else {
            let again = Outcome::of(create("1"), OutcomeState::Skipped);
            let refused = journal.settle(&lease, &Settlement { outcomes: vec![again] }).await;
            assert!(refused.is_err());
        }
        states.push((journal.ledger(&lease.run, None, 99).await.unwrap(), None));
        let left =
            leave(&path, tempfile::tempdir_in(folder.path()).unwrap().keep().as_path(), None);
        assert_eq!(Some(&found(&left).await), states.last(), "what returned is durable");
        if round < 3 {
            let outcomes = vec![done(&key), done(&comment(key.item.as_str()))];
            journal.settle(&lease, &Settlement { outcomes }).await.unwrap();
            states.push((journal.ledger(&lease.run, None, 99).await.unwrap(), None));
        }
    }
    journal.close(&lease, Closing::Completed).await.unwrap();
    let end = (states.last().unwrap().0.clone(), Some(Closing::Completed));
    states.push(end);

    let whole = fs::metadata(path.with_extension("db-wal")).unwrap().len();
    let whole = usize::try_from(whole).unwrap();
    let mut dice = Dice::new(5);
    let mut seen = vec![false; states.len()];
    for _ in 0..60 {
        let cut = dice.below(whole + 1);
        let folder = tempfile::tempdir().unwrap();
        let state = found(&leave(&path, folder.path(), Some(cut))).await;
        let matching = states.iter().position(|one| *one == state);
        let Some(at) = matching else { panic!("cut at {cut}: a state that never was") };
        seen[at] = true;
    }
    let different = seen.iter().filter(|seen| **seen).count();
    assert!(different >= 4, "the cuts met {different} states");
}
