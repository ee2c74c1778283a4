//! Bodies of a real Jira: each must give a valid document that holds every word.

use migrayt_core::richtext::plain_text;
use migrayt_markup::{adf, wiki};
use migrayt_testkit::reference;
use serde_json::Value;

use crate::corpora::rows;
use crate::oracle::{letters, missing};
use crate::schema::assert_valid;

/// Every how many issues one is looked at.
const STEP: usize = 10;

#[test]
fn bodies_are_valid_and_keep_their_words_there_and_back() {
    let Some(path) = reference::find("data/jira-titanium/TIMOB.jsonl.gz") else { return };
    let mut bodies = 0_usize;
    let mut lost = Vec::new();
    for row in rows(&path).iter().step_by(STEP) {
        for body in texts(row) {
            bodies += 1;
            let read = wiki::read(body).document;
            assert_valid(&adf::write(&read).value, "body");
            let again = wiki::read(&wiki::write(&read).value).document;
            assert_valid(&adf::write(&again).value, "body again");
            let of = |document| letters(&[plain_text(document).as_str().to_owned()]);
            let missing = missing(&of(&read), &of(&again));
            if !missing.is_empty() {
                lost.push((row["key"].to_string(), missing.concat(), body.len()));
            }
        }
    }
    assert!(bodies > 500, "{bodies}");
    assert!(lost.is_empty(), "{} {:?}", lost.len(), lost.iter().take(20).collect::<Vec<_>>());
}

fn texts(issue: &Value) -> Vec<&str> {
    let fields = &issue["fields"];
    let comments = fields["comment"]["comments"].as_array();
    let comments = comments.into_iter().flatten().filter_map(|it| it["body"].as_str());
    fields["description"].as_str().into_iter().chain(comments).collect()
}
