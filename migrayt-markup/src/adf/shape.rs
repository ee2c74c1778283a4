//! What Atlassian's schema lets stand in one node, its children aside.

use serde_json::{Map, Value};

const LAYOUTS: &[&str] =
    &["wide", "full-width", "center", "wrap-right", "wrap-left", "align-end", "align-start"];
const VALIGN: &[&str] = &["top", "middle", "bottom"];

/// What an attribute's value must be.
#[derive(Clone, Copy, Debug)]
enum Rule {
    Anything,
    Text,
    /// A text with a letter.
    Name,
    Switch,
    Number(f64, f64),
    Numbers,
    OneOf(&'static [&'static str]),
    Color,
    Datasource,
}

/// Whether a node of this kind may have this attribute with this value.
pub(super) fn attribute(kind: &str, key: &str, value: &Value) -> bool {
    match rule(kind, key) {
        None => false,
        Some(Rule::Anything) => true,
        Some(Rule::Text) => value.is_string(),
        Some(Rule::Name) => is_name(value),
        Some(Rule::Switch) => value.is_boolean(),
        Some(Rule::Number(low, high)) => within(value, low, high),
        Some(Rule::Numbers) => {
            value.as_array().is_some_and(|numbers| numbers.iter().all(Value::is_number))
        }
        Some(Rule::OneOf(names)) => one_of(value, names),
        Some(Rule::Color) => {
            one_of(value, &["neutral", "purple", "blue", "red", "yellow", "green"])
                || is_color(value)
        }
        Some(Rule::Datasource) => datasource(value),
    }
}

fn rule(kind: &str, key: &str) -> Option<Rule> {
    const NUMBER: Rule = Rule::Number(f64::NEG_INFINITY, f64::INFINITY);
    const LENGTH: Rule = Rule::Number(0.0, f64::INFINITY);
    const PERCENT: Rule = Rule::Number(0.0, 100.0);
    let rule = match (kind, key) {
        ("doc" | "mediaGroup" | "text", _) => return None,
        ("extension" | "bodiedExtension" | "inlineExtension", _) => return extension(kind, key),
        ("table", "localId") => Rule::Name,
        (_, "localId")
        | ("expand" | "nestedExpand", "title")
        | ("decisionItem", "state")
        | ("syncBlock" | "bodiedSyncBlock", "resourceId") => Rule::Text,
        ("heading", "level") => Rule::Number(1.0, 6.0),
        ("orderedList", "order") | ("mediaSingle", "width") => LENGTH,
        ("codeBlock", _) => match key {
            "language" | "uniqueId" => Rule::Text,
            "wrap" | "hideLineNumbers" => Rule::Switch,
            _ => return None,
        },
        ("panel", _) => match key {
            "panelType" => {
                Rule::OneOf(&["info", "note", "tip", "warning", "error", "success", "custom"])
            }
            "panelIcon" | "panelIconId" | "panelIconText" | "panelColor" => Rule::Text,
            _ => return None,
        },
        ("table", _) => match key {
            "displayMode" => Rule::OneOf(&["default", "fixed"]),
            "isNumberColumnEnabled" => Rule::Switch,
            "layout" => Rule::OneOf(&[
                "wide",
                "full-width",
                "center",
                "align-end",
                "align-start",
                "default",
            ]),
            "width" => NUMBER,
            _ => return None,
        },
        ("tableCell" | "tableHeader", _) => match key {
            "colspan" | "rowspan" => NUMBER,
            "colwidth" => Rule::Numbers,
            "background" => Rule::Text,
            "valign" => Rule::OneOf(VALIGN),
            _ => return None,
        },
        ("layoutColumn", "width") => PERCENT,
        ("layoutColumn", "valign") => Rule::OneOf(VALIGN),
        ("taskItem" | "blockTaskItem", "state") => Rule::OneOf(&["TODO", "DONE"]),
        ("mediaSingle", "widthType") => Rule::OneOf(&["percentage", "pixel"]),
        ("mediaSingle", "layout") => Rule::OneOf(LAYOUTS),
        ("media", _) => return file(key, &["file", "link", "external"]),
        ("mediaInline", "data") => Rule::Anything,
        ("mediaInline", _) if key != "url" => return file(key, &["file", "link", "image"]),
        _ => return leaf_rule(kind, key),
    };
    Some(rule)
}

fn file(key: &str, kinds: &'static [&'static str]) -> Option<Rule> {
    Some(match key {
        "type" => Rule::OneOf(kinds),
        "alt" | "collection" | "url" => Rule::Text,
        "id" | "occurrenceKey" => Rule::Name,
        "width" | "height" => Rule::Number(f64::NEG_INFINITY, f64::INFINITY),
        _ => return None,
    })
}

fn leaf_rule(kind: &str, key: &str) -> Option<Rule> {
    const NUMBER: Rule = Rule::Number(f64::NEG_INFINITY, f64::INFINITY);
    Some(match (kind, key) {
        ("inlineCard" | "blockCard" | "embedCard", "url")
        | ("mention", "id" | "text" | "accessLevel")
        | ("emoji", "shortName" | "id" | "text")
        | ("placeholder", "text")
        | ("status", "style") => Rule::Text,
        ("date", "timestamp") | ("status", "text") => Rule::Name,
        ("embedCard", "width") => Rule::Number(0.0, 100.0),
        ("blockCard", "width") | ("embedCard", "originalHeight" | "originalWidth") => NUMBER,
        ("embedCard" | "blockCard", "layout") => Rule::OneOf(LAYOUTS),
        ("inlineCard" | "blockCard", "data") => Rule::Anything,
        ("blockCard", "datasource") => Rule::Datasource,
        ("mention", "userType") => Rule::OneOf(&["DEFAULT", "SPECIAL", "APP"]),
        ("status", "color") => Rule::Color,
        ("hardBreak", "text") => Rule::OneOf(&["\n"]),
        _ => return None,
    })
}

fn extension(kind: &str, key: &str) -> Option<Rule> {
    Some(match key {
        "extensionKey" | "extensionType" | "localId" => Rule::Name,
        "parameters" => Rule::Anything,
        "text" => Rule::Text,
        "layout" if kind != "inlineExtension" => Rule::OneOf(&["wide", "full-width", "default"]),
        _ => return None,
    })
}

fn datasource(value: &Value) -> bool {
    let Some(source) = value.as_object() else { return false };
    let view = |view: &Value| {
        view.as_object().is_some_and(|view| {
            only(view, &["type", "properties"]) && view.get("type").is_some_and(Value::is_string)
        })
    };
    let views = source.get("views").and_then(Value::as_array);
    only(source, &["id", "parameters", "views"])
        && source.get("id").is_some_and(Value::is_string)
        && source.contains_key("parameters")
        && views.is_some_and(|views| !views.is_empty() && views.iter().all(view))
}

/// The attributes that a node of this kind must have.
fn required(kind: &str) -> &'static [&'static str] {
    match kind {
        "heading" => &["level"],
        "panel" => &["panelType"],
        "taskList" | "decisionList" => &["localId"],
        "taskItem" | "blockTaskItem" | "decisionItem" => &["localId", "state"],
        "layoutColumn" => &["width"],
        "extension" | "bodiedExtension" | "inlineExtension" => &["extensionKey", "extensionType"],
        "syncBlock" | "bodiedSyncBlock" => &["resourceId", "localId"],
        "embedCard" => &["url", "layout"],
        "mention" => &["id"],
        "emoji" => &["shortName"],
        "placeholder" => &["text"],
        "status" => &["text", "color"],
        "date" => &["timestamp"],
        "media" => &["type"],
        "mediaInline" => &["id", "collection"],
        _ => &[],
    }
}

/// Whether these attributes may stand together in a node of this kind.
pub(super) fn attributes(kind: &str, attrs: &Map<String, Value>) -> bool {
    let has = |key: &str| attrs.contains_key(key);
    let together = match kind {
        "inlineCard" => has("url") != has("data"),
        "blockCard" if has("datasource") => !has("data"),
        "blockCard" => has("url") != has("data") && !has("width") && !has("layout"),
        "media" if attrs.get("type").is_some_and(|it| *it == "external") => {
            has("url") && !has("id") && !has("collection") && !has("occurrenceKey")
        }
        "media" => has("id") && has("collection") && !has("url"),
        "mediaSingle" => has("layout") && sized(attrs),
        _ => true,
    };
    together
        && attrs.iter().all(|(key, value)| attribute(kind, key, value))
        && required(kind).iter().all(|key| has(key))
}

fn sized(attrs: &Map<String, Value>) -> bool {
    match attrs.get("widthType") {
        Some(unit) if *unit == "pixel" => attrs.contains_key("width"),
        _ => attrs.get("width").is_none_or(|width| within(width, 0.0, 100.0)),
    }
}

/// Whether a node that holds no others is one, wherever it stands.
pub(super) fn leaf(node: &Value) -> bool {
    let Some(node) = node.as_object() else { return false };
    let Some(kind) = node.get("type").and_then(Value::as_str) else { return false };
    let known = matches!(
        kind,
        "hardBreak"
            | "mention"
            | "status"
            | "date"
            | "emoji"
            | "placeholder"
            | "inlineCard"
            | "blockCard"
            | "embedCard"
            | "media"
            | "mediaInline"
            | "extension"
            | "inlineExtension"
            | "syncBlock"
    );
    let attrs = match node.get("attrs") {
        Some(attrs) => attrs.as_object().is_some_and(|attrs| attributes(kind, attrs)),
        None => kind == "hardBreak",
    };
    let marks = match node.get("marks") {
        Some(marks) => marks.as_array().is_some_and(|marks| block_marks(kind, marks)),
        None => true,
    };
    known && attrs && marks && only(node, &["type", "attrs", "marks"])
}

/// Whether a node of this kind may have these marks, for kinds that have them everywhere.
pub(super) fn block_marks(kind: &str, marks: &[Value]) -> bool {
    let allowed: &[&str] = match kind {
        "extension" | "bodiedExtension" | "inlineExtension" => &["dataConsumer", "fragment"],
        "syncBlock" | "bodiedSyncBlock" | "layoutSection" => &["breakout"],
        "media" | "mediaInline" => &["dataConsumer", "link", "annotation", "border"],
        "mediaSingle" => &["link"],
        "table" => &["fragment"],
        _ => return false,
    };
    all_of(marks, allowed)
}

/// Whether all marks are good ones of these kinds.
pub(super) fn all_of(marks: &[Value], allowed: &[&str]) -> bool {
    marks.iter().all(|it| mark(it).is_some_and(|kind| allowed.contains(&kind)))
}

/// Whether a text may have these marks.
pub(super) fn text_marks(marks: &[Value]) -> bool {
    const FORMATTED: &[&str] = &[
        "link",
        "em",
        "strong",
        "strike",
        "subsup",
        "underline",
        "textColor",
        "annotation",
        "backgroundColor",
    ];
    all_of(marks, FORMATTED) || all_of(marks, &["code", "link", "annotation"])
}

/// The kind of a mark that is a good one.
pub(super) fn mark(mark: &Value) -> Option<&str> {
    let mark = mark.as_object()?;
    let kind = mark.get("type")?.as_str()?;
    if matches!(kind, "strong" | "em" | "strike" | "underline" | "code") {
        return (mark.len() == 1).then_some(kind);
    }
    let attrs = mark.get("attrs")?.as_object()?;
    let has = |key: &str, good: fn(&Value) -> bool| attrs.get(key).is_some_and(good);
    let may = |key: &str, good: fn(&Value) -> bool| attrs.get(key).is_none_or(good);
    let good = match kind {
        "link" => {
            only(attrs, &["href", "title", "id", "collection", "occurrenceKey"])
                && attrs.contains_key("href")
                && attrs.values().all(Value::is_string)
        }
        "subsup" => attrs.len() == 1 && has("type", |it| one_of(it, &["sub", "sup"])),
        "textColor" | "backgroundColor" => attrs.len() == 1 && has("color", is_color),
        "annotation" => {
            attrs.len() == 2
                && has("id", Value::is_string)
                && has("annotationType", |it| *it == "inlineComment")
        }
        "alignment" => attrs.len() == 1 && has("align", |it| one_of(it, &["center", "end"])),
        "indentation" => attrs.len() == 1 && has("level", |it| within(it, 1.0, 6.0)),
        "fontSize" => attrs.len() == 1 && has("fontSize", |it| *it == "small"),
        "breakout" => {
            only(attrs, &["mode", "width"])
                && has("mode", |it| one_of(it, &["wide", "full-width"]))
                && may("width", Value::is_number)
        }
        "border" => {
            attrs.len() == 2
                && has("size", |it| within(it, 1.0, 3.0))
                && has("color", |it| is_color(it) || is_color_with_alpha(it))
        }
        "dataConsumer" => {
            attrs.len() == 1
                && has("sources", |it| {
                    it.as_array()
                        .is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_string))
                })
        }
        "fragment" => {
            only(attrs, &["localId", "name"])
                && has("localId", is_name)
                && may("name", Value::is_string)
        }
        _ => false,
    };
    (good && mark.len() == 2).then_some(kind)
}

pub(super) fn only(map: &Map<String, Value>, keys: &[&str]) -> bool {
    map.keys().all(|key| keys.contains(&key.as_str()))
}

/// Whether a value is nested less deep than this.
pub(super) fn shallow(value: &Value, depth: usize) -> bool {
    match (value, depth.checked_sub(1)) {
        (Value::Array(items), Some(left)) => items.iter().all(|it| shallow(it, left)),
        (Value::Object(fields), Some(left)) => fields.values().all(|it| shallow(it, left)),
        (Value::Array(_) | Value::Object(_), None) => false,
        _ => true,
    }
}

fn is_name(value: &Value) -> bool {
    value.as_str().is_some_and(|name| !name.is_empty())
}

fn one_of(value: &Value, names: &[&str]) -> bool {
    value.as_str().is_some_and(|name| names.contains(&name))
}

fn within(value: &Value, low: f64, high: f64) -> bool {
    value.as_f64().is_some_and(|number| (low..=high).contains(&number))
}

fn is_color(value: &Value) -> bool {
    is_hexadecimal(value, 6)
}

fn is_color_with_alpha(value: &Value) -> bool {
    is_hexadecimal(value, 8)
}

fn is_hexadecimal(value: &Value, digits: usize) -> bool {
    let digit = |digits: &str| digits.bytes().all(|it| it.is_ascii_hexdigit());
    let value = value.as_str().and_then(|it| it.strip_prefix('#'));
    value.is_some_and(|it| it.len() == digits && digit(it))
}
