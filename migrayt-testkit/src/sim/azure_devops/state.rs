//! Everything that requests change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Number, Value};
use time::OffsetDateTime;

use super::field::{self, FieldKey, FieldKind, FieldTable};
use super::link_feed::LinkChange;
use super::people::{self, People, PersonKey};
use super::process::Process;
use super::project::Project;
use super::record::{BASE, Comment, Datum, Older, Record, Relinked};
use super::relation::LinkKind;
use super::stamp;
use super::throttle::Meter;
use crate::sim::file::File;
use crate::sim::shelf::Shelf;

/// The organisation's content.
#[derive(Debug)]
pub(super) struct State {
    pub(super) fields: FieldTable,
    pub(super) people: People,
    pub(super) projects: Vec<Project>,
    pub(super) items: BTreeMap<u64, Record>,
    pub(super) files: BTreeMap<String, File>,
    pub(super) shelf: Shelf,
    /// The item whose revision has that watermark.
    pub(super) feed: BTreeMap<u64, u64>,
    /// Links in the order in which they came and went.
    pub(super) links: Vec<LinkChange>,
    /// Whose token it is.
    pub(super) me: PersonKey,
    pub(super) meter: Meter,
    strings: BTreeSet<Arc<str>>,
    next_node: u32,
    next_comment: u64,
    next_resource: u64,
}

impl State {
    pub(super) fn new(project: &str, process: Process) -> Self {
        let fields = FieldTable::new();
        let mut people = People::default();
        let me = people.add("Mia Grant", "mia.grant@example.org", "");
        let mut next_node = 1_000;
        let first = Project::new(project, process, &fields, &mut next_node);
        Self {
            fields,
            people,
            projects: vec![first],
            items: BTreeMap::new(),
            files: BTreeMap::new(),
            shelf: Shelf::default(),
            feed: BTreeMap::new(),
            links: Vec::new(),
            me,
            meter: Meter::default(),
            strings: BTreeSet::new(),
            next_node,
            next_comment: 0,
            next_resource: 0,
        }
    }

    /// The project of that name or id.
    pub(super) fn project_at(&self, name: &str) -> Option<usize> {
        self.projects.iter().position(|project| {
            project.name.eq_ignore_ascii_case(name) || project.id.eq_ignore_ascii_case(name)
        })
    }

    /// The project of that name, made if there is none.
    pub(super) fn ensure_project(&mut self, name: &str) -> usize {
        self.project_at(name).unwrap_or_else(|| {
            let process = self.projects.first().map(|first| first.process).unwrap_or_default();
            let project = Project::new(name, process, &self.fields, &mut self.next_node);
            self.projects.push(project);
            self.projects.len() - 1
        })
    }

    pub(super) fn project(&self, at: usize) -> Option<&Project> {
        self.projects.get(at)
    }

    /// The project, and the counter of nodes that it needs to grow.
    pub(super) fn project_mut(
        &mut self,
        at: usize,
    ) -> Option<(&mut Project, &FieldTable, &mut u32)> {
        let project = self.projects.get_mut(at)?;
        Some((project, &self.fields, &mut self.next_node))
    }

    /// An item that is not in the recycle bin.
    pub(super) fn item(&self, id: u64) -> Option<&Record> {
        self.items.get(&id).filter(|record| record.removed.is_none())
    }

    pub(super) fn next_resource(&mut self) -> u64 {
        self.next_resource += 1;
        self.next_resource
    }

    /// A watermark for a new revision of an item.
    pub(super) fn mark(&mut self, item: u64) -> u64 {
        let mark = self.feed.last_key_value().map_or(1, |(last, _)| last + 1);
        self.feed.insert(mark, item);
        mark
    }

    /// One shared copy of a text that many items have.
    pub(super) fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.strings.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(text);
        self.strings.insert(Arc::clone(&new));
        new
    }

    /// The value of a field as it rests; `None` for an empty one.
    pub(super) fn datum(&mut self, key: FieldKey, value: &Value) -> Option<Datum> {
        let kind = self.fields.kind(key);
        let datum = match (kind, value) {
            (_, Value::Null) => return None,
            (FieldKind::Identity, value) => Datum::Person(self.people.intern(value)?),
            (_, Value::String(text)) if text.is_empty() => return None,
            (FieldKind::Integer | FieldKind::Double, Value::String(text)) => {
                Datum::Number(number(kind, text.trim().parse().ok()?)?)
            }
            (FieldKind::Boolean, Value::String(text)) => Datum::Flag(text == "true" || text == "1"),
            (FieldKind::Html | FieldKind::History | FieldKind::PlainText, Value::String(text)) => {
                Datum::Text(self.prose(text))
            }
            (FieldKind::Text | FieldKind::TreePath, Value::String(text)) if key != field::TITLE => {
                Datum::Text(self.share(text))
            }
            (_, Value::String(text)) => Datum::Text(Arc::from(text.as_str())),
            (_, Value::Number(value)) => {
                Datum::Number(value.as_f64().and_then(|plain| number(kind, plain))?)
            }
            (_, Value::Bool(flag)) => Datum::Flag(*flag),
            (_, other) => Datum::Raw(Box::new(other.clone())),
        };
        Some(datum)
    }

    /// A text that people wrote: its mentions become people, its inline images files of this
    /// organisation.
    pub(super) fn prose(&mut self, text: &str) -> Arc<str> {
        for (id, name) in people::mentions(text) {
            self.people.mention(&id, &name);
        }
        let (text, images) = super::inline::adopt(text);
        for (id, name) in images {
            let made = File::made(&name, &id, 640);
            self.files.entry(id).or_insert(made);
        }
        Arc::from(text.as_ref())
    }

    /// Adds a comment to an item.
    pub(super) fn comment(
        &mut self,
        id: u64,
        text: &str,
        markdown: bool,
        (author, at): (PersonKey, &str),
    ) -> Option<u64> {
        let text = self.prose(text);
        let at: Arc<str> = Arc::from(at);
        self.next_comment += 1;
        let comment = Comment {
            id: self.next_comment,
            version: 1,
            text,
            markdown,
            author,
            created: Arc::clone(&at),
            editor: author,
            edited: at,
            deleted: false,
            earlier: Vec::new(),
            reactions: BTreeSet::new(),
        };
        self.items.get_mut(&id)?.comments.push(comment);
        Some(self.next_comment)
    }

    /// Notes at both ends that a link came or went, which is no revision.
    pub(super) fn remember(
        &mut self,
        id: u64,
        kind: LinkKind,
        other: u64,
        added: bool,
        now: OffsetDateTime,
    ) {
        let (by, at) = (self.me, Arc::<str>::from(stamp::write(now)));
        self.note_link((id, kind, other), added, by, Arc::clone(&at));
        for (id, kind, other) in [(id, kind, other), (other, kind.opposite(), id)] {
            if let Some(record) = self.items.get_mut(&id) {
                let (rev, at) = (record.rev, Arc::clone(&at));
                record.relinked.push(Relinked { rev, added, kind, other, by, at });
            }
        }
    }

    /// Makes a new revision of an item with those changes. The changed date never goes back.
    pub(super) fn revise(
        &mut self,
        id: u64,
        changes: Vec<(FieldKey, Option<Datum>)>,
        by: PersonKey,
        now: OffsetDateTime,
    ) -> Option<u32> {
        let mark = self.mark(id);
        let record = self.items.get_mut(&id)?;
        record.older.push(Older {
            rev: record.rev,
            watermark: record.watermark,
            fields: record.fields.clone(),
        });
        let last = stamp::read(record.fields.text(field::CHANGED_DATE)).map(|(last, _)| last);
        let now = last.map_or(now, |last| now.max(last + time::Duration::MILLISECOND));
        let moment: Arc<str> = Arc::from(stamp::write(now));
        record.rev += 1;
        record.watermark = mark;
        record.fields.set(field::CHANGED_DATE, Some(Datum::Text(moment)));
        record.fields.set(field::CHANGED_BY, Some(Datum::Person(by)));
        for (key, datum) in changes {
            record.fields.set(key, datum);
        }
        Some(record.rev)
    }
}

/// A number as its field holds it: an integer field has no fraction.
fn number(kind: FieldKind, plain: f64) -> Option<Number> {
    #[expect(clippy::cast_possible_truncation, reason = "bounded on the line before")]
    let whole = (plain.fract() == 0.0 && plain.abs() < 9e15).then_some(plain as i64);
    match (kind, whole) {
        (FieldKind::Double, _) | (_, None) => Number::from_f64(plain),
        (_, Some(whole)) => Some(Number::from(whole)),
    }
}

/// A text as it is shown under an address that ends with the project's id.
pub(super) fn shown(text: &str, base: &str) -> String {
    if text.contains(BASE) { text.replace(BASE, base) } else { text.to_owned() }
}
