//! The form in which documents of two converters are compared: what no reader sees the difference
//! of is the same in it.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// A node in the form in which documents are compared.
pub(crate) fn normal(node: &Value) -> Value {
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
