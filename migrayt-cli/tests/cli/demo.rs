//! The demonstration: the whole job with no account and no service.

use std::fs;

use crate::world::{command, end};

const KEYS: [&str; 15] = [
    "items_read",
    "items_created",
    "comments",
    "attachments",
    "links",
    "requests_total",
    "requests_per_item",
    "duplicates",
    "missing",
    "mismatches",
    "losses",
    "refusals",
    "elapsed_s",
    "peak_rss_mb",
    "doubts",
];

#[test]
fn the_demonstration_is_clean_and_leaves_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    let arguments = ["demo", "--items", "400", "--seed", "7", "--keep", kept.to_str().unwrap()];
    let ended = end(command(&[&arguments[..], &["--json"]].concat()).spawn().unwrap());
    assert_eq!(ended.status.code(), Some(0), "{}\n{}", ended.out, ended.err);
    let summary = ended.last_json();
    for key in KEYS {
        assert!(summary.get(key).is_some(), "no {key} in {summary}");
    }
    assert_eq!(summary["items_read"], 400);
    assert_eq!(summary["items_created"], 400);
    for key in ["duplicates", "missing", "mismatches"] {
        assert_eq!(summary[key], 0, "{summary}");
    }
    for key in ["comments", "attachments", "links"] {
        assert!(summary[key].as_u64().unwrap() > 0, "{summary}");
    }
    let page = fs::read_to_string(kept.join("report.html")).unwrap();
    assert!(page.contains("<html"), "{page}");
    assert_eq!(fs::read_to_string(kept.join("report.csv")).unwrap().lines().count(), 401);
}

#[test]
fn the_demonstration_speaks_to_people_too() {
    let ended = end(command(&["demo"]).spawn().unwrap());
    assert_eq!(ended.status.code(), Some(0), "{}\n{}", ended.out, ended.err);
    for word in ["Plan", "Verification", "Demonstration", "report.html"] {
        assert!(ended.out.contains(word), "no {word} in {}", ended.out);
    }
    assert!(!ended.out.contains('\u{1b}') && !ended.err.contains('\u{1b}'), "colours in a pipe");
}
