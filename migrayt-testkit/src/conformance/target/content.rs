use std::fmt::Debug;

use migrayt_core::Error;
use migrayt_core::id::ItemId;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{Bindings, HighWater};

use super::bench::{Bench, bindings};
use super::sample::{below, comment};
use crate::conformance::breach::{Verdict, holds};

pub(super) async fn nothing_that_is_shown_holds_content(bench: &Bench<'_>) -> Verdict {
    let commands = bench.one_of_each()?;
    let drafts = bench.accepted(&commands)?;
    shows_nothing(&drafts, "a draft shows no content")?;
    let item = bench.make_one(bench.create("1")?, &Bindings::new()).await?;
    let mut known = bindings([&item]);
    if bench.takes(OperationKind::Comment) {
        bench.make_one(comment("1", "c1", "a remark"), &known).await?;
    }
    shows_nothing(bench.target, "a target shows no content")?;
    shows_nothing(&bench.stands(item.target()?).await?, "what stands shows no content")?;
    shows_nothing(&bench.swept(HighWater::start()).await?, "a sweep shows no content")?;

    known.items.insert(ItemId::new("nowhere"), bench.known.nowhere.clone());
    let mut failing = vec![below(bench.create("2")?, "nowhere")];
    if bench.takes(OperationKind::Comment) {
        failing.push(comment("nowhere", "c1", "a remark"));
    }
    for command in failing {
        let drafts = bench.draft(&[command])?;
        if drafts.iter().any(|drafted| !drafted.refusals.is_empty()) {
            continue;
        }
        for error in bench.send(&drafts, &known).await?.into_iter().filter_map(Result::err) {
            shows_nothing(&error, "an error shows no content")?;
            clean(&chain(&error), "an error shows no content")?;
        }
    }
    Ok(())
}

fn shows_nothing(shown: &(impl Debug + ?Sized), sentence: &'static str) -> Verdict {
    clean(&format!("{shown:?} {shown:#?}"), sentence)
}

/// An error and its causes in words.
fn chain(error: &Error) -> String {
    let mut words = vec![error.to_string()];
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        words.push(format!("{next} {next:?}"));
        cause = next.source();
    }
    words.join(" ")
}

fn clean(text: &str, sentence: &'static str) -> Verdict {
    // Either of the words that everything the suite writes has.
    let lower = text.to_lowercase();
    let so = !lower.contains("vermilion") && !lower.contains("kestrel");
    holds(so, sentence, || format!("a word of it in {} letters", text.len()))
}
