use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{Value as Json, json};

use super::{Said, Streams, missing, said, texts};
use crate::items;

/// How many items a page has.
const PAGE: usize = 3;

/// A tracker to be read.
pub(crate) struct Source {
    /// The items as the port has them, by number.
    items: BTreeMap<u64, Json>,
    files: BTreeMap<String, Bytes>,
    pub(crate) streams: Streams,
}

impl Source {
    pub(super) fn new() -> Self {
        Self {
            items: items::all().into_iter().map(|item| (number(&item["id"]), item)).collect(),
            files: items::files(),
            streams: Streams::default(),
        }
    }

    pub(super) fn answer(&mut self, method: &str, arguments: &Json) -> Said {
        match method {
            "describe" => said(json!({
                "endpoint": "list:fabrikam/Shop",
                "organization": "fabrikam",
                "project": "Shop",
                "capabilities": { "max_page": PAGE },
            })),
            "catalog" => said(items::catalog(&self.items.values().collect::<Vec<_>>())),
            "read" => self.read(arguments),
            "open" => match self.files.get(arguments["file"]["id"].as_str().unwrap_or_default()) {
                Some(bytes) => self.streams.open(bytes),
                None => missing(),
            },
            "pull" => self.streams.pull(arguments),
            "close" => self.streams.close(arguments),
            _ => Err(json!({ "kind": "Unsupported" })),
        }
    }

    fn read(&self, arguments: &Json) -> Said {
        let outline = arguments["view"] == "outline";
        let shown = |item: &Json| if outline { short(item) } else { item.clone() };
        if arguments["items"].is_array() {
            let wanted = texts(&arguments["items"]).into_iter();
            let found = wanted.filter_map(|id| self.items.get(&id.parse().ok()?)).map(shown);
            return said(json!({ "items": found.collect::<Vec<_>>() }));
        }
        // A cursor is the number of the last item before it.
        let after = match arguments["after"].as_str() {
            None => 0,
            Some(cursor) => match cursor.parse::<u64>() {
                Ok(after) => after,
                Err(_) => return Err(json!({ "kind": "InputInvalid", "code": "cursor" })),
            },
        };
        let due: Vec<_> = self.items.range(after + 1..).collect();
        let page = &due[..due.len().min(PAGE)];
        said(json!({
            "items": page.iter().map(|(_, item)| shown(item)).collect::<Vec<_>>(),
            "cursor": page.last().map(|(number, _)| number.to_string()),
            "last": page.len() == due.len(),
        }))
    }

    /// Makes number 34, changes number 2 and takes number 3 away.
    pub(crate) fn change(&mut self) {
        let mut made = self.items[&2].clone();
        made["id"] = json!("34");
        self.items.insert(34, made);
        self.items.remove(&3);
        let two = self.items.get_mut(&2).unwrap();
        two["revision"] = json!(two["revision"].as_u64().unwrap() + 1);
    }
}

/// An item of which only the outline was asked for.
fn short(item: &Json) -> Json {
    let members = ["id", "revision", "type", "state", "title", "parent", "rank"];
    let told =
        members.into_iter().filter_map(|name| Some((name.to_owned(), item.get(name)?.clone())));
    Json::Object(told.collect())
}

fn number(id: &Json) -> u64 {
    id.as_str().unwrap().parse().unwrap()
}
