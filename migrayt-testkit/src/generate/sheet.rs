use serde_json::{Map, Value, json};

use super::pattern::Pattern;
use crate::load::relate;

/// An item in the making.
pub(super) struct Sheet {
    pub(super) number: u64,
    /// Its place in the sample.
    pub(super) place: usize,
    pub(super) fields: Map<String, Value>,
    pub(super) relations: Vec<Value>,
    pub(super) comments: Vec<Value>,
    /// Files that bring their bytes.
    pub(super) files: Vec<Value>,
    /// Fields whose text is Markdown.
    pub(super) formats: Map<String, Value>,
    rev: u64,
}

impl Sheet {
    /// The item of the sample at that place, under its new number; `find` gives the number of the
    /// item at another place of the same copy.
    pub(super) fn new(
        pattern: &Pattern,
        index: usize,
        number: u64,
        find: &dyn Fn(usize) -> Option<u64>,
    ) -> Self {
        let place = index % pattern.len();
        let mut item = pattern.item(place);
        relate::renumber(&mut item, number, &|old| pattern.place(old).and_then(find));
        let mut take = |key: &str| item.get_mut(key).map(Value::take);
        let (fields, relations) = (take("fields"), take("relations"));
        let rev = take("rev").and_then(|rev| rev.as_u64()).unwrap_or(1);
        Self {
            number,
            place,
            fields: match fields {
                Some(Value::Object(fields)) => fields,
                _ => Map::new(),
            },
            relations: match relations {
                Some(Value::Array(relations)) => relations,
                _ => Vec::new(),
            },
            comments: Vec::new(),
            files: Vec::new(),
            formats: Map::new(),
            rev,
        }
    }

    pub(super) fn text(&self, field: &str) -> &str {
        self.fields.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn kind(&self) -> &str {
        self.text("System.WorkItemType")
    }

    pub(super) fn set(&mut self, field: &str, value: impl Into<Value>) {
        self.fields.insert(field.to_owned(), value.into());
    }

    pub(super) fn finish(mut self) -> Value {
        let later = self.comments.len() + self.files.len();
        let mut item = json!({
            "id": self.number,
            "rev": self.rev.saturating_add(u64::try_from(later).unwrap_or_default()),
        });
        let lists = [
            ("relations", self.relations),
            ("comments", self.comments),
            ("attachments", self.files),
        ];
        if let Some(item) = item.as_object_mut() {
            item.insert("fields".to_owned(), Value::Object(std::mem::take(&mut self.fields)));
            for (key, list) in lists {
                if !list.is_empty() {
                    item.insert(key.to_owned(), Value::Array(list));
                }
            }
            if !self.formats.is_empty() {
                item.insert("multilineFieldsFormat".to_owned(), Value::Object(self.formats));
            }
        }
        item
    }
}
