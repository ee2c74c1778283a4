use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

const PROJECT: &str = "$ProjectName$";

/// Items and the folders whose ids they use.
#[derive(Default)]
pub(super) struct Numbering {
    items: Vec<(usize, Value)>,
    folders: BTreeMap<PathBuf, usize>,
}

impl Numbering {
    pub(super) fn add(&mut self, folder: &Path, item: Value) {
        let folder = match folder.file_name() {
            Some(name) if name == "WorkItems" => folder.parent().unwrap_or(folder),
            _ => folder,
        };
        let next = self.folders.len();
        let folder = *self.folders.entry(folder.to_owned()).or_insert(next);
        self.items.push((folder, item));
    }

    pub(super) fn untouched(self) -> Vec<Value> {
        self.items.into_iter().map(|(_, item)| item).collect()
    }

    /// The items with ids of which each is used once, and the number of links left out.
    pub(super) fn finish(self) -> (Vec<Value>, usize) {
        let mut seen = BTreeSet::new();
        if self.items.iter().all(|(_, item)| id(item).is_some_and(|id| seen.insert(id))) {
            return (self.untouched(), 0);
        }
        let mut numbers: BTreeMap<(usize, u64), u64> = BTreeMap::new();
        for (number, (folder, item)) in (1..).zip(&self.items) {
            if let Some(id) = id(item) {
                // Of two items with one id in one folder, links lead to the first.
                numbers.entry((*folder, id)).or_insert(number);
            }
        }
        let mut dropped = 0;
        let items = (1_u64..)
            .zip(self.items)
            .map(|(number, (folder, mut item))| {
                let find = |old: u64| numbers.get(&(folder, old)).copied();
                dropped += renumber(&mut item, number, &find);
                item
            })
            .collect();
        (items, dropped)
    }
}

fn id(item: &Value) -> Option<u64> {
    let id = item.get("id")?;
    id.as_u64().or_else(|| id.as_str().and_then(|id| id.parse().ok()))
}

/// Gives an item a new number and lets its links follow; those that lead nowhere are left out and
/// counted.
pub(crate) fn renumber(item: &mut Value, number: u64, find: &dyn Fn(u64) -> Option<u64>) -> usize {
    let Some(fields) = item.as_object_mut() else { return 0 };
    fields.insert("id".to_owned(), json!(number));
    replace_number(fields, number);
    if let Some(values) = fields.get_mut("fields").and_then(Value::as_object_mut) {
        if values.contains_key("System.Id") {
            values.insert("System.Id".to_owned(), json!(number));
        }
        follow_parent(values, find);
    }
    let Some(relations) = fields.get_mut("relations").and_then(Value::as_array_mut) else {
        return 0;
    };
    let before = relations.len();
    relations.retain_mut(|relation| {
        let Some(old) = target(relation) else { return true };
        let new = find(old);
        if let (Some(new), Some(relation)) = (new, relation.as_object_mut()) {
            replace_number(relation, new);
        }
        new.is_some()
    });
    before - relations.len()
}

fn follow_parent(values: &mut Map<String, Value>, find: &dyn Fn(u64) -> Option<u64>) {
    let Some(old) = values.get("System.Parent").and_then(Value::as_u64) else { return };
    match find(old) {
        Some(new) => values.insert("System.Parent".to_owned(), json!(new)),
        None => values.remove("System.Parent"),
    };
}

/// The item that a relation leads to, if it leads to one.
fn target(relation: &Value) -> Option<u64> {
    let url = relation.get("url")?.as_str()?;
    let (rest, number) = url.rsplit_once('/')?;
    rest.to_ascii_lowercase().ends_with("/workitems").then(|| number.parse().ok())?
}

fn replace_number(item: &mut Map<String, Value>, number: u64) {
    if let Some(Value::String(url)) = item.get_mut("url")
        && let Some((rest, _)) = url.rsplit_once('/')
    {
        *url = format!("{rest}/{number}");
    }
}

/// Puts an item into a project.
pub(crate) fn adopt(item: &mut Value, project: &str) {
    fill(item, project);
    let Some(fields) = item.get_mut("fields").and_then(Value::as_object_mut) else { return };
    fields.retain(|_, value| !value.is_null());
    fields.insert("System.TeamProject".to_owned(), json!(project));
    for key in ["System.AreaPath", "System.IterationPath"] {
        let below = fields
            .get(key)
            .and_then(Value::as_str)
            .and_then(|path| path.split_once('\\'))
            .map(|(_, below)| format!("{project}\\{below}"));
        fields.insert(key.to_owned(), json!(below.unwrap_or_else(|| project.to_owned())));
    }
}

fn fill(value: &mut Value, project: &str) {
    match value {
        Value::String(text) if text.contains(PROJECT) => *text = text.replace(PROJECT, project),
        Value::Array(list) => list.iter_mut().for_each(|each| fill(each, project)),
        Value::Object(fields) => fields.values_mut().for_each(|each| fill(each, project)),
        _ => {}
    }
}
