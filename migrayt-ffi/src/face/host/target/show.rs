//! Items in words, for the person who asked to see them.

use migrayt_core::Content;
use migrayt_core::catalog::Catalog;
use migrayt_core::error::Result;
use migrayt_core::id::{FieldId, TargetId};
use migrayt_core::port::Shown;
use migrayt_core::richtext::plain_text;

use super::{HostTarget, canonical};
use crate::face::host::model::datum::Datum;
use crate::face::host::model::text;
use crate::face::host::model::words::Words;

impl HostTarget {
    /// What an item holds; none if it does not exist.
    pub(super) async fn words_of(
        &self,
        item: &TargetId,
        catalog: &Catalog,
    ) -> Result<Option<Shown>> {
        let Some(stood) = self.stood(std::slice::from_ref(item)).await?.pop() else {
            return Ok(None);
        };
        let mut shown = Shown::default();
        for (id, value) in &stood.fields {
            let words = value.as_ref().map(words).filter(|words| !words.as_str().is_empty());
            shown.fields.extend(words.map(|words| (id.clone(), words)));
        }
        let work_type = catalog.work_type(&stood.r#type);
        let states = || catalog.types.iter().flat_map(|work_type| &work_type.states);
        let state = states().find(|state| state.id == stood.state);
        let state = state.map_or(stood.state.as_str(), |state| state.name.as_str());
        let name = work_type.map_or(stood.r#type.as_str(), |known| known.name.as_str());
        let parent = stood.parent.as_ref().map(|parent| (canonical::PARENT, parent.key.as_str()));
        let named = [(canonical::STATUS, state), (canonical::WORK_TYPE, name)];
        for (id, name) in named.into_iter().chain(parent) {
            shown.fields.push((FieldId::new(id), Content::text(name)));
        }
        shown.comments = stood.comments.iter().map(|it| (it.id.clone(), words(&it.body))).collect();
        for it in &stood.attachments {
            let words = Content::new(format!("{}, {} bytes", it.name.as_str(), it.size));
            shown.attachments.push((it.id.clone(), words));
        }
        for it in &stood.worklogs {
            let mut all = Content::new(format!("{} s, {}", it.seconds, it.started));
            if let Some(body) = &it.body {
                all.expose_mut().push_str(", ");
                all.expose_mut().push_str(words(body).as_str());
            }
            shown.worklogs.push((it.id.clone(), all));
        }
        for it in &stood.links {
            let way = if it.outward { "to" } else { "from" };
            shown.links.push(Content::new(format!("{} {way} {}", it.link_type, it.other.key)));
        }
        Ok(Some(shown))
    }
}

/// A value in words.
fn words(value: &Datum) -> Content<String> {
    match value {
        Datum::Text(text) | Datum::Choice(text) | Datum::Opaque(text) => text.0.clone(),
        Datum::Html(_) | Datum::Markdown(_) | Datum::Wiki(_) | Datum::Adf(_) => {
            text::read(value).map(|reading| plain_text(&reading.document)).unwrap_or_default()
        }
        Datum::Date(day) => Content::new(day.to_string()),
        Datum::Instant(at) => Content::new(at.to_string()),
        Datum::Integer(number) => Content::new(number.to_string()),
        Datum::Decimal(number) => Content::new(number.to_string()),
        Datum::Bool(yes) => Content::new(yes.to_string()),
        Datum::Duration(seconds) => Content::new(format!("{seconds} s")),
        Datum::Person(person) => person
            .name
            .as_ref()
            .map_or_else(|| Content::text(person.id.as_str()), |it| it.0.clone()),
        Datum::Cascade(levels) => joined(levels.iter().map(Words::as_str), " / "),
        Datum::Many(values) => {
            let all: Vec<Content<String>> = values.iter().map(words).collect();
            joined(all.iter().map(Content::as_str), ", ")
        }
        Datum::Reference(item) => Content::text(item.as_str()),
        Datum::Node(node) => Content::text(node.as_str()),
    }
}

fn joined<'a>(all: impl Iterator<Item = &'a str>, between: &str) -> Content<String> {
    let mut joined = Content::text("");
    for (place, one) in all.enumerate() {
        if place > 0 {
            joined.expose_mut().push_str(between);
        }
        joined.expose_mut().push_str(one);
    }
    joined
}
