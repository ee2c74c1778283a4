use std::collections::BTreeMap;
use std::fmt;

use migrayt_core::content::Content;
use migrayt_core::id::{ItemId, TargetKey};
use serde::{Deserialize, Serialize};

/// Where a person finds items with a browser: addresses to which an item's id or key is added. They
/// hold no credential.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// Of the source, such as `https://dev.azure.com/fabrikam/Shop/_workitems/edit/`.
    pub source: Option<String>,
    /// Of the target, such as `https://fabrikam.atlassian.net/browse/`.
    pub target: Option<String>,
}

impl Places {
    /// The address of an item in the source.
    pub fn source(&self, item: &ItemId) -> Option<String> {
        self.source.as_ref().map(|prefix| format!("{prefix}{item}"))
    }

    /// The address of an item in the target.
    pub fn target(&self, key: &TargetKey) -> Option<String> {
        self.target.as_ref().map(|prefix| format!("{prefix}{key}"))
    }
}

/// The titles of items, fetched from the source for somebody who asked for them. They are content:
/// they go into the page and the tables that are asked for, and never into the JSON.
#[derive(Default)]
pub struct Titles(BTreeMap<ItemId, Content<String>>);

impl Titles {
    /// Whether none were asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The title of an item, if it was fetched.
    pub fn of(&self, item: &ItemId) -> Option<&str> {
        self.0.get(item).map(Content::as_str)
    }
}

impl Extend<(ItemId, Content<String>)> for Titles {
    fn extend<T: IntoIterator<Item = (ItemId, Content<String>)>>(&mut self, titles: T) {
        self.0.extend(titles);
    }
}

impl fmt::Debug for Titles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} titles", self.0.len())
    }
}
