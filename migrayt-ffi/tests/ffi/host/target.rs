mod catalog;

use std::collections::BTreeMap;

use bytes::{Bytes, BytesMut};
use serde_json::{Value as Json, json};

use super::{Said, Streams, missing, said, texts};

/// How many items one question about what stands, or for all that are marked, answers.
const PAGE: usize = 4;

/// A tracker to be written. It keeps what it is given and gives it back.
pub(crate) struct Target {
    format: &'static str,
    /// How far what it shows can be relied on to look for something.
    locate: &'static str,
    modest: bool,
    /// The items as the port has them, by number.
    pub(crate) items: BTreeMap<u64, Json>,
    /// Their properties, by item and name.
    properties: BTreeMap<(u64, String), Json>,
    /// The backlog: the items' numbers from first to last.
    order: Vec<u64>,
    /// Components and sprints.
    nodes: Vec<Json>,
    files: BTreeMap<String, Bytes>,
    uploads: BTreeMap<String, (Json, BytesMut)>,
    pub(crate) streams: Streams,
    /// The last number that was given.
    last: u64,
}

impl Target {
    pub(super) fn new(format: &'static str) -> Self {
        Self {
            format,
            locate: "both",
            modest: false,
            items: BTreeMap::new(),
            properties: BTreeMap::new(),
            order: Vec::new(),
            nodes: Vec::new(),
            files: BTreeMap::new(),
            uploads: BTreeMap::new(),
            streams: Streams::default(),
            last: 0,
        }
    }

    pub(super) fn modest(locate: &'static str) -> Self {
        Self { locate, modest: true, ..Self::new("html") }
    }

    pub(super) fn answer(&mut self, method: &str, arguments: &Json, bytes: &Bytes) -> Said {
        match method {
            "describe" => said(self.describe()),
            "catalog" => said(self.catalog()),
            "prepare" => self.prepare(arguments),
            "high_water" => said(json!({ "high_water": self.last.to_string() })),
            "apply" => self.apply(arguments),
            "attach_begin" => self.attach_begin(arguments),
            "attach_piece" => self.attach_piece(arguments, bytes),
            "attach_end" => self.attach_end(arguments),
            "attach_abort" => {
                self.uploads.remove(text(&arguments["upload"]));
                said(json!(null))
            }
            "read_back" => said(self.read_back(arguments)),
            "sweep" => self.sweep(arguments),
            "properties" => said(self.properties(arguments)),
            "open" => match self.files.get(text(&arguments["file"])) {
                Some(bytes) => self.streams.open(bytes),
                None => missing(),
            },
            "pull" => self.streams.pull(arguments),
            "close" => self.streams.close(arguments),
            // What is not answered so is done without.
            _ => Err(json!({ "kind": "Unsupported" })),
        }
    }

    /// Lets an item stand that somebody made.
    pub(crate) fn stand(&mut self, number: u64, item: Json) {
        self.items.insert(number, item);
        self.order.push(number);
    }

    /// How many files are on their way.
    pub(crate) fn uploads(&self) -> usize {
        self.uploads.len()
    }

    fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Makes components and sprints that are not there.
    fn prepare(&mut self, arguments: &Json) -> Said {
        let mut results = Vec::new();
        for wanted in list(&arguments["preparations"]) {
            let same =
                |node: &&Json| node["kind"] == wanted["kind"] && node["name"] == wanted["name"];
            if let Some(node) = self.nodes.iter().find(same) {
                results.push(json!({ "ok": { "id": node["id"], "existed": true } }));
                continue;
            }
            let id = self.number().to_string();
            results.push(json!({ "ok": { "id": id, "existed": false } }));
            self.nodes.push(json!({ "id": id, "kind": wanted["kind"], "name": wanted["name"] }));
        }
        said(json!({ "results": results }))
    }

    /// One result for each order, in order.
    fn apply(&mut self, arguments: &Json) -> Said {
        let orders = list(&arguments["orders"]);
        let results: Vec<Json> = orders
            .map(|order| match self.carry_out(order) {
                Ok(made) => json!({ "ok": made }),
                Err(error) => json!({ "error": error }),
            })
            .collect();
        said(json!({ "results": results }))
    }

    fn carry_out(&mut self, order: &Json) -> Result<Json, Json> {
        let payload = &order["payload"];
        let operation = text(&order["operation"]);
        if operation == "create" {
            return self.create(order);
        }
        let own = self.item_of(&order["target"]).ok_or_else(nothing)?;
        let other = self.item_of(&payload["other"]).or(self.item_of(&payload["after"]));
        let part = self.number().to_string();
        let item = self.items.get_mut(&own).ok_or_else(nothing)?;
        match operation {
            "comment" => {
                let comment =
                    json!({ "id": part, "marker": order["marker"], "body": payload["body"] });
                push(&mut item["comments"], comment);
                return Ok(json!({ "part": part }));
            }
            "worklog" => {
                let mut entry = payload.clone();
                entry["id"] = json!(part);
                entry["marker"] = order["marker"].clone();
                push(&mut item["worklogs"], entry);
                return Ok(json!({ "part": part }));
            }
            "update" | "rewrite_body" | "sprint" => {
                for (id, value) in payload["fields"].as_object().into_iter().flatten() {
                    item["fields"][id] = value.clone();
                }
            }
            "transition" => item["state"] = payload["to"].clone(),
            "watch" if !list(&item["watchers"]).any(|it| *it == payload["person"]["id"]) => {
                push(&mut item["watchers"], payload["person"]["id"].clone());
            }
            "watch" => {}
            "property" => {
                let name = text(&payload["name"]).to_owned();
                self.properties.insert((own, name), payload["value"].clone());
            }
            "remote_link" => {
                let links = item["remote_links"].as_array_mut().unwrap();
                links.retain(|link| link["global_id"] != payload["global_id"]);
                links.push(payload.clone());
            }
            "link" => {
                let other = other.ok_or_else(nothing)?;
                for (one, other, outward) in [(own, other, true), (other, own, false)] {
                    let link = json!({
                        "link_type": payload["link_type"], "other": target(other), "outward": outward,
                    });
                    push(&mut self.items.get_mut(&one).ok_or_else(nothing)?["links"], link);
                }
            }
            "rank" => {
                let other = other.ok_or_else(nothing)?;
                self.order.retain(|number| *number != own);
                let place = self.order.iter().position(|number| *number == other);
                self.order.insert(place.ok_or_else(nothing)? + 1, own);
            }
            _ => return Err(json!({ "kind": "Unsupported", "effect": "none" })),
        }
        Ok(json!({}))
    }

    /// Marker and item are written at once.
    fn create(&mut self, order: &Json) -> Result<Json, Json> {
        let payload = &order["payload"];
        if payload["parent"].is_object() {
            self.item_of(&payload["parent"]).ok_or_else(nothing)?;
        }
        let number = self.number();
        let item = json!({
            "target": target(number),
            "marker": order["marker"],
            "type": payload["type"],
            "state": "Open",
            "parent": payload["parent"],
            "fields": payload["fields"],
            "history": payload["history"],
            "comments": [], "attachments": [], "links": [], "remote_links": [], "worklogs": [],
            "watchers": [],
        });
        self.items.insert(number, item);
        self.order.push(number);
        Ok(json!({ "target": target(number) }))
    }

    fn attach_begin(&mut self, arguments: &Json) -> Said {
        let order = &arguments["order"];
        if self.item_of(&order["target"]).is_none() {
            return missing();
        }
        let name = format!("upload-{}", self.number());
        self.uploads.insert(name.clone(), (order.clone(), BytesMut::new()));
        said(json!({ "upload": name }))
    }

    fn attach_piece(&mut self, arguments: &Json, piece: &Bytes) -> Said {
        let Some((_, bytes)) = self.uploads.get_mut(text(&arguments["upload"])) else {
            return missing();
        };
        bytes.extend_from_slice(piece);
        said(json!(null))
    }

    /// Only now the file stands.
    fn attach_end(&mut self, arguments: &Json) -> Said {
        let Some((order, bytes)) = self.uploads.remove(text(&arguments["upload"])) else {
            return missing();
        };
        let Some(own) = self.item_of(&order["target"]) else { return missing() };
        let part = self.number().to_string();
        let file = json!({
            "id": part, "marker": order["marker"],
            "name": order["payload"]["name"], "size": bytes.len(),
        });
        push(&mut self.items.get_mut(&own).unwrap()["attachments"], file);
        self.files.insert(part.clone(), bytes.freeze());
        said(json!({ "part": part }))
    }

    fn read_back(&self, arguments: &Json) -> Json {
        let wanted = texts(&arguments["items"]).into_iter().filter_map(number);
        let found = wanted.filter_map(|number| {
            let mut item = self.items.get(&number)?.clone();
            let place = self.order.iter().position(|other| *other == number)?;
            item["rank"] = json!(format!("{place:09}"));
            Some(item)
        });
        json!({ "items": found.collect::<Vec<_>>() })
    }

    /// Every item after a place; all of them carry a marker.
    fn sweep(&self, arguments: &Json) -> Said {
        let place = arguments["cursor"].as_str().unwrap_or(text(&arguments["after"]));
        let Ok(after) = (if place.is_empty() { Ok(0) } else { place.parse::<u64>() }) else {
            return Err(json!({ "kind": "InputInvalid" }));
        };
        let due: Vec<_> = self.items.range(after + 1..).collect();
        let page = &due[..due.len().min(PAGE)];
        let item = |(_, item): &(&u64, &Json)| json!({ "target": item["target"], "marker": item["marker"] });
        said(json!({
            "items": page.iter().map(item).collect::<Vec<_>>(),
            "cursor": page.last().map(|(number, _)| number.to_string()),
            "last": page.len() == due.len(),
        }))
    }

    fn properties(&self, arguments: &Json) -> Json {
        let names = texts(&arguments["names"]);
        let of = |id: &str| {
            let item = number(id).filter(|number| self.items.contains_key(number))?;
            let all = names.iter().filter_map(|name| {
                let value = self.properties.get(&(item, (*name).to_owned()))?;
                Some(((*name).to_owned(), value.clone()))
            });
            Some(json!({ "id": id, "properties": all.collect::<serde_json::Map<_, _>>() }))
        };
        json!({ "items": texts(&arguments["items"]).into_iter().filter_map(of).collect::<Vec<_>>() })
    }

    /// The number of an item, if it is there.
    fn item_of(&self, target: &Json) -> Option<u64> {
        number(target["id"].as_str()?).filter(|number| self.items.contains_key(number))
    }
}

fn target(number: u64) -> Json {
    json!({ "id": format!("D-{number}"), "key": format!("DEPOT-{number}") })
}

fn number(id: &str) -> Option<u64> {
    id.strip_prefix("D-")?.parse().ok()
}

fn nothing() -> Json {
    json!({ "kind": "NotFound", "effect": "none" })
}

fn push(list: &mut Json, value: Json) {
    list.as_array_mut().unwrap().push(value);
}

fn list(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}
