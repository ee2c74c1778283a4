//! What the codecs make of every real text in the reference data, as one table: whether it is read,
//! whether the document is valid, whether every word is in it, and how near it is to what other
//! converters made of it. Ends badly if a text is not read, not valid or without a word.

mod measure;
mod score;
mod screen;
mod table;

#[path = "../../tests/markup/adf_normal.rs"]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a file of the tests")]
mod adf_normal;
#[path = "../../tests/markup/corpora.rs"]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a file of the tests")]
mod corpora;
#[path = "../../tests/markup/oracle.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a file of the tests, which use more of it"
)]
mod oracle;
#[path = "../../tests/markup/schema.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "a file of the tests, which use more of it")]
mod schema;
#[path = "../../tests/markup/wiki_equal.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a file of the tests, which use more of it"
)]
mod wiki_equal;
#[path = "../../tests/markup/wiki_words.rs"]
mod wiki_words;

use std::process::ExitCode;

use self::corpora::CORPORA;
use self::measure::Measure;

fn main() -> ExitCode {
    let mut measures = Vec::new();
    for (index, corpus) in CORPORA.iter().enumerate() {
        screen::progress(index, CORPORA.len(), corpus.name);
        let Some(samples) = corpus.samples() else { continue };
        let mut measure = Measure::of(corpus);
        for sample in &samples {
            measure.take(sample);
        }
        measures.push(measure);
    }
    screen::progress_ends();
    if measures.is_empty() {
        screen::say("the reference data is not at hand: nothing measured");
        return ExitCode::SUCCESS;
    }
    for line in table::lines(&measures) {
        screen::say(&line);
    }
    let faults: Vec<&String> = measures.iter().flat_map(|measure| &measure.faults).collect();
    measures.iter().flat_map(|it| &it.remarks).for_each(|it| screen::say(it));
    for fault in &faults {
        screen::complain(fault);
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
