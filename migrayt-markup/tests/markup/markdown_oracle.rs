//! Markdown read by Atlassian's own converter and by ours, compared in a normal form. What still
//! differs is in a table, by the row's key, with whose is better and why.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use migrayt_markup::{adf, markdown};
use migrayt_testkit::reference;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

const DIFFERENCES: &str = include_str!("data/markdown_differences.tsv");

#[test]
fn rows_are_equal_or_their_difference_is_explained() {
    let Some(path) = reference::find("data/adf-oracle/md-to-adf.real.jsonl.gz") else { return };
    let mut known = differences();
    let (mut equal, mut all) = (0, 0);
    for row in packed_rows(&path) {
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

pub(crate) fn packed_rows(path: &Path) -> Vec<Value> {
    let mut rows = String::new();
    GzDecoder::new(fs::File::open(path).unwrap()).read_to_string(&mut rows).unwrap();
    rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect()
}

/// A node in the form in which documents are compared.
fn normal(node: &Value) -> Value {
    let mut out = Map::new();
    out.insert("type".to_owned(), node["type"].clone());
    out.insert("attrs".to_owned(), attributes(node));
    out.insert("marks".to_owned(), marks(node));
    out.insert("text".to_owned(), text(node));
    let content = node["content"].as_array().cloned().unwrap_or_default();
    let content = content.iter().map(normal).collect();
    let content = joined_texts(content);
    // The text of code is as it is.
    let code = node["type"] == "codeBlock";
    let content = if code { content } else { with_settled_spaces(content) };
    let content = without_blank_paragraphs(content);
    out.insert("content".to_owned(), Value::Array(content));
    Value::Object(out)
}

/// Attributes at their defaults say nothing; `localId` is made up by each writer.
fn attributes(node: &Value) -> Value {
    let defaults = |name: &str, value: &Value| match name {
        "localId" => true,
        "isNumberColumnEnabled" => *value == false,
        "layout" => *value == "default" || *value == "center",
        "order" | "colspan" | "rowspan" => *value == 1,
        _ => value.is_null(),
    };
    let attributes = node["attrs"].as_object().cloned().unwrap_or_default();
    attributes.into_iter().filter(|(name, value)| !defaults(name, value)).collect()
}

/// Marks are a set; a colour's digits are of either case.
fn marks(node: &Value) -> Value {
    let mut marks = node["marks"].as_array().cloned().unwrap_or_default();
    for mark in &mut marks {
        let color = mark.pointer("/attrs/color").and_then(Value::as_str).map(str::to_lowercase);
        if let Some(color) = color {
            mark["attrs"]["color"] = color.into();
        }
    }
    marks.sort_by_key(ToString::to_string);
    Value::Array(marks)
}

/// The text of a link is compared decoded: Atlassian's parser shows bare addresses decoded,
/// `CommonMark` as they are written.
fn text(node: &Value) -> Value {
    let text = node["text"].as_str().unwrap_or_default();
    let linked =
        node["marks"].as_array().is_some_and(|it| it.iter().any(|it| it["type"] == "link"));
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    if linked { decoded.into() } else { text.into() }
}

/// Texts of the same marks that follow one another are one.
fn joined_texts(content: Vec<Value>) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for node in content {
        match out.last_mut() {
            Some(last)
                if last["type"] == "text"
                    && node["type"] == "text"
                    && last["marks"] == node["marks"] =>
            {
                let joined = [last["text"].as_str(), node["text"].as_str()].map(Option::unwrap);
                last["text"] = joined.concat().into();
            }
            _ => out.push(node),
        }
    }
    out
}

/// Spaces, no-break spaces and line breaks in a text too, are one, and none at a line's ends: no
/// browser shows more.
fn with_settled_spaces(content: Vec<Value>) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    let mut white = true;
    for mut node in content {
        if node["type"] != "text" {
            white = node["type"] == "hardBreak";
            if white {
                trim(&mut out);
            }
            out.push(node);
            continue;
        }
        let mut text = String::new();
        for c in node["text"].as_str().unwrap().chars() {
            let space = c.is_whitespace();
            if !space || !white {
                text.push(if space { ' ' } else { c });
            }
            white = space;
        }
        if !text.is_empty() {
            node["text"] = text.into();
            out.push(node);
        }
    }
    trim(&mut out);
    out
}

/// Takes the space away at a line's end.
fn trim(line: &mut Vec<Value>) {
    let Some(last) = line.last_mut().filter(|node| node["type"] == "text") else { return };
    let text = last["text"].as_str().unwrap().trim_end().to_owned();
    if text.is_empty() {
        line.pop();
    } else {
        last["text"] = text.into();
    }
}

/// A paragraph that shows nothing is none.
fn without_blank_paragraphs(mut content: Vec<Value>) -> Vec<Value> {
    let is_blank =
        |node: &Value| node["type"] == "paragraph" && node["content"] == Value::Array(Vec::new());
    content.retain(|node| !is_blank(node));
    content
}
