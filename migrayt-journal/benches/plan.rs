//! What a plan of 100,000 items costs from its first outline to the last page of its run: in SQLite,
//! and in PostgreSQL if this machine has it.

#[expect(clippy::unwrap_used, dead_code, reason = "it belongs to the tests")]
#[path = "../tests/postgres/bed.rs"]
mod bed;
#[expect(clippy::unwrap_used, dead_code, reason = "it belongs to the tests")]
#[path = "../tests/journal/sample.rs"]
mod sample;

use std::io::{self, Write as _};
use std::time::Instant;

use migrayt_core::id::{ItemId, TenantId};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Backlog, Outline, PlanRow, Stage};
use migrayt_core::port::{Journal, PlanStore, Settlement};
use migrayt_journal::SqliteJournal;

use self::bed::Bed;
use self::sample::{
    FINGERPRINT, TTL, at, done, intent, key, operation, outline, plan_id, row, spec, worker,
};

const ITEMS: usize = 100_000;

/// As many as a planner puts at once, and a driver takes.
const PAGE: usize = 500;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let journal = SqliteJournal::open(folder.path().join("m.db"), TenantId::solo()).await?;
    measure("SQLite", &journal).await?;
    let Some(bed) = Bed::own().await else { return Ok(()) };
    measure("PostgreSQL", &bed::journal(&bed.database(), 1).await).await
}

async fn measure<J: Journal + PlanStore>(name: &str, journal: &J) -> Outcome<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{name}: {ITEMS} items with a comment, a link and a place in the backlog")?;
    let mut watch = watch();
    let mut lap = |what: &str| {
        let took = watch.elapsed().as_secs_f64();
        watch = self::watch();
        writeln!(out, "{what:44}{took:8.2} s")
    };
    let plan = plan_id();
    journal.begin_plan(&plan, FINGERPRINT).await?;
    for page in (0..ITEMS).collect::<Vec<_>>().chunks(PAGE) {
        let outlines: Vec<_> = page.iter().map(|number| outlined(*number)).collect();
        journal.put_outlines(&plan, &outlines).await?;
    }
    lap("put the outlines")?;
    journal.seal_outline(&plan).await?;
    lap("seal the outline")?;
    for page in (0..ITEMS).collect::<Vec<_>>().chunks(PAGE) {
        let rows: Vec<_> = page.iter().map(|number| planned(*number)).collect();
        journal.put_plan_rows(&plan, &rows).await?;
    }
    lap("put the rows")?;
    journal.seal_plan(&plan).await?;
    lap("seal the plan")?;
    journal.plan_account(&plan).await?;
    lap("account for the plan")?;
    let opened = journal.open(&spec(), &worker(1), at(0), TTL).await?;
    lap("open the run")?;
    let limit = u32::try_from(PAGE)?;
    for stage in opened.stages {
        let mut after = None;
        loop {
            let lanes = journal.pending(&opened.lease, stage, after, limit).await?;
            let Some(last) = lanes.last() else { break };
            after = Some(last.place);
            let keys: Vec<_> = lanes.into_iter().flat_map(|lane| lane.operations).collect();
            let intents: Vec<_> = keys.iter().zip(1..).map(|(key, at)| intent(key, at)).collect();
            journal.intend(&opened.lease, &intents).await?;
            let outcomes = keys.iter().map(done).collect();
            journal.settle(&opened.lease, &Settlement { outcomes }).await?;
        }
    }
    lap("take, intend and settle every operation")?;
    let counts = journal.counts(&opened.lease.run).await?;
    if counts.kinds.iter().any(|(_, counts)| counts.done != counts.planned) {
        return Err("not everything was done".into());
    }
    lap("count")?;
    let mut after = None;
    loop {
        let rows = journal.ledger(&opened.lease.run, after.as_ref(), limit).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.key.clone());
    }
    lap("read the ledger")?;
    Ok(())
}

/// One of ten below each parent.
fn outlined(number: usize) -> Outline {
    let parent = (number > 0).then(|| name(number / 10));
    let mut outline = outline(&name(number), parent.as_deref());
    outline.backlog = Backlog::ranked(i64::try_from(ITEMS - number).ok());
    outline
}

fn planned(number: usize) -> PlanRow {
    let item = name(number);
    let mut row = row(&item, u32::from(number > 0));
    let other = name(number / 10);
    let mut link =
        operation(key(&item, OperationKind::Link, &format!("Relates:{other}")), Stage::LINKS);
    link.other = Some(ItemId::new(other));
    let mut rank = operation(key(&item, OperationKind::Rank, ""), Stage::rank(0, 4));
    rank.other = (number + 1 < ITEMS).then(|| ItemId::new(name(number + 1)));
    row.operations.extend([link, rank]);
    row
}

fn name(number: usize) -> String {
    format!("{number:06}")
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn watch() -> Instant {
    Instant::now()
}
