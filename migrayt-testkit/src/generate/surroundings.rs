use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::draw::Draw;
use super::pattern::Pattern;
use super::sheet::Sheet;
use super::text;
use crate::sim::azure_devops::guid::guid;

const ITEMS: &str = "https://dev.azure.com/fabrikam/_apis/wit/workItems/";
const FILES: &str = "https://dev.azure.com/fabrikam/_apis/wit/attachments/";
const PARENT: &str = "System.LinkTypes.Hierarchy-Reverse";
const NAMES: [&str; 8] = [
    "screenshot.png",
    "Screen Shot 2019-05-14 at 17.30.12.png",
    "error.log",
    "specification.pdf",
    "Überblick.docx",
    "flow diagram.svg",
    "export (1).csv",
    "設計.txt",
];

/// What an item's surroundings follow from: the sample, the seed, and the numbers of other items
/// of the same copy by their places.
type Whole<'a> = (&'a Pattern, u64, &'a dyn Fn(usize) -> Option<u64>);

/// Adds a parent, links, web addresses and files.
pub(super) fn add(sheet: &mut Sheet, draw: &mut Draw, (pattern, seed, find): Whole<'_>) {
    if draw.chance(750)
        && let Some(parent) = draw.pick(pattern.parents(sheet.place)).and_then(|at| find(*at))
    {
        sheet.relations.push(link(PARENT, parent, None));
    }
    let after = pattern.len() - sheet.place - 1;
    if after > 0 && draw.chance(150) {
        // Always from an earlier to a later one, so that dependencies make no circle.
        let other = sheet.place + 1 + draw.below(after);
        let kind = draw.word(&["System.LinkTypes.Related", "System.LinkTypes.Dependency-Forward"]);
        let note = draw.chance(300).then(|| text::sentence(draw));
        if let Some(other) = find(other) {
            sheet.relations.push(link(kind, other, note));
        }
    }
    if draw.chance(80) {
        let number = draw.below(900);
        sheet.relations.push(json!({
            "rel": "Hyperlink",
            "url": format!("https://wiki.example.org/pages/{number}?view=full#decision"),
            "attributes": {"comment": text::sentence(draw)},
        }));
    }
    settle_files(sheet, draw, seed);
    if draw.chance(100) {
        let name = draw.word(&NAMES);
        let id = guid("file", &format!("{seed} {} added", sheet.number));
        if draw.chance(250) {
            let bytes = text::log(draw);
            sheet.relations.push(file(&id, name, bytes.len()));
            sheet.files.push(json!({"id": id, "name": name, "base64": STANDARD.encode(bytes)}));
        } else {
            let size = size(draw);
            sheet.relations.push(file(&id, name, size));
        }
    }
}

/// Gives the files of the sample ids of their own in each copy, and small sizes: the real ones
/// have megabytes.
fn settle_files(sheet: &mut Sheet, draw: &mut Draw, seed: u64) {
    let number = sheet.number;
    for (place, relation) in sheet.relations.iter_mut().enumerate() {
        if relation.get("rel").and_then(Value::as_str) != Some("AttachedFile") {
            continue;
        }
        let attributes = relation.get("attributes");
        let name = attributes.and_then(|all| all.get("name")).and_then(Value::as_str);
        let id = guid("file", &format!("{seed} {number} {place}"));
        *relation = file(&id, name.unwrap_or("file"), size(draw));
    }
    for relation in &mut sheet.relations {
        // Their ids count in the whole organisation; it makes new ones.
        if let Some(Value::Object(attributes)) = relation.get_mut("attributes") {
            attributes.remove("id");
        }
    }
}

fn size(draw: &mut Draw) -> usize {
    if draw.chance(20) { 40_000 + draw.below(60_000) } else { 64 + draw.below(6_000) }
}

fn file(id: &str, name: &str, size: usize) -> Value {
    json!({
        "rel": "AttachedFile",
        "url": format!("{FILES}{id}"),
        "attributes": {"name": name, "resourceSize": size},
    })
}

fn link(kind: &str, other: u64, note: Option<String>) -> Value {
    let attributes = note.map_or_else(|| json!({}), |note| json!({ "comment": note }));
    json!({"rel": kind, "url": format!("{ITEMS}{other}"), "attributes": attributes})
}
