//! A program that implements every port, as well as the input lets it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value as Json, json};

use super::call::Told;
use super::words;

static MATERIAL: LazyLock<Json> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../bindings/conformance/host.json"))
        .expect("the bindings' host")
});

/// What the host keeps, and how many questions it was asked.
#[derive(Debug, Default)]
pub(super) struct Host {
    asked: usize,
    last: u64,
    rows: BTreeMap<String, String>,
    secrets: BTreeMap<String, (Json, Vec<u8>)>,
    items: BTreeMap<String, Json>,
}

impl Host {
    /// The answer to a question and the bytes that go with it, bent as the input says: an answer
    /// whose number is `bent.0` has another value in its place `bent.1`.
    pub(super) fn answer(&mut self, question: &Told, bent: (usize, &[u8])) -> (Vec<u8>, Vec<u8>) {
        let text = |key: &str| question.json[key].as_str().unwrap_or_default().to_owned();
        let (port, method) = (text("port"), text("method"));
        let arguments = &question.json["arguments"];
        let mut bytes = Vec::new();
        let value = match (port.as_str(), method.as_str()) {
            ("journal", "describe") => {
                bytes = vec![7; 32];
                json!({ "durable": true })
            }
            ("journal", _) => self.journal(&method, arguments),
            ("vault", _) => self.vault(&method, arguments, &question.bytes, &mut bytes),
            ("prompt" | "consent", _) => {
                bytes = b"a secret".to_vec();
                Json::Null
            }
            ("directory", _) => json!({
                "tenant": "ten_fabrikam", "account": "acc_1", "role": "owner", "enabled": true,
            }),
            ("source", "describe" | "catalog") => MATERIAL["source"][&method].clone(),
            ("source", "read") => read(arguments),
            ("conformance", _) => {
                (self.items, self.secrets) = (BTreeMap::new(), BTreeMap::new());
                Json::Null
            }
            ("target", _) => self.target(&method, arguments),
            (_, "open") => json!({ "stream": "1", "size": 3 }),
            (_, "pull") => json!({ "last": true }),
            _ => Json::Null,
        };
        self.asked += 1;
        let mut answer = json!({ "ok": value });
        if self.asked - 1 == bent.0 {
            return (words::bend(&mut answer, bent.1), bytes);
        }
        (answer.to_string().into_bytes(), bytes)
    }

    fn journal(&mut self, method: &str, asked: &Json) -> Json {
        let key = |of: &Json, key: &str| {
            format!(
                "{}/{}",
                asked["tenant"].as_str().unwrap_or_default(),
                of[key].as_str().unwrap_or(key)
            )
        };
        let list = |name: &str| asked[name].as_array().cloned().unwrap_or_default();
        let plain = |of: &Json| key(&json!({ "key": of }), "key");
        match method {
            "get" => {
                let values =
                    list("keys").iter().map(|it| json!(self.rows.get(&plain(it)))).collect();
                json!({ "values": Json::Array(values) })
            }
            "scan" => {
                let limit = asked["limit"].as_u64().unwrap_or(1_000);
                let (after, before) = (plain(&asked["after"]), plain(&asked["before"]));
                let cut = plain(&json!("")).len();
                let rows = self.rows.iter().filter(|(key, _)| **key > after && **key < before);
                let rows = rows.take(usize::try_from(limit).unwrap_or(1_000));
                let rows: Vec<_> = rows
                    .map(|(key, value)| json!({ "key": &key[cut..], "value": value }))
                    .collect();
                json!({ "rows": rows })
            }
            _ => {
                for check in list("checks") {
                    if self.rows.get(&key(&check, "key")).map(String::as_str)
                        != check["value"].as_str()
                    {
                        return json!({ "conflict": [check["key"]] });
                    }
                }
                for put in list("puts") {
                    let value = put["value"].as_str().unwrap_or_default();
                    self.rows.insert(key(&put, "key"), value.to_owned());
                }
                for delete in list("deletes") {
                    self.rows.remove(&plain(&delete));
                }
                Json::Null
            }
        }
    }

    fn vault(&mut self, method: &str, asked: &Json, given: &[u8], bytes: &mut Vec<u8>) -> Json {
        let name = format!("{}/{}", asked["tenant"], asked["name"]);
        match (method, self.secrets.get(&name)) {
            ("describe", _) => json!({ "durable": true, "shared": true }),
            ("names", _) => json!(["a", "b"]),
            ("put", None) => {
                self.secrets.insert(name, (asked["version"].clone(), given.to_vec()));
                json!("done")
            }
            ("put", Some(_)) => json!("taken"),
            ("hold", None) => Json::Null,
            ("hold", Some((version, secret))) => {
                bytes.clone_from(secret);
                json!({ "version": version })
            }
            (_, None) => json!("absent"),
            ("destroy", Some(_)) => {
                self.secrets.remove(&name);
                json!("done")
            }
            (_, Some((version, _))) if *version == asked["from"] => {
                self.secrets.insert(name, (asked["version"].clone(), given.to_vec()));
                json!("done")
            }
            _ => json!("newer"),
        }
    }

    fn target(&mut self, method: &str, asked: &Json) -> Json {
        match method {
            "describe" | "catalog" => MATERIAL["target"][method].clone(),
            "high_water" => json!({ "high_water": self.last.to_string() }),
            "prepare" => {
                let made = asked["preparations"].as_array().cloned().unwrap_or_default();
                let made =
                    made.iter().map(|_| json!({ "ok": { "id": self.number(), "existed": false } }));
                json!({ "results": Json::Array(made.collect()) })
            }
            "apply" => {
                let orders = asked["orders"].as_array().cloned().unwrap_or_default();
                let results = orders.iter().map(|order| json!({ "ok": self.carry_out(order) }));
                json!({ "results": Json::Array(results.collect()) })
            }
            "attach_begin" => json!({ "upload": self.number() }),
            "attach_end" => json!({ "part": self.number() }),
            "read_back" => {
                let ids = asked["items"].as_array().cloned().unwrap_or_default();
                let found = ids.iter().filter_map(|id| self.items.get(id.as_str()?).cloned());
                json!({ "items": Json::Array(found.collect()) })
            }
            "sweep" => {
                let shown = |it: &Json| json!({ "target": it["target"], "marker": it["marker"] });
                let items = self.items.values().map(shown).collect();
                json!({ "items": Json::Array(items), "cursor": null, "last": true })
            }
            "properties" => json!({ "items": [] }),
            _ => Json::Null,
        }
    }

    fn carry_out(&mut self, order: &Json) -> Json {
        let number = self.number();
        match order["operation"].as_str() {
            Some("create") => {
                let target =
                    json!({ "id": format!("D-{number}"), "key": format!("DEPOT-{number}") });
                let item = json!({
                    "target": target, "marker": order["marker"], "type": order["payload"]["type"],
                    "state": "Open", "parent": order["payload"]["parent"],
                    "fields": order["payload"]["fields"], "comments": [], "attachments": [],
                    "links": [], "remote_links": [], "worklogs": [], "watchers": [], "rank": number,
                });
                self.items.insert(format!("D-{number}"), item);
                json!({ "target": target })
            }
            Some("comment" | "worklog") => json!({ "part": number }),
            _ => json!({}),
        }
    }

    fn number(&mut self) -> String {
        self.last += 1;
        self.last.to_string()
    }
}

/// Items by their ids, or all of them on one page.
fn read(asked: &Json) -> Json {
    let all = MATERIAL["source"]["items"].as_array().cloned().unwrap_or_default();
    match asked["items"].as_array() {
        Some(wanted) => {
            let found = all.into_iter().filter(|item| wanted.contains(&item["id"]));
            json!({ "items": Json::Array(found.collect()) })
        }
        None if asked["after"].is_null() => json!({ "items": all, "cursor": "99", "last": true }),
        None => json!({ "items": [], "cursor": null, "last": true }),
    }
}
