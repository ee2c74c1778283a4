use migrayt_core::Content;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, ItemId, PartId};
use migrayt_core::payload::Payload;
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::port::Drafted;
use migrayt_core::richtext::Document;
use serde_json::{Value as Json, json};
use time::OffsetDateTime;

use crate::jira::value::Writer;
use crate::jira::{canonical, moment, payload};

/// What a work log entry is besides its words.
pub(super) struct Entry<'a> {
    pub(super) source: &'a PartId,
    pub(super) started: OffsetDateTime,
    pub(super) seconds: u64,
}

/// Renders a work log entry with its marker. Jira keeps whole minutes, and at least one.
pub(super) fn add(
    own: &ItemId,
    entry: &Entry<'_>,
    body: Option<&Content<Document>>,
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    let field = FieldId::new("worklog");
    let (Some(started), 1..) = (moment::write(entry.started), entry.seconds) else {
        writer.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field));
        return;
    };
    let seconds = (entry.seconds.saturating_add(30) / 60).max(1).saturating_mul(60);
    if seconds != entry.seconds {
        writer.losses.note(LossKind::Shortened, Some(&field), 1);
    }
    writer.name = Some(format!("worklog-{}", entry.source));
    let words = body.and_then(|body| writer.document(&field, body.expose()));
    let shown = words.as_ref().unwrap_or(&Json::Null);
    drafted.digests = vec![canonical::worklog(&started, seconds, shown, key)];
    drafted.needs = vec![own.clone()];
    let mut body = json!({
        "started": started,
        "timeSpentSeconds": seconds,
        "properties": payload::part_marker(own, entry.source.as_str()),
    });
    if let (Some(words), Some(body)) = (words, body.as_object_mut()) {
        body.insert("comment".to_owned(), words);
    }
    drafted.payload = Payload::new(json!({ payload::ISSUE: own.as_str(), payload::BODY: body }));
}
