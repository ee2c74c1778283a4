use std::collections::BTreeSet;

use migrayt_core::richtext::Format;
use migrayt_testkit::reference;
use serde_json::Value;

use crate::corpora::{CORPORA, Corpus, Form, rows};

/// Every text of a format in the reference data that is no longer than that many bytes.
pub(crate) fn texts(format: Format, limit: usize) -> BTreeSet<String> {
    let mut texts = match format {
        Format::Html => of(Form::Html),
        Format::Markdown => of(Form::Markdown),
        Format::Adf => of(Form::Adf),
        Format::Wiki => wiki(),
        _ => Vec::new(),
    };
    texts.retain(|text| text.len() <= limit);
    texts.into_iter().collect()
}

fn of(form: Form) -> Vec<String> {
    let corpora = CORPORA.iter().filter(|corpus| corpus.form == form);
    let samples = corpora.filter_map(Corpus::samples).flatten();
    samples.map(|sample| sample.text).collect()
}

/// Bodies of issues, and what the tests of Atlassian's own reader read.
fn wiki() -> Vec<String> {
    const FILES: [&str; 2] =
        ["data/adf-oracle/wiki-to-adf.real.jsonl.gz", "data/adf-oracle/wiki-to-adf.vectors.jsonl"];
    let rows = FILES.iter().filter_map(|file| reference::find(file)).flat_map(|path| rows(&path));
    rows.filter_map(|row| row.get("wiki").and_then(Value::as_str).map(str::to_owned)).collect()
}
