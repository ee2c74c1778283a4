//! Pages by `startAt` and `maxResults`.

use serde_json::{Value, json};

use super::call::Call;

/// A window on a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    pub(super) start: usize,
    pub(super) size: usize,
}

impl Page {
    /// What the request asks for, at most `cap` a page.
    pub(super) fn of(call: &Call<'_>, default: usize, cap: usize) -> Self {
        let number = |name| call.query(name).and_then(|text| text.parse::<usize>().ok());
        Self {
            start: number("startAt").unwrap_or(0),
            size: number("maxResults").unwrap_or(default).min(cap),
        }
    }

    pub(super) fn cut<T>(self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        items.into_iter().skip(self.start).take(self.size).collect()
    }

    /// A page whose list is called `name`, with the total.
    pub(super) fn named(self, name: &str, total: usize, items: Vec<Value>) -> Value {
        let mut page = json!({ "startAt": self.start, "maxResults": self.size, "total": total });
        if let Some(page) = page.as_object_mut() {
            page.insert(name.to_owned(), Value::Array(items));
        }
        page
    }

    /// A page of the shape `PageBean`.
    pub(super) fn bean(self, items: Vec<Value>) -> Value {
        let total = items.len();
        let values = self.cut(items);
        let last = self.start + values.len() >= total;
        let mut page = self.named("values", total, values);
        if let Some(page) = page.as_object_mut() {
            page.insert("isLast".to_owned(), Value::Bool(last));
        }
        page
    }
}
