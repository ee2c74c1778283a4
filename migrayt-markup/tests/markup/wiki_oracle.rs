//! Wiki markup read by Atlassian's own converter and by ours, compared in a normal form. What
//! still differs is in a table, by the row's key, with whose is better and why.

use std::collections::BTreeMap;
use std::fs;

use migrayt_markup::{adf, wiki};
use migrayt_testkit::reference;
use serde_json::Value;

use crate::corpora::rows;
use crate::oracle::{letters, missing, of_adf};
use crate::schema::assert_valid;
use crate::wiki_equal::{equal, normal, resolve};

const DIFFERENCES: &str = include_str!("data/wiki_differences.tsv");

#[test]
fn rows_are_equal_or_their_difference_is_explained() {
    let Some(path) = reference::find("data/adf-oracle/wiki-to-adf.real.jsonl.gz") else { return };
    let key =
        |row: &Value| [row["key"].as_str(), row["field"].as_str()].map(Option::unwrap).join(" ");
    assert_eq!(compare(&rows(&path), key, "real"), 2_906);
}

#[test]
fn vectors_are_equal_or_their_difference_is_explained() {
    let Some(path) = reference::find("data/adf-oracle/wiki-to-adf.vectors.jsonl") else { return };
    let text = fs::read_to_string(path).unwrap();
    let rows: Vec<Value> = text.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    let key = |row: &Value| {
        row["name"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(compare(&rows, key, "vectors"), 292);
}

/// Compares rows of one set with those of the table; returns how many there are.
fn compare(rows: &[Value], key: impl Fn(&Value) -> String, set: &str) -> usize {
    let mut known = differences(set);
    let mut differ = Vec::new();
    for row in rows {
        let mut document = wiki::read(row["wiki"].as_str().unwrap()).document;
        resolve(&mut document);
        let ours = adf::write(&document).value;
        let key = key(row);
        assert_valid(&ours, &key);
        let (ours, theirs) = (normal(&ours), normal(&row["adf"]));
        if !equal(&ours, &theirs) {
            differ.push(key);
        }
    }
    // The vectors are the hard ones: of all rows together more than 98 in a hundred are equal.
    assert!(differ.len() * 100 <= rows.len() * 6, "{} of {} differ", differ.len(), rows.len());
    let new: Vec<_> = differ.iter().filter(|key| known.remove(key.as_str()).is_none()).collect();
    assert!(new.is_empty() && known.is_empty(), "new: {new:?}, gone: {known:?}");
    rows.len()
}

#[test]
fn every_letter_that_theirs_shows_is_kept() {
    let Some(path) = reference::find("data/adf-oracle/wiki-to-adf.real.jsonl.gz") else { return };
    let mut lost = Vec::new();
    for row in rows(&path) {
        let mut document = wiki::read(row["wiki"].as_str().unwrap()).document;
        resolve(&mut document);
        let ours = adf::write(&document).value;
        // Emojis are shown by their names there and by their characters here, and entities by
        // their source.
        let theirs = of_adf(&without_emojis(&row["adf"])).join(" ");
        let entities = [
            ("&nbsp;", ""),
            ("&amp;", "&"),
            ("&quot;", ""),
            ("&lt;", ""),
            ("&gt;", ""),
            ("&#39;", ""),
        ];
        let theirs = entities.iter().fold(theirs, |text, (from, to)| text.replace(from, to));
        let ours = of_adf(&without_emojis(&ours));
        let missing = missing(&letters(&[theirs]), &letters(&ours));
        if !missing.is_empty() {
            lost.push((row["key"].to_string(), row["field"].to_string(), missing.concat()));
        }
    }
    assert!(lost.is_empty(), "{} {:?}", lost.len(), lost.iter().take(20).collect::<Vec<_>>());
}

/// The differences of a set that are explained, by their keys.
fn differences(set: &str) -> BTreeMap<&'static str, &'static str> {
    let rows = DIFFERENCES.lines().filter(|row| !row.starts_with('#'));
    let parts = rows.map(|row| {
        let parts: Vec<_> = row.split('\t').collect();
        let [of, key, whose, why] = parts.as_slice() else { panic!("{row}") };
        assert!(["ours", "theirs", "equal"].contains(whose) && !why.is_empty(), "{row}");
        (*of, *key, *why)
    });
    parts.filter(|(of, ..)| *of == set).map(|(_, key, why)| (key, why)).collect()
}

fn without_emojis(node: &Value) -> Value {
    let mut node = node.clone();
    if let Some(content) = node.get_mut("content").and_then(Value::as_array_mut) {
        content.retain(|child| child["type"] != "emoji");
        for child in content {
            *child = without_emojis(child);
        }
    }
    node
}
