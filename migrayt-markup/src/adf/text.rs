use serde_json::Value;

use super::inline::is_inline;

/// The visible text of a document or node, as Jira measures it: texts as they are, one line
/// break for each `hardBreak` and between two blocks, mentions, emojis and statuses by their
/// words.
///
/// Its number of UTF-16 units is compared with [`TEXT_LIMIT`](super::TEXT_LIMIT). Pictures have
/// no text; a date counts as its time stamp.
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(node: &Value, out: &mut String) {
    let attr = |name| node.get("attrs").and_then(|attrs| attrs.get(name)).and_then(Value::as_str);
    let kind = node.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind {
        "text" => out.push_str(node.get("text").and_then(Value::as_str).unwrap_or_default()),
        "hardBreak" => out.push('\n'),
        "mention" | "status" | "placeholder" => out.push_str(attr("text").unwrap_or_default()),
        "emoji" => out.push_str(attr("text").or_else(|| attr("shortName")).unwrap_or_default()),
        "date" => out.push_str(attr("timestamp").unwrap_or_default()),
        "inlineCard" | "blockCard" | "embedCard" => out.push_str(attr("url").unwrap_or_default()),
        "expand" | "nestedExpand" => {
            out.push_str(attr("title").unwrap_or_default());
            out.push('\n');
        }
        _ => {}
    }
    let content = node.get("content").and_then(Value::as_array);
    for (index, child) in content.into_iter().flatten().enumerate() {
        if index > 0 && !is_inline(child.get("type").and_then(Value::as_str).unwrap_or_default()) {
            out.push('\n');
        }
        write(child, out);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::text;

    #[test]
    fn blocks_are_parted_by_one_unit_at_each_level() {
        let paragraph = |words: &str| {
            json!({ "type": "paragraph", "content": [
                { "type": "text", "text": words }, { "type": "hardBreak" },
            ] })
        };
        let item = |content| json!({ "type": "listItem", "content": content });
        let list = json!({ "type": "bulletList", "content": [
            item(json!([paragraph("b")])), item(json!([paragraph("c"), { "type": "rule" }])),
        ] });
        let document = json!({ "type": "doc", "content": [paragraph("a"), list] });
        assert_eq!(text(&document), "a\n\nb\n\nc\n\n");
    }

    #[test]
    fn what_is_shown_by_attributes_counts() {
        let document = json!({ "type": "expand", "attrs": { "title": "t" }, "content": [
            { "type": "paragraph", "content": [
                { "type": "mention", "attrs": { "id": "5b", "text": "@Ann" } },
                { "type": "emoji", "attrs": { "shortName": ":smile:" } },
                { "type": "status", "attrs": { "text": "new", "color": "red" } },
                { "type": "date", "attrs": { "timestamp": "0" } },
            ] },
        ] });
        assert_eq!(text(&document), "t\n@Ann:smile:new0");
    }
}
