//! Real texts, where the reference data is at hand.

use std::fs;

use migrayt_markup::{Reading, adf, html, markdown};
use migrayt_testkit::reference;
use serde_json::Value;

use crate::corpora::{files, rows};
use crate::oracle::{missing, of_adf, of_html, of_markdown, with_emojis};
use crate::schema::assert_valid;

/// Reads, writes and checks a text; returns the document.
#[track_caller]
fn check(reading: &Reading, expected: &[String], what: &str) -> Value {
    let document = adf::write(&reading.document).value;
    assert_valid(&document, what);
    let lost = missing(expected, &of_adf(&document));
    assert!(lost.is_empty(), "{what}: {lost:?}");
    document
}

#[test]
fn every_body_of_azure_devops_arrives_with_every_word_and_no_other() {
    let Some(path) = reference::find("data/ado-demo-generator/html-bodies.jsonl") else { return };
    let mut count = 0;
    for row in rows(&path) {
        let (body, what) = (row["html"].as_str().unwrap(), format!("{}", row["id"]));
        let expected = of_html(body);
        let document = check(&html::read(body), &expected, &what);
        let added = missing(&of_adf(&document), &expected);
        let named = added.iter().all(|word| body.contains(word.as_str()) || word == "attachment");
        assert!(named, "{what}: {added:?}");
        count += 1;
    }
    assert!(count > 500, "{count}");
}

#[test]
fn what_office_programs_and_editors_paste_arrives_with_every_word() {
    for folder in ["data/html-office-paste", "data/html-atlaskit-paste", "data/html-email-talon"] {
        let Some(folder) = reference::find(folder) else { continue };
        let files = files(&folder, "html");
        assert!(!files.is_empty());
        for file in files {
            let bytes = fs::read(&file).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            check(&html::read(&text), &of_html(&text), &file.display().to_string());
        }
    }
}

#[test]
fn every_markdown_text_arrives_with_every_word() {
    for folder in ["data/adf-md-pairs-extended", "data/adf-md-pairs-marklassian"] {
        let Some(folder) = reference::find(folder) else { continue };
        let files = files(&folder, "md");
        assert!(!files.is_empty());
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            check(
                &markdown::read(&text),
                &with_emojis(of_markdown(&text)),
                &file.display().to_string(),
            );
        }
    }
}

#[test]
fn every_real_description_in_markdown_arrives_with_every_word() {
    let Some(path) = reference::find("data/adf-oracle/md-to-adf.real.jsonl.gz") else { return };
    let mut count = 0;
    for row in rows(&path) {
        let text = row["md"].as_str().unwrap();
        check(&markdown::read(text), &of_markdown(text), &format!("{}", row["key"]));
        count += 1;
    }
    assert!(count > 500, "{count}");
}
