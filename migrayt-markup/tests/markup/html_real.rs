//! What office programs, mail programs and editors paste, where the reference data is at hand.

use std::fs;

use migrayt_core::richtext::{Block, Document, plain_text};
use migrayt_markup::{LossKind, Reading, html};
use migrayt_testkit::reference;

use crate::corpora::files;
use crate::oracle::{missing, of_html};

/// Every file of the corpora, with its name.
fn pages() -> Vec<(String, String)> {
    let folders = ["data/html-office-paste", "data/html-atlaskit-paste", "data/html-email-talon"];
    let found = folders.iter().filter_map(|folder| reference::find(folder));
    let read = |file: std::path::PathBuf| {
        let bytes = fs::read(&file).unwrap();
        (file.display().to_string(), String::from_utf8_lossy(&bytes).into_owned())
    };
    found.flat_map(|folder| files(&folder, "html")).map(read).collect()
}

#[test]
fn what_is_pasted_is_written_with_every_word_and_read_as_itself() {
    for (name, text) in pages() {
        let read = html::read(&text).document;
        let written = html::write(&read).value;
        let lost = missing(&of_html(&text), &of_html(&written));
        assert!(lost.is_empty(), "{name}: {lost:?}");
        assert!(html::read(&written).document == read, "{name}");
    }
}

#[test]
fn no_real_page_is_too_deep() {
    for (name, text) in pages() {
        let Reading { losses, .. } = html::read(&text);
        assert!(losses.iter().all(|loss| loss.kind != LossKind::Depth), "{name}");
    }
}

#[test]
fn lists_of_word_are_lists() {
    let mut count = 0;
    for (name, text) in pages() {
        let expected = paragraphs_of_lists(&text);
        if expected == 0 {
            continue;
        }
        let document = html::read(&text).document;
        let found = items(&document.blocks);
        assert!(found >= expected, "{name}: {found} of {expected}");
        let words = plain_text(&document);
        assert!(!words.as_str().contains('\u{b7}'), "{name}: a bullet is left");
        count += expected;
    }
    assert!(count == 0 || count > 50, "{count}");
}

#[test]
fn pictures_in_the_text_are_losses_with_a_name() {
    for (name, text) in pages() {
        let losses = html::read(&text).losses;
        let lost = losses.iter().filter(|it| it.kind == LossKind::ImageEmbedded).count();
        let embedded = text.matches("src=\"data:").count() + text.matches("src='data:").count();
        assert_eq!(lost, embedded, "{name}");
    }
}

/// How many paragraphs say that they are of a list; markers and style sheets say other things.
fn paragraphs_of_lists(text: &str) -> usize {
    let mut parts = text.split("<style");
    let mut body = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        body.push_str(part.split_once("</style>").map_or("", |(_, rest)| rest));
    }
    let of_list = |part: &&str| {
        let value: String = part.chars().take(40).filter(|c| !c.is_whitespace()).collect();
        value.starts_with('l') && value.contains("level")
    };
    body.split("mso-list:").skip(1).filter(of_list).count()
}

fn items(blocks: &[Block]) -> usize {
    let in_block = |block: &Block| match block {
        Block::BulletList(list) | Block::OrderedList { items: list, .. } => {
            list.len() + list.iter().map(|item| items(&item.blocks)).sum::<usize>()
        }
        Block::Quote(inner) => items(inner),
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.map(|cell| items(&cell.blocks)).sum()
        }
        Block::Detailed { block, .. } => items(std::slice::from_ref(block)),
        _ => 0,
    };
    blocks.iter().map(in_block).sum()
}

#[test]
fn every_body_of_azure_devops_is_written_and_read_as_itself() {
    let Some(path) = reference::find("data/ado-demo-generator/html-bodies.jsonl") else { return };
    for row in fs::read_to_string(path).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let body = row["html"].as_str().unwrap();
        let document: Document = html::read(body).document;
        let written = html::write(&document).value;
        let lost = missing(&of_html(body), &of_html(&written));
        assert!(lost.is_empty(), "{}: {lost:?}", row["id"]);
        assert!(html::read(&written).document == document, "{}", row["id"]);
    }
}
