//! When two documents in ADF say the same, one made by Atlassian's converter of wiki markup and
//! one by ours. Each rule is named by its function, and says why it does not matter.

use migrayt_core::richtext::{Block, Document, Inline, Media, MediaOrigin, TaskItem};
use migrayt_markup::adf;
use serde_json::{Map, Value, json};

/// Carries out what a resolver does once: files are their names, people are their ids, as in
/// documents that Atlassian's converter makes without a tracker at hand.
pub(crate) fn resolve(document: &mut Document) {
    blocks(&mut document.blocks);
}

fn blocks(list: &mut [Block]) {
    for block in list {
        match block {
            Block::Paragraph(line) | Block::Heading { inlines: line, .. } => inlines(line),
            Block::BulletList(items) | Block::OrderedList { items, .. } => {
                for item in items {
                    blocks(&mut item.blocks);
                }
            }
            Block::Quote(inner)
            | Block::Section(inner)
            | Block::Panel { blocks: inner, .. }
            | Block::Expand { blocks: inner, .. } => blocks(inner),
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| blocks(&mut cell.blocks));
            }
            Block::Media(files) => files.iter_mut().for_each(media),
            Block::Detailed { block, .. } => blocks(std::slice::from_mut(block)),
            _ => {}
        }
    }
}

fn inlines(line: &mut [Inline]) {
    for inline in line {
        match inline {
            Inline::Mention(mention) => mention.resolved = true,
            Inline::Media(file) => media(file),
            _ => {}
        }
    }
}

fn media(file: &mut Media) {
    if let MediaOrigin::Named(name) = &file.origin {
        let collection = String::new();
        file.origin = MediaOrigin::Stored { id: name.as_str().into(), collection };
    }
}

/// The normal form of a document in ADF: what both converters agree on is equal in it.
pub(crate) fn normal(document: &Value) -> Value {
    let mut node = adf::canonical(document);
    rules(&mut node, Around::default());
    node
}

/// What stands around a node.
#[derive(Clone, Copy, Default)]
struct Around {
    heading_cell: bool,
}

fn rules(node: &mut Value, around: Around) {
    let kind = node["type"].as_str().unwrap_or_default().to_owned();
    let around = Around { heading_cell: around.heading_cell || kind == "tableHeader" };
    cards_are_links(node);
    accounts_have_no_prefix(node);
    pictures_have_no_default_size(node);
    addresses_are_as_a_browser_has_them(node);
    black_is_no_color(node);
    controls_are_not_seen(node);
    if around.heading_cell {
        heading_cells_are_strong_anyway(node);
    }
    if let Some(content) = node.get_mut("content").and_then(Value::as_array_mut) {
        for child in content.iter_mut() {
            rules(child, around);
        }
        files_stand_alone(content);
        if content.iter().any(is_inline) {
            lines_have_no_outer_spaces(content);
        }
        content.retain(|child| !is_empty_paragraph(child));
        if content.is_empty() {
            node.as_object_mut().unwrap().remove("content");
        }
    }
    let joined = adf::canonical(node);
    *node = joined;
}

/// A card is how Jira shows a link; the tree holds the link.
fn cards_are_links(node: &mut Value) {
    if matches!(node["type"].as_str(), Some("inlineCard" | "blockCard" | "embedCard")) {
        let url = node["attrs"]["url"].clone();
        let text = json!({ "type": "text", "text": url, "marks": [
            { "type": "link", "attrs": { "href": url } } ] });
        *node = if node["type"] == "inlineCard" {
            text
        } else {
            json!({ "type": "paragraph", "content": [text] })
        };
    }
}

/// `accountid:` says that what follows is an account's id; the id in ADF is that alone.
fn accounts_have_no_prefix(node: &mut Value) {
    if node["type"] == "mention"
        && let Some(id) = node["attrs"]["id"].as_str()
        && let Some(bare) = id.strip_prefix("accountid:")
    {
        node["attrs"]["id"] = json!(bare);
    }
}

/// A picture whose size is not told is 200 by 183 there; the tree does not make a size up. One
/// in percent is told by the node around it, and the tree has pixels only.
fn pictures_have_no_default_size(node: &mut Value) {
    if node["type"] == "media"
        && let Some(attrs) = node["attrs"].as_object_mut()
    {
        for (side, default) in [("width", 200), ("height", 183)] {
            if attrs.get(side) == Some(&json!(default)) {
                attrs.remove(side);
            }
        }
    }
}

/// Bare addresses are written as a browser writes them there: with a slash behind the host,
/// and what is not ASCII in percents.
fn addresses_are_as_a_browser_has_them(node: &mut Value) {
    for mark in node.get_mut("marks").and_then(Value::as_array_mut).into_iter().flatten() {
        if mark["type"] == "link" {
            // A tool tip is not carried there.
            mark["attrs"].as_object_mut().unwrap().remove("title");
            let href = mark["attrs"]["href"].as_str().unwrap_or_default();
            mark["attrs"]["href"] = json!(address(href));
        }
    }
}

fn address(href: &str) -> String {
    let href = href.trim().replace("/../", "/");
    let (scheme, rest) = href.split_once("://").unwrap_or(("", &href));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.trim_end_matches(":80").trim_end_matches(":443");
    let mut out = format!("{}://{}", scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    for c in path.chars() {
        match c {
            '\\' => out.push('/'),
            '<' => out.push_str("%3C"),
            '\'' => out.push_str("%27"),
            '^' => out.push_str("%5E"),
            c => out.push(c),
        }
    }
    out.trim_end_matches('/').to_owned()
}

/// Black is what text is without a colour; there it is also what an unknown colour is.
fn black_is_no_color(node: &mut Value) {
    if let Some(marks) = node.get_mut("marks").and_then(Value::as_array_mut) {
        marks.retain(|mark| mark["attrs"]["color"] != "#000000");
    }
}

/// Line breaks in code are one character, and control characters are not shown; ADF of ours never
/// holds any.
fn controls_are_not_seen(node: &mut Value) {
    if let Some(text) = node.get("text").and_then(Value::as_str) {
        let text = text.replace("\r\n", "\n");
        let seen = |c: &char| matches!(c, '\n' | '\t') || !c.is_control();
        node["text"] = json!(text.chars().filter(seen).collect::<String>());
    }
}

/// Every text of a heading cell is strong there, as it is shown in any case.
fn heading_cells_are_strong_anyway(node: &mut Value) {
    if let Some(marks) = node.get_mut("marks").and_then(Value::as_array_mut) {
        marks.retain(|mark| mark["type"] != "strong");
    }
}

/// A group of files is its files one by one, and a file that stands alone is a picture that is
/// as wide as its line; layouts are Jira's.
fn files_stand_alone(content: &mut Vec<Value>) {
    let mut out = Vec::with_capacity(content.len());
    for node in content.drain(..) {
        match node["type"].as_str() {
            Some("mediaGroup" | "mediaSingle") => {
                out.extend(node["content"].as_array().cloned().unwrap_or_default());
            }
            _ => out.push(node),
        }
    }
    *content = out;
}

/// Spaces at the ends of a line are not seen, nor are breaks at the ends of a paragraph.
fn lines_have_no_outer_spaces(content: &mut Vec<Value>) {
    let mut lines: Vec<Vec<Value>> = vec![Vec::new()];
    for node in content.drain(..) {
        if node["type"] == "hardBreak" {
            lines.push(Vec::new());
        } else {
            lines.last_mut().unwrap().push(node);
        }
    }
    for line in &mut lines {
        trim(
            line,
            |text| text.trim_start_matches([' ', '\t']),
            |line| line.first_mut(),
            |line| line.remove(0),
        );
        trim(
            line,
            |text| text.trim_end_matches([' ', '\t']),
            |line| line.last_mut(),
            |line| line.pop().unwrap(),
        );
    }
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    let first = lines.iter().take_while(|line| line.is_empty()).count();
    for (index, line) in lines.drain(..).skip(first).enumerate() {
        if index > 0 {
            content.push(json!({ "type": "hardBreak" }));
        }
        content.extend(line);
    }
}

fn trim(
    line: &mut Vec<Value>,
    cut: impl Fn(&str) -> &str,
    end: impl Fn(&mut Vec<Value>) -> Option<&mut Value>,
    take: impl Fn(&mut Vec<Value>) -> Value,
) {
    while let Some(node) = end(line)
        && node["type"] == "text"
    {
        let text = cut(node["text"].as_str().unwrap_or_default()).to_owned();
        if !text.is_empty() {
            node["text"] = json!(text);
            return;
        }
        take(line);
    }
}

fn is_inline(node: &Value) -> bool {
    matches!(node["type"].as_str(), Some("text" | "hardBreak" | "mention" | "emoji"))
}

/// An empty paragraph stands where the schema wants one, or where spaces stood.
fn is_empty_paragraph(node: &Value) -> bool {
    node["type"] == "paragraph" && node.get("content").is_none()
}

/// Whether ours says what theirs says, but for languages of code that theirs does not know, and
/// for which it says `java`.
pub(crate) fn equal(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let code = theirs.get("type") == Some(&json!("codeBlock"));
            ours.len() == theirs.len()
                && ours.iter().all(|(key, value)| {
                    let other = theirs.get(key);
                    (code && key == "attrs" && languages(value, other))
                        || other.is_some_and(|other| equal(value, other))
                })
                || code && ours.get("attrs").is_none() && languages_of(ours, theirs)
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| equal(a, b))
        }
        _ => ours == theirs,
    }
}

fn languages(ours: &Value, theirs: Option<&Value>) -> bool {
    let theirs = theirs.and_then(|attrs| attrs["language"].as_str());
    let ours = ours["language"].as_str().unwrap_or_default();
    theirs == Some(ours)
        || theirs == Some("java") && (!KNOWN.contains(&ours) || SHORT.contains(&ours))
}

/// `{code:none}` has no language here, and is Java there.
fn languages_of(ours: &Map<String, Value>, theirs: &Map<String, Value>) -> bool {
    ours.get("content") == theirs.get("content")
        && theirs.get("attrs").is_some_and(|attrs| attrs["language"] == "java")
}

/// Languages that wiki markup names otherwise: `js`, `cpp`, `c#`, `sh`, `visualbasic`.
const SHORT: &[&str] = &["javascript", "c++", "csharp", "shell", "vbnet"];

/// The languages that theirs knows.
const KNOWN: &[&str] = &[
    "abap",
    "actionscript",
    "ada",
    "arduino",
    "autoit",
    "c",
    "c++",
    "clojure",
    "coffeescript",
    "csharp",
    "css",
    "cuda",
    "d",
    "dart",
    "delphi",
    "elixir",
    "erlang",
    "fortran",
    "foxpro",
    "go",
    "groovy",
    "haskell",
    "haxe",
    "html",
    "java",
    "javascript",
    "json",
    "julia",
    "kotlin",
    "latex",
    "livescript",
    "lua",
    "mathematica",
    "matlab",
    "objective-c",
    "objective-j",
    "objectpascal",
    "ocaml",
    "octave",
    "perl",
    "php",
    "powershell",
    "prolog",
    "puppet",
    "python",
    "qml",
    "r",
    "racket",
    "restructuredtext",
    "ruby",
    "rust",
    "sass",
    "scala",
    "scheme",
    "shell",
    "smalltalk",
    "sql",
    "standardml",
    "swift",
    "tcl",
    "tex",
    "typescript",
    "vala",
    "vbnet",
    "verilog",
    "vhdl",
    "xml",
    "xquery",
];

/// Makes every mention one that is not resolved.
pub(crate) fn unresolve(document: &mut Document) {
    let text = |line: &mut Vec<Inline>| {
        for inline in line {
            if let Inline::Mention(mention) = inline {
                mention.resolved = false;
            }
        }
    };
    lines(&mut document.blocks, &text);
}

fn lines(list: &mut [Block], act: &dyn Fn(&mut Vec<Inline>)) {
    for block in list {
        match block {
            Block::Paragraph(line) | Block::Heading { inlines: line, .. } => act(line),
            Block::BulletList(items) | Block::OrderedList { items, .. } => {
                for item in items {
                    lines(&mut item.blocks, act);
                }
            }
            Block::TaskList(items) | Block::DecisionList(items) => tasks(items, act),
            Block::Quote(inner)
            | Block::Section(inner)
            | Block::Panel { blocks: inner, .. }
            | Block::Expand { blocks: inner, .. } => lines(inner, act),
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| lines(&mut cell.blocks, act));
            }
            _ => {}
        }
    }
}

fn tasks(items: &mut [TaskItem], act: &dyn Fn(&mut Vec<Inline>)) {
    for item in items {
        act(&mut item.inlines);
        tasks(&mut item.children, act);
    }
}
