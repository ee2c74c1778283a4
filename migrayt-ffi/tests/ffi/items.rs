//! What the source has.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{Value as Json, json};

/// The items' numbers; there are gaps between them.
const IDS: [u64; 8] = [1, 2, 3, 5, 8, 13, 21, 22];

pub(crate) fn ids() -> impl Iterator<Item = String> {
    IDS.into_iter().map(|id| id.to_string())
}

pub(crate) fn all() -> Vec<Json> {
    IDS.into_iter().map(item).collect()
}

pub(crate) fn title(id: u64) -> String {
    format!("Title of number {id} \u{1f469}\u{200d}\u{1f4bb} \u{5e9}\u{5dc}")
}

pub(crate) fn file(id: u64) -> Bytes {
    format!("the bytes of the file of number {id}").into_bytes().into()
}

pub(crate) fn files() -> BTreeMap<String, Bytes> {
    IDS.into_iter().map(|id| (format!("f-{id}"), file(id))).collect()
}

fn item(id: u64) -> Json {
    let person = json!({ "id": "u7", "name": "Jamal Hartnett", "email": "jamal@fabrikam.example" });
    let mut item = json!({
        "id": id.to_string(),
        "revision": id + 1,
        "type": if id == 1 { "Epic" } else { "Story" },
        "state": if id > 8 { "Shut" } else { "Open" },
        "title": title(id),
        "fields": {
            "text": { "html": format!("<p>What <b>number {id}</b> is about</p>") },
            "points": { "decimal": 2.5 },
            "due": { "date": "2026-03-29" },
            "who": { "person": person },
            "tags": { "many": [{ "text": "red" }, { "text": format!("tag-{id}") }] },
            "severity": { "choice": "High" },
        },
        "relations": [],
        "links": [{ "link_type": "Page", "url": format!("https://example.org/{id}") }],
        "comments": [
            { "id": format!("{id}-1"), "author": person, "created": "2026-03-01T12:00:00Z",
              "body": { "markdown": format!("words on **number {id}**") } },
            { "id": format!("{id}-2"), "author": person, "created": "2026-03-01T13:00:00Z",
              "edited": "2026-03-02T13:00:00+02:00", "body": { "text": format!("more on {id}") } },
        ],
        "attachments": [{
            "id": format!("f-{id}"), "name": format!("file-{id}.txt"), "size": file(id).len(),
            "media_type": "text/plain", "created": "2026-03-01T12:00:00Z",
        }],
        "created": "2026-03-01T12:00:00Z",
        "changed": "2026-03-02T12:00:00Z",
        "rank": -i64::try_from(id).unwrap(),
    });
    if id > 1 {
        item["parent"] = json!("1");
    }
    if id == 2 {
        item["relations"] = json!([{ "link_type": "blocks", "other": "3" }]);
        // What a text refers to and shows is named by ids.
        item["fields"]["text"] = json!({ "html": "<p>See <a data-item=\"3\">#3</a> and \
            <span data-media=\"attachment\" data-id=\"f-2\" alt=\"picture.png\">picture.png</span></p>" });
    }
    item
}

/// The catalog of some items.
pub(crate) fn catalog(items: &[&Json]) -> Json {
    let work_type = |name: &str, level: i32| {
        let used = items.iter().filter(|item| item["type"] == name).count();
        let states = [("Open", "to_do"), ("Busy", "in_progress"), ("Shut", "done")];
        let states =
            states.map(|(id, category)| json!({ "id": id, "name": id, "category": category }));
        json!({ "id": name, "name": name, "level": level, "states": states, "used": used })
    };
    json!({
        "types": [work_type("Epic", 1), work_type("Story", 0)],
        "fields": [
            { "id": "text", "name": "Text", "kind": "rich_text", "role": "description" },
            { "id": "points", "name": "Points", "kind": "decimal", "role": "story_points" },
            { "id": "due", "name": "Due", "kind": "date", "role": "due_date" },
            { "id": "who", "name": "Who", "kind": "person", "role": "assignee" },
            { "id": "tags", "name": "Tags", "kind": "labels", "many": true, "role": "labels" },
            { "id": "severity", "name": "Severity", "kind": "choice", "allowed": ["High", "Low"] },
        ],
        "link_types": [
            { "id": "blocks", "name": "Blocks", "outward": "blocks", "inward": "is blocked by" },
        ],
        "people": [{ "id": "u7", "name": "Jamal Hartnett", "email": "jamal@fabrikam.example" }],
        "items": items.len(),
        "comments": items.iter().map(|item| item["comments"].as_array().unwrap().len()).sum::<usize>(),
        "ranks": true,
    })
}
