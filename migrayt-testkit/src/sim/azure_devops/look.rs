//! What a test may look at and change behind the service's back.

use std::collections::BTreeSet;

use bytes::Bytes;
use migrayt_core::{Error, ErrorKind, Result};
use serde_json::Value;
use time::OffsetDateTime;

use super::AzureDevOps;
use super::field::{self, FieldKind};
use super::record::{BASE, Datum, Link, Removed};
use super::relation::LinkKind;
use super::view::{Expand, Snapshot, View};

impl AzureDevOps {
    /// How many items there are, without those in the recycle bin.
    pub fn len(&self) -> usize {
        self.state().items.values().filter(|record| record.removed.is_none()).count()
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ids of all items, ascending.
    pub fn ids(&self) -> Vec<u64> {
        let state = self.state();
        state
            .items
            .iter()
            .filter(|(_, record)| record.removed.is_none())
            .map(|(id, _)| *id)
            .collect()
    }

    /// An item as the service shows it with everything expanded, under `https://dev.azure.com`.
    pub fn item(&self, id: u64) -> Option<Value> {
        let state = self.state();
        let record = state.item(id)?;
        let base = format!("https://dev.azure.com/{}", self.options.organisation);
        let view = View { state: &state, base: &base };
        Some(view.item(Snapshot::latest(id, record), Expand::All, true))
    }

    /// How many comments there are, without deleted ones.
    pub fn comment_count(&self) -> usize {
        let state = self.state();
        state
            .items
            .values()
            .filter(|record| record.removed.is_none())
            .map(super::record::Record::comment_count)
            .sum()
    }

    /// How many attached files there are: those that items list, not those that only texts show.
    pub fn attachment_count(&self) -> usize {
        let state = self.state();
        let live = state.items.values().filter(|record| record.removed.is_none());
        live.flat_map(|record| &record.resources).filter(|each| each.is_file()).count()
    }

    /// The bytes of a file by its id.
    pub fn attachment(&self, id: &str) -> Option<Bytes> {
        self.state().files.get(&id.to_ascii_lowercase()).and_then(crate::sim::file::File::bytes)
    }

    /// Every text that people wrote or are called: titles, long texts, tags, comments, notes
    /// beside links, file names, names and addresses of people. Sorted, each once.
    pub fn texts(&self) -> BTreeSet<String> {
        let state = self.state();
        let mut texts = BTreeSet::new();
        let mut add = |text: &str| {
            if !text.trim().is_empty() {
                texts.insert(text.replace(BASE, ""));
            }
        };
        for record in state.items.values() {
            for (key, datum) in record.fields.iter() {
                let prose = key == super::field::TITLE || state.fields.kind(key).is_prose();
                if let (true, Datum::Text(text)) = (prose, datum) {
                    add(text);
                }
            }
            record.comments.iter().for_each(|comment| add(&comment.text));
            record.resources.iter().for_each(|resource| add(&resource.name));
            let notes = record.links.iter().map(|link| &link.comment);
            let notes = notes.chain(record.resources.iter().map(|resource| &resource.comment));
            notes.flatten().for_each(|note| add(note));
        }
        for person in state.people.iter() {
            add(&person.name);
            add(&person.unique);
        }
        texts
    }

    /// The distinct words of [`AzureDevOps::texts`] with at least that many characters, as they are
    /// written, without the names and addresses in markup.
    pub fn words(&self, at_least: usize) -> BTreeSet<String> {
        let mut words = BTreeSet::new();
        for text in self.texts() {
            for word in plain(&text).split(|c: char| !c.is_alphanumeric()) {
                if word.chars().count() >= at_least {
                    words.insert(word.to_owned());
                }
            }
        }
        words
    }

    /// Sets a field of an item as its first person would: the item gets a new revision, changed
    /// now. An empty text takes the value away.
    ///
    /// # Errors
    /// `NotFound` if there is no such item or field.
    pub fn edit(&self, id: u64, field: &str, value: &Value, now: OffsetDateTime) -> Result<u32> {
        let mut state = self.state();
        let key = state.fields.find(field).ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "the organisation has no such field").with("item", id)
        })?;
        if state.item(id).is_none() {
            return Err(no_item(id));
        }
        let datum = state.datum(key, value);
        let me = state.me;
        state.revise(id, vec![(key, datum)], me, now).ok_or_else(|| no_item(id))
    }

    /// Sets the title of an item, and gives its new revision.
    ///
    /// # Errors
    /// `NotFound` if there is no such item.
    pub fn retitle(&self, id: u64, title: &str, now: OffsetDateTime) -> Result<u32> {
        self.edit(id, "System.Title", &Value::from(title), now)
    }

    /// Adds a comment, which is a new revision too, and gives the comment's id.
    ///
    /// # Errors
    /// `NotFound` if there is no such item.
    pub fn comment(&self, id: u64, html: &str, now: OffsetDateTime) -> Result<u64> {
        let mut state = self.state();
        let me = state.me;
        let at = super::stamp::write(now);
        let made = state.comment(id, html, false, (me, &at)).ok_or_else(|| no_item(id))?;
        state.revise(id, Vec::new(), me, now);
        Ok(made)
    }

    /// Links two items at both ends. The revisions stay, as in the service.
    ///
    /// # Errors
    /// `InputInvalid` for a kind of link that there is not, `Conflict` for a link that cannot be:
    /// to an item that is not there, to a second parent, or in a circle.
    pub fn link(&self, id: u64, kind: &str, other: u64) -> Result<()> {
        let kind = LinkKind::find(kind).ok_or_else(|| {
            Error::new(ErrorKind::InputInvalid, "there is no such kind of link").with("item", id)
        })?;
        match self.state().link(id, Link { kind, other, comment: None }) {
            super::weave::Linked::Refused => {
                Err(Error::new(ErrorKind::Conflict, "the items cannot be linked so")
                    .with("item", id)
                    .with("other", other))
            }
            super::weave::Linked::New | super::weave::Linked::Known => Ok(()),
        }
    }

    /// Puts an item into the recycle bin. Its links are not shown from here on.
    ///
    /// # Errors
    /// `NotFound` if there is no such item.
    pub fn remove(&self, id: u64) -> Result<()> {
        let mut state = self.state();
        let by = state.me;
        let record = state.items.get_mut(&id).filter(|record| record.removed.is_none());
        let record = record.ok_or_else(|| no_item(id))?;
        // Nothing tells the time here: it is gone since it was last changed.
        let at = record.fields.text(field::CHANGED_DATE).into();
        record.removed = Some(Removed { by, at });
        Ok(())
    }

    /// The field names that hold long text, which is where content hides.
    pub fn prose_fields(&self) -> Vec<String> {
        let state = self.state();
        let prose = state.fields.iter().filter(|(_, field)| {
            matches!(field.kind, FieldKind::Html | FieldKind::PlainText | FieldKind::History)
        });
        prose.map(|(_, field)| field.reference.clone()).collect()
    }
}

fn no_item(id: u64) -> Error {
    Error::new(ErrorKind::NotFound, "the organisation has no such item").with("item", id)
}

/// A text without what stands between angle brackets.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out
}
