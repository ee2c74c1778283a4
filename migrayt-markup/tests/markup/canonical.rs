//! The canonical form is stable under what a tracker does to a document, and under nothing else.

use migrayt_markup::adf;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::chance::config;
use crate::trees::document;

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn what_a_tracker_gives_back_is_what_was_sent(document in document()) {
        let sent = adf::write(&document).value;
        let mut given = sent.clone();
        keep(&mut given);
        let canonical = adf::canonical(&sent);
        prop_assert_eq!(&adf::canonical(&given), &canonical);
        prop_assert_eq!(adf::canonical(&given).to_string(), canonical.to_string());
        prop_assert_eq!(&adf::canonical(&canonical), &canonical);
    }

    #[test]
    fn another_word_mark_or_node_is_another_document(document in document(), place in any::<usize>()) {
        let sent = adf::write(&document).value;
        let mut texts = Vec::new();
        pointers(&sent, String::new(), &mut texts);
        prop_assume!(!texts.is_empty());
        let place = &texts[place % texts.len()];
        for change in [change_word, change_mark, change_kind] {
            let mut edited = sent.clone();
            change(edited.pointer_mut(place).unwrap());
            prop_assert_ne!(adf::canonical(&edited), adf::canonical(&sent));
        }
    }
}

/// Does to a node what a tracker does to it.
fn keep(node: &mut Value) {
    let kind = node["type"].as_str().unwrap_or_default().to_owned();
    if let Some(marks) = node.get_mut("marks").and_then(Value::as_array_mut) {
        marks.reverse();
    }
    if kind != "doc" && kind != "text" {
        let attributes = &mut node["attrs"];
        attributes["localId"] = json!("given-0001");
        for side in ["width", "height", "level", "order"] {
            if let Some(number) = attributes[side].as_f64() {
                attributes[side] = json!(number);
            }
            if attributes[side].is_null() {
                attributes.as_object_mut().unwrap().remove(side);
            }
        }
        match kind.as_str() {
            "orderedList" if attributes.get("order").is_none() => attributes["order"] = json!(1),
            "tableCell" | "tableHeader" if attributes.get("colspan").is_none() => {
                attributes["colspan"] = json!(1);
                attributes["colwidth"] = json!([]);
            }
            "table" => {
                attributes["isNumberColumnEnabled"] = json!(false);
                attributes["layout"] = json!("default");
            }
            "mention" => {
                attributes["text"] = json!("@Name As It Is Now");
                attributes["accessLevel"] = json!("CONTAINER");
            }
            "emoji" => attributes["id"] = json!("1f604"),
            "media" => attributes["occurrenceKey"] = json!("key"),
            "hardBreak" => attributes["text"] = json!("\n"),
            _ => {}
        }
    }
    if let Some(content) = node.get_mut("content").and_then(Value::as_array_mut) {
        content.iter_mut().for_each(keep);
        *content = content.drain(..).flat_map(parted).collect();
    }
}

/// A text in two.
fn parted(node: Value) -> Vec<Value> {
    let text = node["text"].as_str().unwrap_or_default().to_owned();
    let Some((place, _)) = text.char_indices().nth(1) else { return vec![node] };
    let part = |text: &str| {
        let mut part = node.clone();
        part["text"] = json!(text);
        part
    };
    vec![part(&text[..place]), part(&text[place..])]
}

/// Where the texts of a document stand.
fn pointers(node: &Value, path: String, out: &mut Vec<String>) {
    for (index, child) in node["content"].as_array().into_iter().flatten().enumerate() {
        pointers(child, format!("{path}/content/{index}"), out);
    }
    if node["type"] == "text" {
        out.push(path);
    }
}

fn change_word(node: &mut Value) {
    node["text"] = json!(format!("{}x", node["text"].as_str().unwrap()));
}

fn change_mark(node: &mut Value) {
    let annotation = json!({ "type": "annotation", "attrs": { "id": "a" } });
    match node["marks"].as_array_mut() {
        Some(marks) => marks.push(annotation),
        None => node["marks"] = json!([annotation]),
    }
}

fn change_kind(node: &mut Value) {
    *node = json!({ "type": "hardBreak" });
}
