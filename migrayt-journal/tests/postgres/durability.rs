use std::cell::Cell;
use std::sync::Arc;

use migrayt_core::ErrorKind;
use migrayt_core::port::{Intent, Journal as _, Lease, Settlement};
use migrayt_testkit::postgres::Server;

use super::bed::{self, Bed};
use super::sample::{create, done, intent, opened, spec};

#[tokio::test]
async fn a_server_that_stops_at_once_keeps_what_it_acknowledged_and_no_halves() {
    let Some(mut bed) = Bed::own().await else { return };
    let names: Vec<String> = (0..400).map(|item| format!("{item:03}")).collect();
    let items: Vec<&str> = names.iter().map(String::as_str).collect();
    let lease = opened(&bed::journal(&bed.database(), 1).await, &items).await;
    let intents: Vec<_> = items[..2].iter().map(|item| intent(&create(item), 1)).collect();
    stops_between_calls(&mut bed, &lease, &intents).await;
    stops_meanwhile(&mut bed, &lease, &items[2..]).await;
}

async fn stops_between_calls(bed: &mut Bed, lease: &Lease, intents: &[Intent]) {
    let journal = bed::journal(&bed.database(), 1).await;
    journal.intend(lease, intents).await.unwrap();
    server(bed).crash().await;

    let journal = bed::journal(&bed.database(), 1).await;
    let doubts = journal.doubts(lease, None, 99).await.unwrap();
    let kept: Vec<_> = doubts.into_iter().map(|doubt| doubt.intent).collect();
    assert_eq!(kept, intents, "what was intended is a doubt");
    let outcomes: Vec<_> = intents.iter().map(|intent| done(&intent.key)).collect();
    journal.settle(lease, &Settlement { outcomes: outcomes.clone() }).await.unwrap();
    server(bed).crash().await;

    let journal = bed::journal(&bed.database(), 1).await;
    assert_eq!(journal.doubts(lease, None, 99).await.unwrap(), []);
    let items: Vec<_> = intents.iter().map(|intent| intent.key.item.clone()).collect();
    let rows = journal.ledger_of(&spec().run, &items).await.unwrap();
    for outcome in outcomes {
        let row = rows.iter().find(|row| row.key == outcome.key).unwrap();
        assert_eq!((row.state, &row.target), (Some(outcome.state), &outcome.target));
    }
}

async fn stops_meanwhile(bed: &mut Bed, lease: &Lease, items: &[&str]) {
    let journal = bed::journal(&bed.database(), 1).await;
    let acknowledged = Cell::new(0);
    let mut broken = None;
    let writing = async {
        for pair in items.chunks(2) {
            let intents: Vec<_> = pair.iter().map(|item| intent(&create(item), 1)).collect();
            if let Err(error) = journal.intend(lease, &intents).await {
                broken = Some(error.kind());
                break;
            }
            acknowledged.set(acknowledged.get() + 1);
        }
    };
    tokio::join!(writing, async {
        while acknowledged.get() < 20 {
            tokio::task::yield_now().await;
        }
        server(bed).crash().await;
    });
    let acknowledged = acknowledged.get();
    assert_eq!(broken, Some(ErrorKind::Unavailable), "it stopped before the calls ended");
    let journal = bed::journal(&bed.database(), 1).await;
    let doubts = journal.doubts(lease, None, 999).await.unwrap().len();
    // The call that broke may have happened.
    assert!(doubts == 2 * acknowledged || doubts == 2 * (acknowledged + 1), "{doubts}");
}

fn server(bed: &mut Bed) -> &mut Server {
    Arc::get_mut(&mut bed.server).unwrap()
}
