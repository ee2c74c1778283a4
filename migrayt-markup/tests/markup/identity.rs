//! ADF to the tree and back is the identity.

use std::fs;

use migrayt_core::richtext::plain_text;
use migrayt_markup::{LossKind, adf};
use migrayt_testkit::reference;
use proptest::prelude::*;
use serde_json::Value;

use crate::chance::config;
use crate::corpora::{files, rows};
use crate::instance::instance;
use crate::oracle::{letters, missing, of_adf};
use crate::schema::{assert_valid, is_valid};
use crate::trees::document;

/// Reads and writes a document; fails if anything is different.
#[track_caller]
fn check(document: &Value, what: &str) {
    let reading = adf::read(document);
    let known = [LossKind::UnsafeLink, LossKind::LinkNotCarried];
    let lost = reading.losses.iter().find(|it| !known.contains(&it.kind));
    assert!(lost.is_none(), "{what}: {lost:?}");
    let writing = adf::write(&reading.document);
    let lost = writing.losses.iter().find(|it| it.kind != LossKind::ImageByLink);
    assert!(lost.is_none(), "{what}: {lost:?}");
    let written = writing.value;
    if written != *document {
        let (place, old, new) = difference(document, &written, String::new()).unwrap();
        panic!("{what} at {place}:\n{old}\nis now\n{new}");
    }
}

/// The first place where two values differ.
fn difference(old: &Value, new: &Value, path: String) -> Option<(String, String, String)> {
    let inner = match (old, new) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            a.iter().find_map(|(key, it)| difference(it, &b[key], format!("{path}/{key}")))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(index, (a, b))| difference(a, b, format!("{path}/{index}"))),
        _ => None,
    };
    inner.or_else(|| (old != new).then(|| (path, old.to_string(), new.to_string())))
}

/// How many documents were looked at.
#[derive(Debug, Default)]
struct Tally {
    valid: u32,
    invalid: u32,
}

impl Tally {
    /// Checks a document if it is valid; else only that it becomes a valid one.
    ///
    /// One that comes back as it was is valid because all that is written is; so that the test
    /// does not take minutes, the schema is asked about one in sixteen of them.
    #[track_caller]
    fn check(&mut self, document: &Value, what: &str) {
        let written = adf::write(&adf::read(document).document).value;
        let same = written == *document;
        if same && !(self.valid + self.invalid).is_multiple_of(16) || is_valid(document) {
            self.valid += 1;
            check(document, what);
        } else {
            self.invalid += 1;
            assert_valid(&written, what);
        }
    }
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn every_document_that_the_schema_allows_comes_back_as_it_was(seed in any::<u64>()) {
        check(&instance(seed), "seed");
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn what_is_written_is_read_with_every_letter_and_written_again(tree in document()) {
        let written = adf::write(&tree).value;
        let read = adf::read(&written).document;
        prop_assert_eq!(&adf::write(&read).value, &written);
        prop_assert_eq!(&adf::read(&adf::write(&read).value).document, &read);
        let held = letters(&[plain_text(&read).as_str().to_owned()]);
        prop_assert_eq!(missing(&letters(&of_adf(&written)), &held), Vec::<String>::new());
    }
}

#[test]
fn every_document_of_atlassian_comes_back_as_it_was() {
    let mut tally = Tally::default();
    let Some(folder) = reference::find("data/adf-atlaskit") else { return };
    for file in files(&folder, "json") {
        let document = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        tally.check(&document, &file.display().to_string());
    }
    // 67 of 68 documents of the reference that are called valid, and 43 others.
    assert!(tally.valid > 100 && tally.invalid > 80, "{tally:?}");
}

#[test]
fn every_document_made_by_converters_comes_back_as_it_was() {
    let mut tally = Tally::default();
    for name in [
        "html-to-adf.reference.jsonl",
        "md-to-adf.real.jsonl.gz",
        "wiki-to-adf.real.jsonl.gz",
        "wiki-to-adf.vectors.jsonl",
    ] {
        let Some(path) = reference::find(&format!("data/adf-oracle/{name}")) else { return };
        for row in rows(&path) {
            if row["adf"].is_object() {
                tally.check(&row["adf"], name);
            }
        }
    }
    for folder in ["data/adf-md-pairs-extended", "data/adf-md-pairs-marklassian"] {
        let Some(folder) = reference::find(folder) else { continue };
        for extension in ["adf", "json"] {
            for file in files(&folder, extension) {
                let document = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
                tally.check(&document, &file.display().to_string());
            }
        }
    }
    assert!(tally.valid > 4_400, "{tally:?}");
}
