//! Markdown read by Atlassian's own converter and by ours, compared in a normal form. What still
//! differs is in a table, by the row's key, with whose is better and why.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use migrayt_markup::{adf, markdown};
use migrayt_testkit::reference;
use serde_json::Value;

use crate::adf_normal::normal;
use crate::corpora::rows;

const DIFFERENCES: &str = include_str!("data/markdown_differences.tsv");

#[test]
fn rows_are_equal_or_their_difference_is_explained() {
    let Some(path) = reference::find("data/adf-oracle/md-to-adf.real.jsonl.gz") else { return };
    let mut known = differences();
    let (mut equal, mut all) = (0, 0);
    for row in rows(&path) {
        let text = row["md"].as_str().unwrap();
        let ours = adf::write(&markdown::read(text).document).value;
        let key = format!("{} {}", row["key"].as_str().unwrap(), row["field"].as_str().unwrap());
        let same = normal(&ours) == normal(&row["adf"]);
        all += 1;
        equal += usize::from(same);
        assert_eq!(!same, known.remove(key.as_str()).is_some(), "{key}");
    }
    known.retain(|key, _| !is_file(key));
    assert!(known.is_empty(), "{known:?}");
    assert!(equal * 100 >= all * 97 && all == 700, "{equal} of {all}");
}

#[test]
fn pairs_are_equal_or_their_difference_is_explained() {
    let Some(folder) = reference::find("data/adf-md-pairs-extended/tests/fixtures") else { return };
    let mut known = differences();
    let mut all = 0;
    let mut files: Vec<_> = fs::read_dir(folder.join("markdown")).unwrap().collect();
    files.sort_by_key(|file| file.as_ref().unwrap().path());
    for file in files {
        let path = file.unwrap().path();
        let key = path.file_name().unwrap().to_str().unwrap().to_owned();
        let pair = folder.join("adf").join(&key).with_extension("adf");
        let theirs: Value = serde_json::from_str(&fs::read_to_string(pair).unwrap()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let ours = adf::write(&markdown::read(&text).document).value;
        let same = normal(&ours) == normal(&theirs);
        all += 1;
        assert_eq!(!same, known.remove(key.as_str()).is_some(), "{key}");
    }
    known.retain(|key, _| is_file(key));
    assert!(known.is_empty(), "{known:?}");
    assert_eq!(all, 18);
}

#[test]
fn a_row_that_differs_is_found() {
    let (one, other) = ("a *b*  c\n\n- d", "a *b* c e\n\n- d");
    let of = |text| normal(&adf::write(&markdown::read(text).document).value);
    assert_eq!(of(one), of("a  _b_ c\n\n* d\n"));
    assert_ne!(of(one), of(other));
    assert_ne!(of(one), of("a *b* c\n\n1. d"));
    assert_ne!(of(one), of("a **b** c\n\n- d"));
}

/// The differences that are explained, by their keys.
fn differences() -> BTreeMap<&'static str, &'static str> {
    let rows = DIFFERENCES.lines().filter(|row| !row.starts_with('#'));
    let row = |row: &'static str| {
        let (key, rest) = row.split_once('\t').unwrap();
        let (whose, why) = rest.split_once('\t').unwrap();
        assert!(["ours", "theirs", "equal"].contains(&whose) && !why.is_empty(), "{row}");
        (key, why)
    };
    rows.map(row).collect()
}

fn is_file(key: &str) -> bool {
    Path::new(key).extension().is_some()
}
