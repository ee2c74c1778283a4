//! Commands rendered as Jira takes them. Pure.

mod edit;
mod item;
mod place;
mod worklog;

use migrayt_core::Content;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, ItemId, LinkTypeId, StateId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::operation::{Action, Command};
use migrayt_core::payload::Payload;
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::port::Drafted;
use migrayt_core::richtext::Document;
use migrayt_core::value::Value;
use serde_json::{Value as Json, json};

use super::edit::BEFORE;
use super::field::MAX_LINE;
use super::value::{Writer, same_name};
use super::{canonical, payload};

/// Renders one command.
pub(super) fn of(project: &str, catalog: &Catalog, command: &Command, key: &DigestKey) -> Drafted {
    let mut drafted = Drafted::new(command.key.clone(), Payload::default());
    let own = &command.key.item;
    let mut writer = Writer::new(catalog, own);
    match &command.action {
        Action::Create(item) => {
            item::create(project, catalog, item, key, &mut writer, &mut drafted);
        }
        Action::Comment { source, body, .. } => {
            comment(own, source.as_str(), body.expose(), key, &mut writer, &mut drafted);
        }
        Action::Attach(file) => attach(catalog, own, file, key, &mut writer, &mut drafted),
        Action::Transition { to } => transition(catalog, own, to, key, &mut writer, &mut drafted),
        Action::Link { link_type, other } => {
            link(catalog, own, link_type, other, &mut writer, &mut drafted);
        }
        Action::RemoteLink { global_id, url, title } => {
            let words = (global_id.as_str(), url, title);
            remote_link(own, words, key, &mut writer, &mut drafted);
        }
        Action::Update { fields } => {
            let edit = edit::update(catalog, own, fields, key, &mut writer, &mut drafted);
            drafted.payload = Payload::new(edit.into());
        }
        Action::RewriteBody { field, body, before } => {
            let fields = [(field.clone(), Value::RichText(body.clone()))];
            let mut edit = edit::update(catalog, own, &fields, key, &mut writer, &mut drafted);
            if let Some(before) = before {
                // What it loses was said when it was written.
                let before = Writer::new(catalog, own).document(field, before.expose());
                edit.insert(BEFORE.to_owned(), before.unwrap_or_default());
            }
            drafted.payload = Payload::new(edit.into());
        }
        Action::Worklog { source, started, seconds, body } => {
            let entry = worklog::Entry { source, started: *started, seconds: *seconds };
            worklog::add(own, &entry, body.as_ref(), key, &mut writer, &mut drafted);
        }
        Action::Watch { person } => place::watch(own, person, key, &mut writer, &mut drafted),
        Action::Sprint { sprint } => {
            place::sprint(catalog, own, sprint, key, &mut writer, &mut drafted);
        }
        Action::Rank { after } => place::rank(own, after, &mut writer, &mut drafted),
        Action::Property { name, value } => {
            place::property(own, name, value, key, &mut writer, &mut drafted);
        }
        _ => drafted.refusals.push(Refusal::of(RefusalKind::ValueInvalid)),
    }
    drafted.optional.extend(writer.refers);
    drafted.shows = writer.shows.into_iter().collect();
    drafted.made = writer.made;
    drafted.losses = writer.losses.after(command.losses.clone());
    drafted.lengths = writer.lengths;
    drafted.refusals.append(&mut writer.refusals);
    drafted
}

fn comment(
    own: &ItemId,
    source: &str,
    body: &Document,
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    let field = FieldId::new("comment");
    writer.name = Some(format!("comment-{source}"));
    let Some(body) = writer.document(&field, body) else {
        // Jira takes no comment without words.
        writer.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field));
        return;
    };
    drafted.digests = vec![canonical::comment(&body, key)];
    drafted.needs = vec![own.clone()];
    drafted.payload = Payload::new(json!({
        payload::ISSUE: own.as_str(),
        payload::BODY: { "body": body, "properties": payload::part_marker(own, source) },
    }));
}

fn attach(
    catalog: &Catalog,
    own: &ItemId,
    file: &AttachmentRef,
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    let field = FieldId::new("attachment");
    writer.measure(&field, file.name.as_str(), MAX_LINE);
    if let (Some(size), Some(limit)) = (file.size, catalog.max_attachment)
        && size > limit
    {
        writer.losses.note(LossKind::AttachmentTooLarge, Some(&field), 1);
        let mut refusal = Refusal::in_field(RefusalKind::ValueInvalid, field);
        refusal.measured = Some(size);
        refusal.limit = Some(limit);
        writer.refusals.push(refusal);
    }
    // A size that the source does not tell cannot be foretold.
    let digest = file.size.map(|size| canonical::file(file.name.as_str(), size, key));
    drafted.digests = digest.into_iter().collect();
    drafted.needs = vec![own.clone()];
    drafted.payload = Payload::new(json!({
        payload::ISSUE: own.as_str(),
        "name": file.name.as_str(),
        "size": file.size,
    }));
}

fn transition(
    catalog: &Catalog,
    own: &ItemId,
    to: &StateId,
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    let states = || catalog.types.iter().flat_map(|work_type| &work_type.states);
    let state = states()
        .find(|state| &state.id == to)
        .or_else(|| states().find(|state| same_name(&state.name, to.as_str())));
    if state.is_none() {
        let field = FieldId::new(canonical::STATUS);
        writer.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field));
    }
    let id = state.map_or(to, |state| &state.id).as_str();
    drafted.digests = vec![canonical::status(id, key)];
    drafted.needs = vec![own.clone()];
    drafted.payload = Payload::new(json!({ payload::ISSUE: own.as_str(), "to": id }));
}

fn link(
    catalog: &Catalog,
    own: &ItemId,
    link_type: &LinkTypeId,
    other: &ItemId,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    let known = catalog.link_types.iter().find(|known| &known.id == link_type);
    let known = known.or_else(|| catalog.link_type_named(link_type.as_str()));
    if known.is_none() || own == other {
        let field = FieldId::new("issuelinks");
        writer.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field));
    }
    let name = known.map_or(link_type.as_str(), |known| known.name.as_str());
    drafted.needs = vec![own.clone(), other.clone()];
    drafted.payload = Payload::new(json!({
        payload::ISSUE: own.as_str(),
        payload::BODY: {
            "type": { "name": name },
            // The issue at which the link reads outward: "A blocks B" has A here.
            "inwardIssue": payload::target(own),
            "outwardIssue": payload::target(other),
        },
        "other": other.as_str(),
    }));
}

fn remote_link(
    own: &ItemId,
    (global_id, url, title): (&str, &Content<String>, &Content<String>),
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    let field = FieldId::new("remotelink");
    writer.measure(&field, global_id, MAX_LINE);
    let title = Some(title.as_str().trim()).filter(|title| !title.is_empty());
    let title = title.unwrap_or(url.as_str());
    let shown = shortened(title, MAX_LINE);
    if shown.len() < title.len() {
        writer.losses.note(LossKind::Shortened, Some(&field), 1);
    }
    if url.as_str().trim().is_empty() {
        writer.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field));
    }
    drafted.digests = vec![canonical::remote_link(global_id, url.as_str(), shown, key)];
    drafted.needs = vec![own.clone()];
    drafted.payload = Payload::new(json!({
        payload::ISSUE: own.as_str(),
        payload::BODY: {
            "globalId": global_id,
            "object": { "url": url.as_str(), "title": shown },
        },
    }));
}

/// The longest beginning of a text that has at most so many UTF-16 units.
fn shortened(text: &str, limit: u32) -> &str {
    let mut left = usize::try_from(limit).unwrap_or(usize::MAX);
    for (place, letter) in text.char_indices() {
        match left.checked_sub(letter.len_utf16()) {
            Some(rest) => left = rest,
            None => return text.get(..place).unwrap_or_default(),
        }
    }
    text
}

/// The marker of a drafted comment or work log entry: its item and its part.
pub(super) fn part_of(drafted: &Json) -> Option<(&str, &str)> {
    let value = drafted.pointer("/body/properties/0/value")?;
    Some((value.get("id")?.as_str()?, value.get("part")?.as_str()?))
}
