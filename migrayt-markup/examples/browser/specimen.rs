use std::collections::BTreeSet;

use migrayt_core::richtext::plain_text;
use migrayt_markup::html;

use crate::corpora::{CORPORA, Corpus, Form};
use crate::held;

/// A document as it came.
#[derive(Debug)]
pub(crate) struct Specimen {
    pub(crate) name: String,
    pub(crate) html: String,
    /// What it holds.
    pub(crate) held: BTreeSet<&'static str>,
}

/// Pages of our own making, which hold everything.
const OURS: [(&str, &str); 8] = [
    ("code and quotes", include_str!("../../tests/markup/pages/code-and-quotes.html")),
    ("lists", include_str!("../../tests/markup/pages/lists.html")),
    ("marks", include_str!("../../tests/markup/pages/marks.html")),
    ("office mail", include_str!("../../tests/markup/pages/office-mail.html")),
    ("pictures", include_str!("../../tests/markup/pages/pictures.html")),
    ("tables", include_str!("../../tests/markup/pages/tables.html")),
    ("tasks and panels", include_str!("../../tests/markup/pages/tasks-and-panels.html")),
    ("work item", include_str!("../../tests/markup/pages/work-item.html")),
];

/// How many real documents are shown, the longest of them in bytes and the fewest words in them:
/// a page that is read by eye.
const REAL: usize = 20;
const LONGEST: usize = 80_000;
const FEWEST: usize = 10;

/// Our own pages, and of the real ones, where they are at hand, those that hold the most.
pub(crate) fn all() -> Vec<Specimen> {
    let ours = OURS.map(|(name, html)| Specimen::of(name.to_owned(), html.to_owned()));
    let mut all = Vec::from(ours);
    all.extend(choose(real()));
    all
}

impl Specimen {
    fn of(name: String, html: String) -> Self {
        Self { name, held: held::of(&html), html }
    }
}

fn real() -> Vec<(&'static str, Specimen)> {
    let corpora = CORPORA.iter().filter(|corpus| corpus.form == Form::Html);
    let mut texts = BTreeSet::new();
    let samples = corpora.flat_map(|corpus: &Corpus| {
        corpus.samples().into_iter().flatten().map(|sample| (corpus.name, sample))
    });
    samples
        .filter(|(_, sample)| sample.text.len() <= LONGEST && words(&sample.text) >= FEWEST)
        .filter(|(_, sample)| texts.insert(sample.text.clone()))
        .map(|(corpus, sample)| {
            let name = sample.name.rsplit("data/").next().unwrap_or_default();
            (corpus, Specimen::of(format!("{corpus}: {name}"), sample.text))
        })
        .collect()
}

fn words(html: &str) -> usize {
    plain_text(&html::read(html).document).as_str().split_whitespace().count()
}

/// One after the other the document that adds the most: each thing counts once a corpus, and
/// of equal ones the document that holds more, then the earlier one, is taken.
fn choose(mut found: Vec<(&'static str, Specimen)>) -> Vec<Specimen> {
    let mut covered = BTreeSet::new();
    let mut chosen = Vec::new();
    while chosen.len() < REAL && !found.is_empty() {
        let adds = |(corpus, specimen): &(&'static str, Specimen)| {
            let new = specimen.held.iter().filter(|what| !covered.contains(&(*corpus, **what)));
            (new.count(), specimen.held.len())
        };
        let best = found.iter().enumerate().rev().max_by_key(|(_, it)| adds(it));
        let Some((best, _)) = best else { break };
        let (corpus, specimen) = found.remove(best);
        covered.extend(specimen.held.iter().map(|what| (corpus, *what)));
        chosen.push(specimen);
    }
    chosen
}
