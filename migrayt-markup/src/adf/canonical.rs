use serde_json::{Map, Number, Value};

/// Attributes that trackers give or change on their own, and that say nothing about the text.
const OWN: &[&str] = &["localId", "occurrenceKey", "uniqueId", "collection", "panelIconId"];

/// The canonical form of a document or node, for comparing what was sent with what a tracker
/// gives back: two texts are the same if their canonical forms are equal.
///
/// - Keys and marks are sorted; neighbouring texts with the same marks are one.
/// - `localId` and other ids that a tracker makes are left out, and so are attributes that are
///   null, empty or the default, and empty lists of marks, attributes and content.
/// - A mention is its person and an emoji its short name: what a tracker shows for them is its own.
/// - Whole numbers are integers, colours are in lower case.
pub fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(node) => object(node),
        Value::Array(items) => Value::Array(items.iter().map(canonical).collect()),
        Value::Number(number) => whole(number).map_or_else(|| value.clone(), Value::from),
        other => other.clone(),
    }
}

/// The number as an integer, if it is whole: `4.0` and `4` are the same.
fn whole(number: &Number) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let double = number.as_f64().filter(|it| it.fract() == 0.0 && it.abs() < EXACT)?;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and below 2 to the 53rd")]
    Some(double as i64)
}

fn object(node: &Map<String, Value>) -> Value {
    let kind = node.get("type").and_then(Value::as_str).unwrap_or_default();
    let mut keys: Vec<&String> = node.keys().collect();
    keys.sort();
    let mut out = Map::new();
    for key in keys {
        let Some(value) = node.get(key) else { continue };
        let value = match (key.as_str(), value) {
            ("attrs", Value::Object(attrs)) => attributes(kind, attrs),
            ("marks", Value::Array(marks)) => sorted(marks),
            ("content", Value::Array(content)) => joined(content),
            (_, value) => canonical(value),
        };
        if !is_empty(&value) || key == "text" {
            out.insert(key.clone(), value);
        }
    }
    Value::Object(out)
}

fn attributes(kind: &str, attrs: &Map<String, Value>) -> Value {
    let mut keys: Vec<&String> = attrs.keys().collect();
    keys.sort();
    let mut out = Map::new();
    for key in keys {
        if OWN.contains(&key.as_str()) || is_shown(kind, key) {
            continue;
        }
        if let Some(value) = attrs.get(key).map(|value| attribute(key, value))
            && !is_empty(&value)
            && !is_default(kind, key, &value)
        {
            out.insert(key.clone(), value);
        }
    }
    Value::Object(out)
}

/// Whether the attribute says how a tracker shows what another attribute identifies.
fn is_shown(kind: &str, key: &str) -> bool {
    match kind {
        "mention" => matches!(key, "text" | "accessLevel" | "userType"),
        "emoji" => matches!(key, "text" | "id"),
        "status" => key == "style",
        "hardBreak" => key == "text",
        _ => false,
    }
}

fn attribute(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("color" | "background" | "panelColor", Value::String(color)) => {
            Value::String(color.to_ascii_lowercase())
        }
        _ => canonical(value),
    }
}

fn is_default(kind: &str, key: &str, value: &Value) -> bool {
    match (kind, key) {
        ("orderedList", "order") | ("tableCell" | "tableHeader", "colspan" | "rowspan") => {
            value.as_f64() == Some(1.0)
        }
        ("table", "isNumberColumnEnabled") | ("codeBlock", "wrap" | "hideLineNumbers") => {
            *value == Value::Bool(false)
        }
        ("table", "layout") => *value == "default" || *value == "center",
        ("table", "displayMode") => *value == "default",
        ("tableCell" | "tableHeader", "valign") => *value == "top",
        ("mediaSingle", "layout") => *value == "center",
        _ => false,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn sorted(marks: &[Value]) -> Value {
    let mut marks: Vec<Value> = marks.iter().map(canonical).collect();
    marks.sort_by_cached_key(Value::to_string);
    marks.dedup();
    Value::Array(marks)
}

fn joined(content: &[Value]) -> Value {
    let mut out: Vec<Value> = Vec::with_capacity(content.len());
    for node in content.iter().map(canonical) {
        if let Some(more) = plain(&node)
            && let Some(last) = out.last_mut()
            && plain(last).is_some()
            && last.get("marks") == node.get("marks")
            && let Some(Value::String(text)) = last.get_mut("text")
        {
            text.push_str(more);
        } else {
            out.push(node);
        }
    }
    Value::Array(out)
}

/// The text of a text node.
fn plain(node: &Value) -> Option<&str> {
    let is_text = node.get("type").and_then(Value::as_str) == Some("text");
    node.get("text").and_then(Value::as_str).filter(|_| is_text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::canonical;

    #[test]
    fn what_says_nothing_is_left_out() {
        let sent = json!({ "type": "paragraph", "content": [
            { "type": "text", "text": "a", "marks": [{ "type": "strong" }, { "type": "em" }] },
            { "type": "text", "text": "b", "marks": [{ "type": "em" }, { "type": "strong" }] },
        ]});
        let given = json!({ "attrs": { "localId": "x" }, "content": [
            { "marks": [{ "type": "em" }, { "type": "strong" }], "text": "ab", "type": "text" },
        ], "type": "paragraph" });
        assert_eq!(canonical(&sent), canonical(&given));
        assert_eq!(canonical(&sent).to_string(), canonical(&given).to_string());
    }

    #[test]
    fn what_a_tracker_shows_is_its_own() {
        let sent = json!({ "type": "paragraph", "content": [
            { "type": "mention", "attrs": { "id": "5b", "text": "@Ann", "accessLevel": "" } },
            { "type": "emoji", "attrs": { "shortName": ":smile:" } },
            { "type": "text", "text": "a", "marks": [
                { "type": "textColor", "attrs": { "color": "#FF0000" } } ] },
        ]});
        let given = json!({ "type": "paragraph", "content": [
            { "type": "mention", "attrs": {
                "id": "5b", "text": "@Ann Bell", "accessLevel": "CONTAINER", "localId": "x" } },
            { "type": "emoji", "attrs": { "shortName": ":smile:", "id": "1f604", "text": "x" } },
            { "type": "text", "text": "a", "marks": [
                { "type": "textColor", "attrs": { "color": "#ff0000" } } ] },
        ]});
        assert_eq!(canonical(&sent), canonical(&given));
        let other = json!({ "type": "mention", "attrs": { "id": "5c", "text": "@Ann" } });
        let one = json!({ "type": "mention", "attrs": { "id": "5b", "text": "@Ann" } });
        assert_ne!(canonical(&one), canonical(&other));
    }

    #[test]
    fn numbers_are_compared_by_value() {
        let media = |width: serde_json::Value| {
            canonical(&json!({ "type": "media", "attrs": { "id": "a", "width": width } }))
                .to_string()
        };
        assert_eq!(media(json!(300)), media(json!(300.0)));
        assert_ne!(media(json!(300)), media(json!(300.5)));
    }

    #[test]
    fn what_differs_stays_different() {
        let one = json!({ "type": "orderedList", "attrs": { "order": 1 } });
        let bare = json!({ "type": "orderedList" });
        let two = json!({ "type": "orderedList", "attrs": { "order": 2 } });
        assert_eq!(canonical(&one), canonical(&bare));
        assert_ne!(canonical(&two), canonical(&bare));
        let text = |text: &str| json!({ "type": "text", "text": text });
        assert_ne!(canonical(&text("a")), canonical(&text("a ")));
    }
}
