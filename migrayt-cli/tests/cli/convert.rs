//! A text turned from one format into another, without trackers and configuration.

use std::io::Write as _;

use serde_json::Value;

use crate::world::{Ended, command, end};

/// Hands a text to `migrayt convert`.
#[track_caller]
fn convert(arguments: &[&str], text: &[u8]) -> Ended {
    let arguments = [&["convert"], arguments].concat();
    let mut child = command(&arguments).stdin(std::process::Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text).unwrap();
    end(child)
}

const PAGE: &[u8] =
    b"<p>a <b>b</b></p><script>x()</script><table><tr><td colspan=2>c</td></tr></table>";

#[test]
fn a_page_becomes_markdown_and_its_losses_are_told() {
    let ended = convert(&["--from", "html", "--to", "markdown", "--losses"], PAGE);
    assert_eq!(ended.status.code(), Some(0), "{}", ended.err);
    assert!(ended.out.contains("a **b**") && ended.out.contains("colspan"), "{}", ended.out);
    assert!(ended.err.contains("dropped") && ended.err.contains("dropped_script"), "{}", ended.err);
}

#[test]
fn json_holds_the_text_and_every_loss() {
    let ended = convert(&["--from", "html", "--to", "adf", "--json"], PAGE);
    let line: Value = serde_json::from_str(&ended.out).unwrap();
    let document: Value = serde_json::from_str(line["text"].as_str().unwrap()).unwrap();
    assert_eq!(document["type"], "doc");
    assert_eq!(line["losses"][0]["kind"], "dropped_script");
}

#[test]
fn what_cannot_be_read_says_what_and_where() {
    let ended = convert(&["--from", "adf", "--to", "html"], b"{\"type\":\n  doc}");
    assert_eq!(ended.status.code(), Some(2), "{}", ended.err);
    assert!(ended.err.contains("line: 2"), "{}", ended.err);
    let ended = convert(&["--from", "html", "--to", "adf"], b"\xff");
    assert!(ended.status.code() == Some(2) && ended.err.contains("byte: 0"), "{}", ended.err);
    let ended = convert(&["--from", "html", "--to", "adf", "nowhere.html"], b"");
    assert!(ended.status.code() == Some(2) && ended.err.contains("nowhere.html"), "{}", ended.err);
}
