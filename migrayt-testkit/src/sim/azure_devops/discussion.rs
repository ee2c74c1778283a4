//! Comments of items.

use std::sync::Arc;

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::reaction;
use super::record::{Comment, Record};
use super::reply::Reply;
use super::stamp;
use super::state::shown;
use super::view::View;

impl Call<'_> {
    /// `GET wit/workItems/{id}/comments`: newest first, unless `order=asc`.
    pub(super) fn comments(&self) -> Result<Reply, Refusal> {
        let id = self.id(2)?;
        let record = self.scoped(id)?;
        let asked = self.asked;
        let all = asked.flag("includeDeleted");
        let mut list: Vec<&Comment> =
            record.comments.iter().filter(|comment| all || !comment.deleted).collect();
        let total = list.len();
        if let Some(ids) = asked.query("ids") {
            let ids: Vec<&str> = ids.split(',').map(str::trim).collect();
            list.retain(|comment| ids.contains(&comment.id.to_string().as_str()));
        }
        // Some clients write the number of the enumeration.
        let ascending = asked
            .query("order")
            .is_some_and(|order| order.eq_ignore_ascii_case("asc") || order == "1");
        if !ascending {
            list.reverse();
        }
        // The token is the id of the last comment shown, so that comments that come meanwhile
        // neither hide nor repeat one.
        if let Some(token) = asked.query("continuationToken") {
            let after: u64 = token.parse().map_err(|_| {
                Refusal::bad("ArgumentException", "The continuation token is not valid.")
            })?;
            list.retain(|comment| if ascending { comment.id > after } else { comment.id < after });
        }
        let top =
            asked.number("$top", self.options.limits.page)?.clamp(1, self.options.limits.page);
        let more = list.len() > top;
        list.truncate(top);
        let (view, extras) = (self.view(), self.extras());
        let shown: Vec<Value> =
            list.iter().map(|comment| comment_view(view, id, record, comment, extras)).collect();
        let mut body = json!({"totalCount": total, "count": shown.len(), "comments": shown});
        if let (true, Some(last), Some(body)) = (more, list.last(), body.as_object_mut()) {
            let next = format!(
                "{}/_apis/wit/workItems/{id}/comments?$top={top}&continuationToken={}",
                view.home(record),
                last.id
            );
            body.insert("nextPage".to_owned(), json!(next));
            body.insert("continuationToken".to_owned(), json!(last.id.to_string()));
        }
        Ok(Reply::ok(&body))
    }

    /// What `$expand` asks for, by name or by the number of the enumeration.
    fn extras(&self) -> Extras {
        let expand = self.asked.query("$expand").unwrap_or_default().to_ascii_lowercase();
        let is = |names: &[&str]| expand.split(',').any(|part| names.contains(&part.trim()));
        let all = is(&["all", "-17"]);
        Extras {
            rendered: all || is(&["renderedtext", "renderedtextonly", "8", "9", "16"]),
            reactions: all || is(&["reactions", "1", "9"]),
        }
    }

    /// The comment that the path names.
    pub(super) fn named_comment(&self) -> Result<(u64, &Record, &Comment), Refusal> {
        let (id, comment) = (self.id(2)?, self.id(4)?);
        let record = self.scoped(id)?;
        let found = record.comments.iter().find(|each| each.id == comment);
        Ok((id, record, found.ok_or_else(|| no_comment(comment))?))
    }

    /// `GET wit/workItems/{id}/comments/{comment}`.
    pub(super) fn show_comment(&self) -> Result<Reply, Refusal> {
        let (id, record, found) = self.named_comment()?;
        Ok(Reply::ok(&comment_view(self.view(), id, record, found, self.extras())))
    }

    /// `POST wit/workItems/{id}/comments`.
    pub(super) fn add_comment(&mut self) -> Result<Reply, Refusal> {
        let id = self.id(2)?;
        self.scoped(id)?;
        let body = self.json()?;
        let text = body.get("text").and_then(Value::as_str).unwrap_or_default();
        if text.is_empty() {
            return Err(Refusal::bad(
                "ArgumentException",
                "Value cannot be null. Parameter name: text",
            ));
        }
        let markdown = self
            .asked
            .query("format")
            .is_some_and(|format| format == "0" || format.eq_ignore_ascii_case("markdown"));
        let me = self.state.me;
        let now = stamp::write(self.now);
        let made = self.state.comment(id, text, markdown, (me, &now));
        // The discussion is part of the item: a comment makes a new revision.
        self.state.revise(id, Vec::new(), me, self.now);
        let record = self.scoped(id)?;
        let comment = record.comments.iter().find(|each| Some(each.id) == made);
        let comment = comment.ok_or_else(|| Refusal::no_item(id))?;
        Ok(Reply::ok(&comment_view(self.view(), id, record, comment, Extras::default())))
    }

    /// `PATCH` and `DELETE wit/workItems/{id}/comments/{comment}`.
    pub(super) fn change_comment(&mut self, delete: bool) -> Result<Reply, Refusal> {
        let (id, comment) = (self.id(2)?, self.id(4)?);
        self.scoped(id)?;
        let text = if delete {
            None
        } else {
            let body = self.json()?;
            let text = body.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
            Some(self.state.prose(&text))
        };
        let (me, now): (_, Arc<str>) = (self.state.me, Arc::from(stamp::write(self.now)));
        let found = self.state.items.get_mut(&id).and_then(|record| {
            record.comments.iter_mut().find(|each| each.id == comment && !each.deleted)
        });
        let found = found.ok_or_else(|| no_comment(comment))?;
        let said = found.said();
        found.earlier.push(said);
        found.version += 1;
        (found.editor, found.edited) = (me, now);
        match text {
            Some(text) => found.text = text,
            None => found.deleted = true,
        }
        if delete { Ok(Reply::no_content()) } else { self.show_comment() }
    }
}

/// What of a comment is shown beyond what it says.
#[derive(Clone, Copy, Debug, Default)]
struct Extras {
    rendered: bool,
    reactions: bool,
}

fn no_comment(id: u64) -> Refusal {
    Refusal::missing(
        "CommentNotFoundException",
        format!(
            "VS403460: Comment with id {id} was not found or you do not have permission to access it."
        ),
    )
}

fn comment_view(
    view: View<'_>,
    id: u64,
    record: &Record,
    comment: &Comment,
    extras: Extras,
) -> Value {
    let home = view.home(record);
    let person = |key| view.state.people.get(key).map(|person| person.reference(view.base));
    let text = shown(&comment.text, &home);
    let mut body = json!({
        "workItemId": id,
        "id": comment.id,
        "version": comment.version,
        "text": text,
        "format": if comment.markdown { "markdown" } else { "html" },
        "createdBy": person(comment.author),
        "createdDate": &*comment.created,
        "modifiedBy": person(comment.editor),
        "modifiedDate": &*comment.edited,
        "isDeleted": comment.deleted,
        "url": format!("{home}/_apis/wit/workItems/{id}/comments/{}", comment.id),
    });
    let Some(fields) = body.as_object_mut() else { return body };
    if extras.rendered {
        let html = if comment.markdown { format!("<p>{text}</p>") } else { text };
        fields.insert("renderedText".to_owned(), json!(html));
    }
    if extras.reactions {
        let reactions = reaction::views(&home, id, comment);
        fields.insert("reactions".to_owned(), Value::Array(reactions));
    }
    body
}
