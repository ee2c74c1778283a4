//! Reactions to comments, and the versions that a comment had.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::record::{Comment, Said};
use super::reply::Reply;
use super::state::shown;

/// The kinds of reactions, at the numbers that some clients write.
const KINDS: [&str; 6] = ["like", "dislike", "heart", "hooray", "smile", "confused"];

fn kind(text: &str) -> Option<&'static str> {
    let number = text.parse::<usize>().ok().and_then(|at| KINDS.get(at));
    number.or_else(|| KINDS.iter().find(|known| known.eq_ignore_ascii_case(text))).copied()
}

/// A reaction as the service shows it. Nobody but the caller reacts here.
fn view(home: &str, item: u64, comment: &Comment, kind: &str) -> Value {
    let here = comment.reactions.contains(kind);
    json!({
        "commentId": comment.id,
        "type": kind,
        "count": u8::from(here),
        "isCurrentUserEngaged": here,
        "url":
            format!("{home}/_apis/wit/workItems/{item}/comments/{}/reactions/{kind}", comment.id),
    })
}

/// All reactions to a comment.
pub(super) fn views(home: &str, item: u64, comment: &Comment) -> Vec<Value> {
    comment.reactions.iter().map(|kind| view(home, item, comment, kind)).collect()
}

impl Call<'_> {
    fn named_kind(&self) -> Result<&'static str, Refusal> {
        kind(self.part(6)).ok_or_else(|| {
            Refusal::binding(format!(
                "The value '{}' is not valid for CommentReactionType.",
                self.part(6)
            ))
        })
    }

    /// `GET wit/workItems/{id}/comments/{comment}/reactions`.
    pub(super) fn reactions(&self) -> Result<Reply, Refusal> {
        let (id, record, comment) = self.named_comment()?;
        Ok(Reply::list(views(&self.view().home(record), id, comment)))
    }

    /// `PUT` and `DELETE wit/workItems/{id}/comments/{comment}/reactions/{type}`.
    pub(super) fn react(&mut self, engage: bool) -> Result<Reply, Refusal> {
        let kind = self.named_kind()?;
        let (id, wanted) = (self.id(2)?, self.named_comment()?.2.id);
        let record = self.state.items.get_mut(&id);
        let comments = record.into_iter().flat_map(|record| &mut record.comments);
        for comment in comments.filter(|comment| comment.id == wanted) {
            if engage {
                comment.reactions.insert(kind);
            } else {
                comment.reactions.remove(kind);
            }
        }
        let (id, record, comment) = self.named_comment()?;
        Ok(Reply::ok(&view(&self.view().home(record), id, comment, kind)))
    }

    /// `GET wit/workItems/{id}/comments/{comment}/reactions/{type}/users`.
    pub(super) fn engaged(&self) -> Result<Reply, Refusal> {
        let kind = self.named_kind()?;
        let (_, _, comment) = self.named_comment()?;
        let me = self.state.people.get(self.state.me);
        let me = me.filter(|_| comment.reactions.contains(kind));
        Ok(Reply::list(me.iter().map(|person| person.reference(&self.base)).collect()))
    }

    fn version_view(&self, comment: &Comment, said: &Said, home: &str, id: u64) -> Value {
        let person = |key| self.state.people.get(key).map(|person| person.reference(&self.base));
        let text = shown(&said.text, home);
        let version = said.version;
        json!({
            "id": comment.id,
            "version": version,
            "text": text,
            "renderedText": if comment.markdown { format!("<p>{text}</p>") } else { text.clone() },
            "createdBy": person(comment.author),
            "createdDate": &*comment.created,
            "modifiedBy": person(said.editor),
            "modifiedDate": &*said.edited,
            "isDeleted": comment.deleted && version == comment.version,
            "url": format!(
                "{home}/_apis/wit/workItems/{id}/comments/{}/versions/{version}", comment.id
            ),
        })
    }

    /// `GET wit/workItems/{id}/comments/{comment}/versions`: newest first.
    pub(super) fn comment_versions(&self) -> Result<Reply, Refusal> {
        let (id, record, comment) = self.named_comment()?;
        let home = self.view().home(record);
        let all = comment.versions();
        let all = all.iter().rev().map(|said| self.version_view(comment, said, &home, id));
        Ok(Reply::list(all.collect()))
    }

    /// `GET wit/workItems/{id}/comments/{comment}/versions/{version}`.
    pub(super) fn comment_version(&self) -> Result<Reply, Refusal> {
        let wanted = self.id(6)?;
        let (id, record, comment) = self.named_comment()?;
        let home = self.view().home(record);
        let all = comment.versions();
        let found = all.iter().find(|said| u64::from(said.version) == wanted);
        let found = found.ok_or_else(|| {
            Refusal::missing(
                "CommentVersionNotFoundException",
                format!("VS403461: Comment {} does not have version {wanted}.", comment.id),
            )
        })?;
        Ok(Reply::ok(&self.version_view(comment, found, &home, id)))
    }
}
