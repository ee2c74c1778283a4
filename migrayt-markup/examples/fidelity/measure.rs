use std::collections::BTreeMap;
use std::panic::catch_unwind;

use migrayt_core::richtext::Document;
use migrayt_markup::{LossKind, Reading, Writing, adf, html, markdown, wiki};
use serde_json::Value;

use crate::corpora::{Corpus, Form, Sample};
use crate::oracle::{missing, of_adf, of_html, of_markdown, with_emojis};
use crate::schema::is_valid;
use crate::score::Score;
use crate::wiki_equal;
use crate::wiki_words::{of_adf_as_wiki, of_wiki};

/// What became of a corpus.
#[derive(Debug)]
pub(crate) struct Measure {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) texts: usize,
    /// Texts that were read and written without a panic.
    pub(crate) parsed: usize,
    /// Documents that follow the schema.
    pub(crate) valid: usize,
    pub(crate) words: usize,
    pub(crate) words_kept: usize,
    /// How near the documents are to those of others, where there are any.
    pub(crate) score: Option<Score>,
    pub(crate) losses: BTreeMap<LossKind, u64>,
    /// What must not be, a line each.
    pub(crate) faults: Vec<String>,
    /// What is lost of texts that are not what they should be, a line each.
    pub(crate) remarks: Vec<String>,
}

impl Measure {
    /// Nothing yet.
    pub(crate) fn of(corpus: &Corpus) -> Self {
        Self {
            name: corpus.name,
            form: corpus.form,
            texts: 0,
            parsed: 0,
            valid: 0,
            words: 0,
            words_kept: 0,
            score: None,
            losses: BTreeMap::new(),
            faults: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// Reads a text, writes it, and counts.
    pub(crate) fn take(&mut self, sample: &Sample) {
        self.texts += 1;
        let converted = catch_unwind(|| {
            let reading = read(self.form, &sample.text)?;
            let writing = adf::write(&reading.document);
            Some((reading, writing))
        });
        let Ok(Some((Reading { document, losses }, Writing { value, losses: more }))) = converted
        else {
            self.fault(sample, "is not read");
            return;
        };
        self.parsed += 1;
        if is_valid(&value) {
            self.valid += 1;
        } else {
            self.fault(sample, "is not valid");
        }
        let words = words(self.form, &sample.text);
        let shown =
            if self.form == Form::Wiki { of_adf_as_wiki(&value) } else { named(of_adf(&value)) };
        let lost = missing(&words, &shown).len();
        self.words += words.len();
        self.words_kept += words.len() - lost;
        if lost > 0 && is_sound(self.form, &sample.text) {
            self.fault(sample, &format!("has lost {lost} words"));
        } else if lost > 0 {
            let (corpus, name) = (self.name, &sample.name);
            self.remarks.push(format!("{corpus}: {name}, not valid itself, has lost {lost} words"));
        }
        // A document that is none cannot be what a valid one should be.
        if let Some(theirs) = sample.oracle.as_ref().filter(|it| is_valid(it)) {
            self.compare(theirs, document, &value);
        }
        for loss in losses.iter().chain(&more) {
            *self.losses.entry(loss.kind).or_default() += u64::from(loss.count);
        }
    }

    fn compare(&mut self, theirs: &Value, mut document: Document, ours: &Value) {
        let score = self.score.get_or_insert_default();
        if self.form == Form::Wiki {
            wiki_equal::resolve(&mut document);
            score.add_wiki(theirs, &adf::write(&document).value);
        } else {
            score.add(theirs, ours);
        }
    }

    fn fault(&mut self, sample: &Sample, what: &str) {
        self.faults.push(format!("{}: {} {what}", self.name, sample.name));
    }
}

fn read(form: Form, text: &str) -> Option<Reading> {
    match form {
        Form::Html => Some(html::read(text)),
        Form::Markdown => Some(markdown::read(text)),
        Form::Adf => adf::parse(text).ok(),
        Form::Wiki => Some(wiki::read(text)),
    }
}

/// Whether a text is what its format says; all but ADF always are.
fn is_sound(form: Form, text: &str) -> bool {
    form != Form::Adf || serde_json::from_str(text).is_ok_and(|document| is_valid(&document))
}

fn words(form: Form, text: &str) -> Vec<String> {
    match form {
        Form::Html => named(of_html(text)),
        Form::Markdown => named(with_emojis(of_markdown(text))),
        Form::Adf => named(of_adf(&serde_json::from_str(text).unwrap_or(Value::Null))),
        Form::Wiki => of_wiki(text),
    }
}

/// Words without the sign before a person's name, which a document may leave out.
fn named(words: Vec<String>) -> Vec<String> {
    words.into_iter().map(|word| word.trim_start_matches('@').to_owned()).collect()
}
