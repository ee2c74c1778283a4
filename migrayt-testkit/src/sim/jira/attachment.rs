//! Attachments.

use http::StatusCode;
use http::header::{CONTENT_TYPE, RANGE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::call::Call;
use super::error::Refusal;
use super::form;
use super::history::{self, Item};
use super::reply::Reply;
use super::router::{Access, Route};
use super::state::{Attachment, next};
use crate::sim::shelf::Content;

pub(super) const ROUTES: &[Route] = &[
    Route::post("/rest/api/3/issue/{issueIdOrKey}/attachments", Access::NoIssue, add),
    Route::get("/rest/api/3/attachment/meta", Access::Members, |call| Ok(meta(call))),
    Route::get("/rest/api/3/attachment/content/{id}", Access::Members, content),
    Route::get("/rest/api/3/attachment/{id}", Access::Members, read),
    Route::delete("/rest/api/3/attachment/{id}", Access::Members, delete),
];

/// Most files in one upload.
const MAX_FILES: usize = 60;

fn add(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let header = |name: &str| call.headers.get(name).and_then(|value| value.to_str().ok());
    if !matches!(header("x-atlassian-token"), Some("no-check" | "nocheck")) {
        let body = bytes::Bytes::from_static(b"XSRF check failed");
        return Ok(Reply::bytes("text/plain;charset=UTF-8", body).of(StatusCode::FORBIDDEN));
    }
    let issue = call.issue_id()?;
    let kind = header(CONTENT_TYPE.as_str()).unwrap_or_default();
    if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type"));
    }
    let parts = form::parts(kind, call.body)
        .ok_or_else(|| Refusal::bad("The multipart form could not be read."))?;
    let files: Vec<_> = parts.into_iter().filter(|part| part.name == "file").collect();
    if files.is_empty() || files.len() > MAX_FILES {
        return Err(Refusal::bad(format!("Between 1 and {MAX_FILES} files must be attached.")));
    }
    let options = &call.site.options;
    let largest = files.iter().map(|file| file.bytes.len() as u64).max().unwrap_or_default();
    if largest > options.upload_limit {
        return Err(Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!(
                "The file exceeds its maximum permitted size of {} bytes.",
                options.upload_limit
            ),
        ));
    }
    let limit = options.issue_limits.attachments;
    if call.issue(issue)?.attachments.len() + files.len() > limit {
        return Err(Refusal::limit("attachments", limit));
    }
    let mut made = Vec::new();
    for file in files {
        made.push(keep(call, issue, file)?);
    }
    Ok(Reply::ok(&Value::Array(made)))
}

fn keep(call: &mut Call<'_>, issue: u64, file: form::Part) -> Result<Value, Refusal> {
    let content = call.state.shelf.put(&file.bytes).map_err(|_| {
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "The file could not be stored.")
    })?;
    let id = next(&mut call.state.last.attachment);
    let attachment = Attachment {
        id,
        issue,
        name: file.file_name.unwrap_or_else(|| "file".to_owned()),
        mime: file.kind.unwrap_or_else(|| "application/octet-stream".to_owned()),
        size: file.bytes.len() as u64,
        sha256: hex(&Sha256::digest(&file.bytes)),
        media: media_id(id),
        content,
        author: call.account_id(),
        created: call.now,
    };
    let shown = call.view().attachment(&attachment);
    let item = Item::of("Attachment", Some("attachment"));
    let item = item.step(true, Some(id.to_string()), attachment.name.clone());
    call.state.media.insert(attachment.media.clone(), id);
    call.state.attachments.insert(id, attachment);
    call.issue_mut(issue)?.attachments.push(id);
    history::record(call, issue, vec![item]);
    Ok(shown)
}

impl Attachment {
    /// Takes other bytes for those that were uploaded.
    pub(super) fn replace(&mut self, bytes: &bytes::Bytes, content: Content) {
        self.size = bytes.len() as u64;
        self.sha256 = hex(&Sha256::digest(bytes));
        self.content = content;
    }
}

fn meta(call: &Call<'_>) -> Reply {
    Reply::ok(&json!({ "enabled": true, "uploadLimit": call.site.options.upload_limit }))
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let attachment = find(call)?;
    let mut shown = call.view().attachment(attachment);
    if let Some(id) = shown.get_mut("id") {
        // A number here, and a text wherever else an attachment is shown.
        *id = Value::from(attachment.id);
    }
    Ok(Reply::ok(&shown))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let attachment = find(call)?;
    let (id, issue, name) = (attachment.id, attachment.issue, attachment.name.clone());
    let item = Item::of("Attachment", Some("attachment")).step(false, Some(id.to_string()), name);
    call.issue_mut(issue)?;
    call.state.remove_attachment(id);
    history::record(call, issue, vec![item]);
    Ok(Reply::no_content())
}

/// Sends to the media host, or gives the bytes if the caller wants no redirect.
fn content(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let attachment = find(call)?;
    if call.query("redirect") == Some("false") {
        return download(call, attachment.id);
    }
    let origin = call.site.options.media_origin.as_deref().unwrap_or(call.base);
    let (media, token) = (&attachment.media, signature(&attachment.media));
    let name = utf8_percent_encode(&attachment.name, NON_ALPHANUMERIC);
    let location =
        format!("{origin}/file/{media}/binary?token={token}&client=sim&dl=true&name={name}");
    Ok(Reply::empty(StatusCode::SEE_OTHER).with("location", &location))
}

/// The bytes, or the part of them that the `Range` header names.
pub(super) fn download(call: &Call<'_>, id: u64) -> Result<Reply, Refusal> {
    let attachment = call.state.attachments.get(&id).ok_or_else(|| absent(&id.to_string()))?;
    let bytes = attachment.content.read().ok_or_else(|| absent(&id.to_string()))?;
    let name = utf8_percent_encode(&attachment.name, NON_ALPHANUMERIC);
    let mark = |reply: Reply| {
        reply
            .with("content-disposition", &format!("attachment; filename*=UTF-8''{name}"))
            .with("accept-ranges", "bytes")
    };
    let Some(range) = call.headers.get(RANGE) else {
        return Ok(mark(Reply::bytes(&attachment.mime, bytes)));
    };
    let len = bytes.len();
    let bounds = range.to_str().ok().and_then(|range| bounds(range, len));
    let (start, end) = bounds.ok_or_else(|| Refusal::bad("The range is malformed."))?;
    if start >= len || start > end {
        let refusal = Refusal::new(StatusCode::RANGE_NOT_SATISFIABLE, "No such range.");
        return Err(refusal);
    }
    let end = end.min(len - 1);
    let reply = Reply::bytes(&attachment.mime, bytes.slice(start..=end));
    let shown = format!("bytes {start}-{end}/{len}");
    Ok(mark(reply.of(StatusCode::PARTIAL_CONTENT).with("content-range", &shown)))
}

/// Reads `bytes=1-5`, `bytes=5-` and `bytes=-5`: first and last byte.
fn bounds(range: &str, len: usize) -> Option<(usize, usize)> {
    let (start, end) = range.strip_prefix("bytes=")?.split_once('-')?;
    match (start, end) {
        ("", tail) => Some((len.saturating_sub(tail.parse().ok()?), len.saturating_sub(1))),
        (start, "") => Some((start.parse().ok()?, usize::MAX)),
        (start, end) => Some((start.parse().ok()?, end.parse().ok()?)),
    }
}

fn find<'c>(call: &'c Call<'_>) -> Result<&'c Attachment, Refusal> {
    let name = call.param(0);
    let id = name.parse().ok();
    id.and_then(|id| call.state.attachments.get(&id)).ok_or_else(|| absent(name))
}

fn absent(id: &str) -> Refusal {
    Refusal::missing(format!("The attachment with id '{id}' does not exist"))
}

/// What makes the address of a file good without signing in.
pub(super) fn signature(media: &str) -> String {
    hex(Sha256::digest(format!("media token {media}")).get(..16).unwrap_or_default())
}

/// The file's id at the media host: not the attachment's.
pub(super) fn media_id(attachment: u64) -> String {
    let digest = hex(&Sha256::digest(format!("media {attachment}")));
    let part = |from: usize, to: usize| digest.get(from..to).unwrap_or_default();
    format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
