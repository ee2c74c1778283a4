use serde_json::{Value as Json, json};

use super::{PAGE, Target};

/// The largest file in bytes.
const LARGEST_FILE: u64 = 1_000;

impl Target {
    /// What the target is and what it takes.
    pub(super) fn describe(&self) -> Json {
        let mut described = json!({
            "endpoint": "depot:test/Shop",
            "capabilities": {
                "operations": [
                    "create", "update", "attach", "rewrite_body", "comment", "worklog", "watch",
                    "property", "transition", "remote_link", "sprint", "link", "rank",
                ],
                "max_batch": 8, "concurrency": 3, "locate": self.locate, "max_read_back": PAGE,
            },
            "rich_text": self.format,
            "item_url": "https://depot.example/items/{key}",
            "file_url": "https://depot.example/files/{id}",
            "history": true,
        });
        if self.modest {
            described = json!({
                "endpoint": "depot:test/Shop",
                "capabilities": { "operations": ["create", "comment"], "locate": self.locate },
                "rich_text": self.format,
            });
        }
        described
    }

    pub(super) fn catalog(&self) -> Json {
        let mut nodes = self.nodes.clone();
        if !nodes.iter().any(|node| node["kind"] == "component") {
            nodes.push(json!({ "id": "web", "name": "Web", "kind": "component" }));
        }
        json!({
            "types": [work_type("Epic", 1), work_type("Story", 0), work_type("Part", -1)],
            "fields": fields(),
            "nodes": nodes,
            "link_types": [
                { "id": "Blocks", "name": "Blocks", "outward": "blocks", "inward": "is blocked by" },
                { "id": "Relates", "name": "Relates", "outward": "relates to", "inward": "relates to" },
            ],
            "people": [
                { "id": "8", "name": "Christie Church", "active": false },
                { "id": "7", "name": "Jamal Hartnett", "email": "jamal@fabrikam.example" },
            ],
            "items": self.items.len(),
            "max_attachment": LARGEST_FILE,
            "ranks": !self.modest,
        })
    }
}

fn work_type(name: &str, level: i32) -> Json {
    let states = [("Open", "to_do"), ("Busy", "in_progress"), ("Shut", "done")];
    let states = states.map(|(id, category)| json!({ "id": id, "name": id, "category": category }));
    json!({
        "id": name, "name": name, "level": level, "states": states,
        "required": ["title", "severity"],
    })
}

fn fields() -> Json {
    json!([
        { "id": "title", "name": "Title", "kind": "text", "role": "summary", "max_length": 60 },
        { "id": "words", "name": "Words", "kind": "rich_text", "role": "description",
          "max_length": 2000 },
        { "id": "points", "name": "Points", "kind": "decimal", "role": "story_points" },
        { "id": "votes", "name": "Votes", "kind": "integer" },
        { "id": "urgent", "name": "Urgent", "kind": "bool" },
        { "id": "due", "name": "Due", "kind": "date", "role": "due_date" },
        { "id": "seen", "name": "Seen", "kind": "instant" },
        { "id": "effort", "name": "Effort", "kind": "duration", "role": "original_estimate" },
        { "id": "who", "name": "Who", "kind": "person", "role": "assignee" },
        { "id": "severity", "name": "Severity", "kind": "choice", "allowed": ["High", "Low"] },
        { "id": "place", "name": "Place", "kind": "cascade", "allowed": ["North", "South"] },
        { "id": "colours", "name": "Colours", "kind": "choice", "many": true, "allowed": ["Blue"] },
        { "id": "labels", "name": "Labels", "kind": "labels", "many": true, "role": "labels" },
        { "id": "component", "name": "Component", "kind": "node", "many": true,
          "role": "components" },
        { "id": "sprint", "name": "Sprint", "kind": "node", "role": "sprint" },
        { "id": "made", "name": "Made", "kind": "opaque", "writable": false },
    ])
}
