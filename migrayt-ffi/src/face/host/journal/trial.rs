use std::sync::Arc;

use futures_util::future::join_all;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::TenantId;

use super::batch::Batch;
use super::key::Range;
use super::table::{Found, Table, keys};
use super::walk::Walk;
use crate::face::desk::{Answer, Desk, Question};

/// Keys in the order of their bytes, which is not that of a dictionary, nor one that knows no case.
const ORDERED: [&str; 12] = [
    "trial!#24",
    "trial!1",
    "trial!1!2",
    "trial!10",
    "trial!1A",
    "trial!1a",
    "trial!2",
    "trial!A-b",
    "trial!AC",
    "trial!\\",
    "trial!a_b",
    "trial!~c3~a9",
];

/// Tries whether a host's table keeps the rules that journals are built on, with two tenants whose
/// journals are empty. It leaves them empty.
///
/// It finds what a host does wrong on its own: rows that are out of order, checks that are forgotten,
/// halves of a commit, rows of another tenant. Whether rows outlive the host's process it cannot know.
///
/// # Errors
/// `Misuse` with the rule that is broken; whatever the host answers in place of an answer.
pub async fn trial(desk: Arc<dyn Desk>, one: TenantId, other: TenantId) -> Result<()> {
    ensure_one_key(desk.as_ref(), &one).await?;
    let one = Bench(Table::new(Arc::clone(&desk), one));
    let other = Bench(Table::new(desk, other));
    for bench in [&one, &other] {
        let rows = bench.0.scan(&everything(), Table::PAGE).await?;
        rule(rows.is_empty(), "the tenants of the trial have no rows yet")?;
    }
    one.keeps_texts().await?;
    one.keeps_order().await?;
    one.checks().await?;
    one.writes_all_or_nothing().await?;
    one.lets_one_of_many_win().await?;
    one.keeps_apart_from(&other).await?;
    for bench in [&one, &other] {
        bench.forget(&ORDERED).await?;
        let rows = bench.0.scan(&everything(), Table::PAGE).await?;
        rule(rows.is_empty(), "what is deleted is gone")?;
    }
    Ok(())
}

/// The rows of one tenant under trial.
struct Bench(Table);

impl Bench {
    async fn keeps_texts(&self) -> Result<()> {
        let rule_text = "a value comes back as it was put, to the last byte";
        let [first, second, ..] = ORDERED;
        rule(self.text(first).await?.is_none(), "a row that was not put has no value")?;
        let long = "{\"a\": 1.0}\n".repeat(20_000);
        for text in ["", " \u{0} \"\\\u{e9}\u{1f600} ", &long] {
            self.put(&[(first, text), (second, "")]).await?;
            let found = self.text(first).await?;
            rule(found.as_deref() == Some(&encoded(text)?), rule_text)?;
        }
        let found = self.0.get(keys([first, "trial!absent", second].map(str::to_owned))).await?;
        let order = "values are in the order of the keys that were asked for, null for none";
        rule(found.text("trial!absent").is_none(), order)?;
        rule(found.text(first) == Some(&encoded(&long)?), order)?;
        rule(found.text(second) == Some(&encoded("")?), order)
    }

    async fn keeps_order(&self) -> Result<()> {
        // Put in another order than they sort in.
        for key in ORDERED.iter().rev() {
            self.put(&[(key, key)]).await?;
        }
        let sorted = "rows are ascending by the bytes of their keys";
        rule(self.keys(&everything(), 100).await? == ORDERED, sorted)?;
        let mut pages = Vec::new();
        let mut walk = Walk::along(&self.0, everything()).by(5);
        while let Some(page) = walk.next().await? {
            pages.extend(page.into_iter().map(|row| row.key));
        }
        rule(pages == ORDERED, "a page begins after the key that it is asked for")?;
        let between = Range { after: "trial!1".to_owned(), before: "trial!2".to_owned() };
        let found = self.keys(&between, 100).await?;
        let ends = "neither end of a range is in it";
        rule(found == ["trial!1!2", "trial!10", "trial!1A", "trial!1a"], ends)?;
        rule(self.keys(&between, 2).await?.len() == 2, "a page has as many rows as it may have")
    }

    async fn checks(&self) -> Result<()> {
        let [first, second, ..] = ORDERED;
        self.forget(&ORDERED).await?;
        let checked = "a commit is made only if every row is as it is checked to be";
        let empty = self.found(&[first, second]).await?;
        self.put(&[(first, "1")]).await?;
        let before = self.found(&[first, second]).await?;
        self.put(&[(first, "2")]).await?;
        // A value of a row that has another, none of a row that has one, one of a row that has none.
        for stale in [&before, &empty] {
            let mut batch = Batch::checking(stale, first);
            batch.put(first.to_owned(), &"3")?;
            rule(!self.0.commit(batch).await?, checked)?;
        }
        self.forget(&[first]).await?;
        let mut batch = Batch::checking(&before, first);
        batch.put(first.to_owned(), &"3")?;
        rule(!self.0.commit(batch).await?, checked)?;
        rule(self.text(first).await?.is_none(), "a commit in conflict changes nothing")?;
        let mut batch = Batch::checking(&before, second);
        batch.check(&empty, first);
        batch.put(first.to_owned(), &"4")?;
        rule(self.0.commit(batch).await?, "a row that is not there is checked as null")?;
        let now = self.found(&[first]).await?;
        let mut batch = Batch::checking(&now, first);
        batch.put(first.to_owned(), &"5")?;
        rule(self.0.commit(batch).await?, "checks are about what was there before the commit")?;
        let mut batch = Batch::default();
        batch.delete("trial!absent".to_owned());
        rule(self.0.commit(batch).await?, "a row that is not there may be deleted")
    }

    async fn writes_all_or_nothing(&self) -> Result<()> {
        let [first, second, third, fourth, ..] = ORDERED;
        self.put(&[(first, "1"), (second, "2")]).await?;
        let before = self.found(&[first, second]).await?;
        self.put(&[(second, "3")]).await?;
        // Only the last of the checks fails.
        let mut batch = Batch::checking(&before, first);
        batch.check(&before, second);
        batch.put(third.to_owned(), &"4")?;
        batch.delete(first.to_owned());
        let whole = "all of a commit happens or nothing";
        rule(!self.0.commit(batch).await?, whole)?;
        rule(self.keys(&everything(), 100).await? == [first, second], whole)?;
        let now = self.found(&[first, second]).await?;
        let mut batch = Batch::checking(&now, second);
        batch.put(third.to_owned(), &"4")?;
        batch.put(fourth.to_owned(), &"5")?;
        batch.delete(first.to_owned());
        batch.delete(second.to_owned());
        rule(self.0.commit(batch).await?, whole)?;
        rule(self.keys(&everything(), 100).await? == [third, fourth], whole)
    }

    async fn lets_one_of_many_win(&self) -> Result<()> {
        let [first, ..] = ORDERED;
        for round in 0..8_u32 {
            let found = self.found(&[first]).await?;
            let attempts = (0..16_u32).map(|number| {
                let mut batch = Batch::checking(&found, first);
                let put = batch.put(first.to_owned(), &(round, number));
                async move {
                    put?;
                    self.0.commit(batch).await
                }
            });
            let written: Result<Vec<bool>> = join_all(attempts).await.into_iter().collect();
            let won = written?.into_iter().filter(|written| *written).count();
            rule(won == 1, "of several commits that check one row, one is made")?;
        }
        Ok(())
    }

    async fn keeps_apart_from(&self, other: &Self) -> Result<()> {
        let [first, second, ..] = ORDERED;
        let apart = "tenants have rows of their own under the same keys";
        self.forget(&ORDERED).await?;
        self.put(&[(first, "one"), (second, "one")]).await?;
        rule(other.keys(&everything(), 100).await?.is_empty(), apart)?;
        rule(other.text(first).await?.is_none(), apart)?;
        other.put(&[(first, "other")]).await?;
        rule(self.text(first).await? == Some(encoded("one")?), apart)?;
        let found = self.found(&[first]).await?;
        let mut batch = Batch::checking(&found, first);
        batch.put(first.to_owned(), &"stranger")?;
        rule(!other.0.commit(batch).await?, apart)?;
        other.forget(&[first, second]).await?;
        rule(self.keys(&everything(), 100).await? == [first, second], apart)
    }

    async fn text(&self, key: &str) -> Result<Option<String>> {
        Ok(self.found(&[key]).await?.text(key).map(str::to_owned))
    }

    async fn found(&self, asked: &[&str]) -> Result<Found> {
        self.0.get(keys(asked.iter().map(|key| (*key).to_owned()))).await
    }

    async fn keys(&self, range: &Range, limit: u32) -> Result<Vec<String>> {
        let rows = self.0.scan(range, limit).await?;
        Ok(rows.into_iter().map(|row| row.key).collect())
    }

    async fn put(&self, rows: &[(&str, &str)]) -> Result<()> {
        let mut batch = Batch::default();
        for (key, value) in rows {
            batch.put((*key).to_owned(), value)?;
        }
        rule(self.0.commit(batch).await?, "a commit without checks is never in conflict")
    }

    async fn forget(&self, rows: &[&str]) -> Result<()> {
        let mut batch = Batch::default();
        for key in rows {
            batch.delete((*key).to_owned());
        }
        rule(self.0.commit(batch).await?, "a commit without checks is never in conflict")
    }
}

async fn ensure_one_key(desk: &dyn Desk, tenant: &TenantId) -> Result<()> {
    let describe = async || -> Result<Answer> {
        let asked = serde_json::json!({ "tenant": tenant });
        desk.ask(Question::new(super::table::PORT, "describe", &asked)?).await
    };
    let (first, second) = (describe().await?, describe().await?);
    rule(first.bytes.len() == 32, "a journal has a key of 32 bytes")?;
    rule(first.bytes == second.bytes, "a journal has one key for ever")
}

/// All keys of a trial, and whatever else a journal may have.
fn everything() -> Range {
    Range { after: String::new(), before: "\u{7f}".to_owned() }
}

fn encoded(text: &str) -> Result<String> {
    serde_json::to_string(text).map_err(|_| broken("a text can be written"))
}

fn rule(kept: bool, rule: &'static str) -> Result<()> {
    if kept { Ok(()) } else { Err(broken(rule)) }
}

fn broken(rule: &'static str) -> Error {
    Error::new(ErrorKind::Misuse, rule)
        .with_help("the host breaks this rule of the page about host journals")
}
