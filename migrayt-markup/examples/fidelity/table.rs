use std::collections::BTreeMap;

use migrayt_markup::LossKind;

use crate::corpora::Form;
use crate::measure::Measure;

const HEAD: [&str; 9] = [
    "corpus",
    "read as",
    "texts",
    "parsed",
    "valid",
    "words",
    "kept",
    "nodes found",
    "documents equal",
];

/// The table of corpora, and the table of what is lost.
pub(crate) fn lines(measures: &[Measure]) -> Vec<String> {
    let mut rows = vec![HEAD.map(str::to_owned).to_vec()];
    rows.extend(measures.iter().map(row));
    rows.push(sum(measures));
    let mut lines = aligned(&rows);
    lines.push(String::new());
    lines.extend(aligned(&losses(measures)));
    lines
}

fn row(measure: &Measure) -> Vec<String> {
    let score = measure.score.unwrap_or_default();
    vec![
        measure.name.to_owned(),
        name(measure.form).to_owned(),
        measure.texts.to_string(),
        share(measure.parsed, measure.texts),
        share(measure.valid, measure.texts),
        measure.words.to_string(),
        share(measure.words_kept, measure.words),
        share(score.found, score.nodes),
        share(score.equal, score.documents),
    ]
}

fn sum(measures: &[Measure]) -> Vec<String> {
    let of = |count: fn(&Measure) -> usize| measures.iter().map(count).sum::<usize>();
    let (texts, words) = (of(|it| it.texts), of(|it| it.words));
    vec![
        "all".to_owned(),
        String::new(),
        texts.to_string(),
        share(of(|it| it.parsed), texts),
        share(of(|it| it.valid), texts),
        words.to_string(),
        share(of(|it| it.words_kept), words),
        String::new(),
        String::new(),
    ]
}

/// One row a kind, one column a format that was read, most frequent first.
fn losses(measures: &[Measure]) -> Vec<Vec<String>> {
    const FORMS: [Form; 4] = [Form::Html, Form::Markdown, Form::Adf, Form::Wiki];
    let mut counts = BTreeMap::<LossKind, [u64; FORMS.len()]>::new();
    for measure in measures {
        for (kind, count) in &measure.losses {
            let of_kind = counts.entry(*kind).or_default();
            for (form, cell) in FORMS.iter().zip(of_kind) {
                *cell += if *form == measure.form { *count } else { 0 };
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, of_kind)| std::cmp::Reverse(of_kind.iter().sum::<u64>()));
    let mut rows = vec![vec!["loss".to_owned(), "what is left".to_owned()]];
    for (head, form) in rows.iter_mut().zip([FORMS]) {
        head.extend(form.map(|it| ["from ", name(it)].concat()));
    }
    rows.extend(counts.into_iter().map(|(kind, of_kind)| {
        let fidelity = format!("{:?}", kind.fidelity()).to_lowercase();
        let mut row = vec![kind.code().to_owned(), fidelity];
        row.extend(of_kind.map(|count| count.to_string()));
        row
    }));
    rows
}

fn name(form: Form) -> &'static str {
    match form {
        Form::Html => "html",
        Form::Markdown => "markdown",
        Form::Adf => "adf",
        Form::Wiki => "wiki",
    }
}

/// A share in per cent, which is 100 only if it is all; nothing if there is nothing.
fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    let thousandths = part * 1_000 / whole;
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

/// Columns as wide as they must be: words to the left, numbers to the right.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let mut widths = Vec::<usize>::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(place, (cell, width))| {
            if place < 2 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}
