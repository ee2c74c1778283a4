//! Issues in words, for the person who asked to see them.

use migrayt_core::catalog::{Catalog, Field, FieldKind};
use migrayt_core::id::{FieldId, PartId, TargetId};
use migrayt_core::port::Shown;
use migrayt_core::{Content, Result};
use migrayt_markup::adf;
use serde_json::Value as Json;

use super::standing::{Link, read, wanted};
use super::{Jira, canonical};

impl Jira {
    /// What an issue holds; none if it does not exist.
    pub(super) async fn words_of(
        &self,
        item: &TargetId,
        catalog: &Catalog,
    ) -> Result<Option<Shown>> {
        let ids = [item.as_str().to_owned()];
        let Some(issue) = self.fetch(&ids, &wanted(catalog, None), &[]).await?.pop() else {
            return Ok(None);
        };
        let mut shown = Shown::default();
        for field in catalog.fields.iter().filter(|field| field.writable) {
            let value = read(field, &issue.fields).and_then(|value| words(field, value));
            shown.fields.extend(value.map(|value| (field.id.clone(), value)));
        }
        for (id, field, member) in [
            (canonical::STATUS, "status", "name"),
            (canonical::WORK_TYPE, "issuetype", "name"),
            ("parent", "parent", "key"),
        ] {
            let name = issue.fields.get(field).and_then(|value| value.get(member)?.as_str());
            shown.fields.extend(name.map(|name| (FieldId::new(id), Content::text(name))));
        }
        let said = |body: &Json| Content::new(adf::text(body));
        let comments = self.comments(&issue.id, false).await?;
        shown.comments =
            comments.iter().map(|it| (PartId::new(it.id.as_str()), said(&it.body))).collect();
        let worklogs = self.worklogs(&issue.id, false).await?;
        shown.worklogs = worklogs
            .iter()
            .map(|it| {
                let mut words =
                    Content::new(format!("{} s, {}", it.time_spent_seconds, it.started));
                if !it.comment.is_null() {
                    words.expose_mut().push_str(", ");
                    words.expose_mut().push_str(said(&it.comment).as_str());
                }
                (PartId::new(it.id.as_str()), words)
            })
            .collect();
        shown.attachments = issue.list("attachment").iter().filter_map(file).collect();
        shown.links = issue.list("issuelinks").iter().filter_map(link).collect();
        Ok(Some(shown))
    }
}

fn file(file: &Json) -> Option<(PartId, Content<String>)> {
    let name = file.get("filename")?.as_str()?;
    let size = file.get("size")?.as_u64()?;
    Some((PartId::new(file.get("id")?.as_str()?), Content::new(format!("{name}, {size} bytes"))))
}

fn link(json: &Json) -> Option<Content<String>> {
    let link = Link::of(json)?;
    let end = if link.outward { "/outwardIssue/key" } else { "/inwardIssue/key" };
    let arrow = if link.outward { "to" } else { "from" };
    let other = json.pointer(end).and_then(Json::as_str).unwrap_or(link.other);
    Some(Content::new(format!("{} {arrow} {other}", link.name)))
}

/// A field's value in words; none if it has none.
fn words(field: &Field, value: &Json) -> Option<Content<String>> {
    if field.kind == FieldKind::RichText {
        return (!canonical::is_blank(value)).then(|| Content::new(adf::text(value)));
    }
    match value {
        Json::Null => None,
        Json::Array(items) => {
            let mut all = Content::text(String::new());
            for item in items.iter().filter_map(|item| words(field, item)) {
                if !all.as_str().is_empty() {
                    all.expose_mut().push_str(", ");
                }
                all.expose_mut().push_str(item.as_str());
            }
            (!all.as_str().is_empty()).then_some(all)
        }
        Json::Object(members) => {
            let name = ["value", "name", "displayName"].iter().find_map(|name| members.get(*name));
            let mut name = Content::text(name?.as_str()?);
            if let Some(below) = value.pointer("/child/value").and_then(Json::as_str) {
                name.expose_mut().push_str(" / ");
                name.expose_mut().push_str(below);
            }
            Some(name)
        }
        Json::String(text) => (!text.trim().is_empty()).then(|| Content::text(text.as_str())),
        Json::Number(number) => Some(Content::new(number.to_string())),
        Json::Bool(yes) => Some(Content::new(yes.to_string())),
    }
}
