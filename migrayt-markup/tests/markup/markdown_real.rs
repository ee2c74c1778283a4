//! Bodies of a real tracker that are kept in Markdown: read, written, and read again.

use migrayt_core::richtext::Document;
use migrayt_markup::{adf, markdown};
use migrayt_testkit::reference;
use serde_json::Value;

use crate::corpora::rows;
use crate::markdown_normal::normal;
use crate::oracle::{missing, of_adf, of_markdown, with_emojis};
use crate::schema::assert_valid;

#[test]
fn every_body_and_comment_arrives_with_every_word_and_comes_back() {
    let Some(path) = reference::find("data/jira-fluid-md/issues.jsonl.gz") else { return };
    let (mut issues, mut comments) = (0, 0);
    for row in rows(&path) {
        let key = row["title"].as_str().unwrap();
        issues += 1;
        check(row["description_md"].as_str().unwrap_or_default(), key);
        for comment in row["comments"].as_array().into_iter().flatten() {
            comments += 1;
            check(comment["body"].as_str().unwrap_or_default(), key);
        }
    }
    assert_eq!((issues, comments), (1_707, 1_658));
}

fn check(text: &str, key: &str) {
    let document = markdown::read(text).document;
    let shown = shown(&document, key);
    let lost = missing(&with_emojis(of_markdown(text)), &of_adf(&shown));
    assert!(lost.is_empty(), "{key}: {lost:?}");
    let again = markdown::read(&markdown::write(&document).value).document;
    assert!(again == normal(&document), "{key}");
    assert_eq!(missing(&of_adf(&shown), &of_adf(&self::shown(&again, key))), [""; 0], "{key}");
}

fn shown(document: &Document, key: &str) -> Value {
    let written = adf::write(document).value;
    assert_valid(&written, key);
    written
}
