use migrayt_core::richtext::Details;
use serde_json::Value;

use super::kept::Kept;
use super::norm::rgb;
use super::read::{attr, kind, text_attr};

/// Marks that change how something looks; those of data and of names do not.
const MARKS: &[&str] =
    &["alignment", "indentation", "fontSize", "breakout", "border", "annotation"];

/// Containers that show more than their blocks.
const CONTAINERS: &[&str] = &["layoutSection", "bodiedExtension"];

/// Whether details say something that a reader sees in Jira: where a block stands, how wide it is,
/// a comment's mark, numbers of rows and lines, a panel of its own, columns, a card. Ids, and
/// other spellings of what the tree holds, are not seen.
pub(crate) fn is_seen(details: &Details) -> bool {
    let Some(kept) = Kept::of(details) else { return false };
    let around = kept.single.as_ref();
    kept.kind.is_some_and(|kind| CONTAINERS.contains(&kind.as_str()))
        || kept.attrs.iter().flatten().any(|(key, value)| attribute(key, value))
        || kept.marks.is_some_and(|marks| marks.iter().any(mark))
        || kept.node.is_some_and(|node| leaf(&node))
        || around.is_some_and(|single| {
            attr(single, "layout").is_some_and(|layout| attribute("layout", layout))
                || attr(single, "width").is_some() && text_attr(single, "widthType") != "pixel"
        })
}

fn attribute(key: &str, value: &Value) -> bool {
    match key {
        "width" | "colwidth" | "valign" | "panelIcon" | "panelIconText" | "panelColor" => {
            !value.is_null()
        }
        "background" => rgb(value).is_none() && *value != "",
        "layout" => *value != "default" && *value != "center",
        "displayMode" => *value == "fixed",
        "isNumberColumnEnabled" | "wrap" | "hideLineNumbers" => *value == true,
        "panelType" => *value == "custom",
        _ => false,
    }
}

fn mark(mark: &Value) -> bool {
    MARKS.contains(&kind(mark))
}

fn leaf(node: &Value) -> bool {
    let marks = node.get("marks").and_then(Value::as_array);
    match kind(node) {
        "inlineCard" | "blockCard" | "embedCard" => true,
        // The tree has the colours with names.
        "status" => text_attr(node, "color").starts_with('#'),
        _ => marks.is_some_and(|marks| marks.iter().any(mark)),
    }
}
