//! What a writer makes of attributes that the tree holds.

use serde_json::Value;

use super::inline::visible;
use super::node::color;

/// What a writer writes for an attribute once it was read; nothing for one that the tree does not
/// hold, or that the writer leaves out.
pub(super) fn norm(kind: &str, key: &str, value: &Value) -> Option<Value> {
    match (kind, key) {
        ("heading", "level") => Some(level(value).into()),
        ("orderedList", "order") => Some(order(value)).filter(|it| *it != 1).map(Value::from),
        ("codeBlock", "language") => value.as_str().filter(|it| !it.is_empty()).map(Value::from),
        ("panel", "panelType") => Some(match value.as_str() {
            Some("note" | "tip" | "warning" | "error" | "success") => value.clone(),
            _ => "info".into(),
        }),
        ("expand" | "nestedExpand", "title") => {
            Some(visible(value.as_str().unwrap_or_default()).into())
        }
        ("tableCell" | "tableHeader", "colspan" | "rowspan") => {
            Some(span(value)).filter(|it| *it > 1).map(Value::from)
        }
        ("tableCell" | "tableHeader", "background") => rgb(value).map(color),
        ("taskItem" | "blockTaskItem", "state") => {
            Some(if *value == "DONE" { "DONE" } else { "TODO" }.into())
        }
        ("decisionItem", "state") => {
            Some(if *value == "DECIDED" { "DECIDED" } else { "UNDECIDED" }.into())
        }
        _ => None,
    }
}

/// Whether a writer writes attributes for this kind even if there are none.
pub(super) fn has_attrs(kind: &str) -> bool {
    matches!(
        kind,
        "codeBlock" | "orderedList" | "tableCell" | "tableHeader" | "expand" | "nestedExpand"
    )
}

/// Whether a node of this kind may come without a list of content.
pub(super) fn may_lack_content(kind: &str) -> bool {
    matches!(kind, "paragraph" | "heading" | "codeBlock" | "taskItem" | "decisionItem" | "caption")
}

pub(super) fn level(value: &Value) -> u8 {
    match whole(value) {
        it @ 1..=6 => u8::try_from(it).unwrap_or(6),
        0 => 1,
        _ => 6,
    }
}

pub(super) fn order(value: &Value) -> u64 {
    whole(value)
}

pub(super) fn span(value: &Value) -> u32 {
    u32::try_from(whole(value)).unwrap_or(u32::MAX).max(1)
}

/// A length in whole pixels.
pub(super) fn pixels(value: &Value) -> Option<u32> {
    value.is_number().then(|| u32::try_from(whole(value)).unwrap_or(u32::MAX))
}

/// The number without its fraction; 0 for what is below or no number.
fn whole(value: &Value) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, as is meant"
    )]
    value.as_u64().unwrap_or_else(|| value.as_f64().unwrap_or_default() as u64)
}

/// A colour in the form `#rrggbb`.
pub(super) fn rgb(value: &Value) -> Option<[u8; 3]> {
    let digits = value.as_str()?.strip_prefix('#')?;
    let good = digits.len() == 6 && digits.bytes().all(|it| it.is_ascii_hexdigit());
    let number = good.then(|| u32::from_str_radix(digits, 16).ok()).flatten()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}
