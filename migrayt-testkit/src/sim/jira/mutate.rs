//! What a test does to a site behind the API's back: the damage that a verification must find and
//! the edits that people make meanwhile.

use std::sync::Arc;

use serde_json::Value;
use time::{Date, OffsetDateTime};

use super::Jira;
use super::few::Json;
use super::state::{Issue, State, next};
use super::value::Check;

/// What stood at a site at some moment.
#[derive(Debug)]
pub struct Checkpoint(State);

impl Jira {
    /// Takes a permission, such as `CREATE_ATTACHMENTS`, from everybody, as far as
    /// `/mypermissions` tells.
    pub fn revoke(&self, permission: &str) {
        self.lock().revoked.insert(permission.to_owned());
    }

    /// Gives the sprint of that name other days. False if there is none.
    pub fn set_sprint_days(&self, name: &str, start: Date, end: Date) -> bool {
        let mut state = self.lock();
        let sprint = state.sprints.values_mut().find(|sprint| sprint.name == name);
        let Some(sprint) = sprint else { return false };
        sprint.start = Some(start.midnight().assume_utc());
        sprint.end = Some(end.midnight().assume_utc());
        true
    }

    /// Writes a field as someone would in the browser; `Null` clears it. False if there is no
    /// such issue or field, or the value is no good.
    pub fn edit_field(
        &self,
        id_or_key: &str,
        field: &str,
        value: &Value,
        now: OffsetDateTime,
    ) -> bool {
        let mut state = self.lock();
        let Some(id) = self.site.find(&state, id_or_key) else { return false };
        let Some(field) = self.site.field(field) else { return false };
        let check = Check { site: &self.site, state: &state };
        let Ok(stored) = check.value(field, value) else { return false };
        state.change(id, |issue| {
            issue.updated = now;
            match stored {
                Some(stored) => drop(issue.fields.insert(Arc::clone(&field.id), stored)),
                None => drop(issue.fields.remove(&field.id)),
            }
        })
    }

    /// Puts an issue into the status of that name, whatever the workflow says.
    pub fn set_status(&self, id_or_key: &str, status: &str) -> bool {
        let mut state = self.lock();
        let Some(id) = self.site.find(&state, id_or_key) else { return false };
        let Some(status) = self.site.status_named(status) else { return false };
        state.change(id, |issue| issue.status = status)
    }

    /// Moves an issue right before another one on the board. Returns whether both exist.
    pub fn place_before(&self, id_or_key: &str, other: &str) -> bool {
        let mut state = self.lock();
        let (Some(id), Some(other)) =
            (self.site.find(&state, id_or_key), self.site.find(&state, other))
        else {
            return false;
        };
        state.ranks.move_to(&[id], other, true);
        true
    }

    /// Gives an issue another parent, or none, whatever the hierarchy says.
    pub fn set_parent(&self, id_or_key: &str, parent: Option<&str>) -> bool {
        let mut state = self.lock();
        let Some(id) = self.site.find(&state, id_or_key) else { return false };
        let new = match parent.map(|parent| self.site.find(&state, parent)) {
            Some(None) => return false,
            Some(found) => found,
            None => None,
        };
        let old = state.issues.get(&id).and_then(|issue| issue.parent);
        state.adopt(id, old, new);
        state.change(id, |issue| issue.parent = new)
    }

    /// Deletes an issue and what hangs on it.
    pub fn delete_issue(&self, id_or_key: &str) -> bool {
        let mut state = self.lock();
        self.site.find(&state, id_or_key).is_some_and(|id| state.remove(id))
    }

    /// Makes a second issue with the same fields, properties and comments, as a create that was
    /// sent twice would, and gives its key.
    pub fn duplicate_issue(&self, id_or_key: &str) -> Option<String> {
        let mut state = self.lock();
        let id = self.site.find(&state, id_or_key)?;
        let mut copy: Issue = state.issues.get(&id)?.clone();
        copy.id = next(&mut state.last.issue);
        copy.number = next(&mut state.last.number);
        for comment in &mut copy.comments {
            comment.id = next(&mut state.last.comment);
        }
        copy.attachments.clear();
        copy.links.clear();
        copy.remote_links.clear();
        // Ids and moments of creation grow together.
        copy.created = state.issues.values().next_back().map_or(copy.created, |it| it.created);
        let key = self.site.key(copy.number);
        state.insert(copy);
        Some(key)
    }

    /// Deletes a comment.
    pub fn drop_comment(&self, comment: u64) -> bool {
        let mut state = self.lock();
        let Some(issue) = state.comments.remove(&comment) else { return false };
        state.change(issue, |issue| issue.comments.retain(|other| other.id != comment))
    }

    /// Deletes an attachment.
    pub fn drop_attachment(&self, attachment: u64) -> bool {
        self.lock().remove_attachment(attachment)
    }

    /// Replaces the bytes of an attachment.
    pub fn damage_attachment(&self, attachment: u64, bytes: &bytes::Bytes) -> bool {
        let mut state = self.lock();
        let Ok(content) = state.shelf.put(bytes) else { return false };
        let Some(attachment) = state.attachments.get_mut(&attachment) else { return false };
        attachment.replace(bytes, content);
        true
    }

    /// Gives an attachment another name.
    pub fn rename_attachment(&self, attachment: u64, name: &str) -> bool {
        let mut state = self.lock();
        let Some(attachment) = state.attachments.get_mut(&attachment) else { return false };
        name.clone_into(&mut attachment.name);
        true
    }

    /// Lets two comments of one issue change places. False if they are not of one issue.
    pub fn swap_comments(&self, one: u64, other: u64) -> bool {
        let mut state = self.lock();
        let Some(&issue) = state.comments.get(&one) else { return false };
        let mut swapped = false;
        state.change(issue, |issue| {
            let place = |id| issue.comments.iter().position(|comment| comment.id == id);
            if let (Some(one), Some(other)) = (place(one), place(other)) {
                issue.comments.swap(one, other);
                swapped = true;
            }
        });
        swapped
    }

    /// Everything that stands, to be put back with [`Jira::restore`].
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint(self.lock().clone())
    }

    /// Puts the site back to a moment, as if nothing had happened since.
    pub fn restore(&self, checkpoint: &Checkpoint) {
        *self.lock() = checkpoint.0.clone();
    }

    /// Deletes a link between issues.
    pub fn drop_link(&self, link: u64) -> bool {
        self.lock().remove_link(link)
    }

    /// Deletes a link to another place.
    pub fn drop_remote_link(&self, id_or_key: &str, link: u64) -> bool {
        let mut state = self.lock();
        let Some(issue) = self.issue_mut(&mut state, id_or_key) else { return false };
        let before = issue.remote_links.len();
        issue.remote_links.retain(|other| other.id != link);
        issue.remote_links.len() < before
    }

    /// Sets a property of an issue, or deletes it.
    pub fn set_property(&self, id_or_key: &str, key: &str, value: Option<Value>) -> bool {
        let mut state = self.lock();
        let Some(id) = self.site.find(&state, id_or_key) else { return false };
        state.change(id, |issue| match value {
            Some(value) => drop(issue.properties.insert(Box::from(key), Json::of(&value))),
            None => drop(issue.properties.remove(key)),
        })
    }

    fn issue_mut<'s>(&self, state: &'s mut State, id_or_key: &str) -> Option<&'s mut Issue> {
        let id = self.site.find(state, id_or_key)?;
        state.issues.get_mut(&id)
    }
}
