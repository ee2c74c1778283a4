//! A map of a few entries, in one allocation: a hundred thousand issues have two each.

use std::borrow::Borrow;

use serde_json::Value;

/// A map sorted by its keys.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Few<K, V> {
    entries: Vec<(K, V)>,
}

impl<K: Ord, V> Few<K, V> {
    pub(super) fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().and_then(|at| self.entries.get(at)).map(|(_, value)| value)
    }

    pub(super) fn has<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Puts a value in and gives the one that it took the place of.
    pub(super) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(at) => self.entries.get_mut(at).map(|(_, old)| std::mem::replace(old, value)),
            Err(at) => {
                self.entries.insert(at, (key, value));
                None
            }
        }
    }

    pub(super) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|at| self.entries.remove(at).1)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// Gives back what memory is not needed.
    pub(super) fn shrink(&mut self) {
        self.entries.shrink_to_fit();
    }

    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.entries.binary_search_by(|(held, _)| held.borrow().cmp(key))
    }
}

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<K: Ord, V> Extend<(K, V)> for Few<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            drop(self.insert(key, value));
        }
    }
}

impl<K, V> IntoIterator for Few<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

/// A JSON value as its text: a tree takes ten times the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Json {
    text: Box<str>,
}

impl Json {
    pub(super) fn of(value: &Value) -> Self {
        Self { text: value.to_string().into_boxed_str() }
    }

    pub(super) fn value(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

/// Properties by key.
pub(super) type Properties = Few<Box<str>, Json>;
