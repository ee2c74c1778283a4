//! A site that knows what given issues name.

use serde_json::Value;

use super::options::{
    IssueType, JiraOptions, LinkType, Named, Status, StatusCategory, Transition, User,
};

/// Where the numbers of things begin that are taken from issues.
const FIRST: usize = 20_000;

impl JiraOptions {
    /// The default site, with the project key, types, statuses, priorities, resolutions, kinds of
    /// links, components, versions and people that issues in the shape of the REST API name. A
    /// status that was not there before is reached from every other.
    #[must_use]
    pub fn knowing(mut self, issues: &[Value]) -> Self {
        let first = issues.iter().find_map(|issue| issue.get("key")?.as_str()?.rsplit_once('-'));
        if let Some((project, _)) = first {
            project.clone_into(&mut self.project_key);
        }
        for issue in issues {
            let Some(fields) = issue.get("fields") else { continue };
            self.learn_type(fields.get("issuetype"));
            self.learn_status(fields.get("status"));
            learn(&mut self.priorities, fields.get("priority"));
            learn(&mut self.resolutions, fields.get("resolution"));
            learn_names(&mut self.components, list_of(fields, "components"));
            let versions = list_of(fields, "fixVersions").chain(list_of(fields, "versions"));
            learn_names(&mut self.versions, versions);
            for link in list_of(fields, "issuelinks") {
                self.learn_link(link.get("type"));
            }
            for key in ["assignee", "reporter", "creator"] {
                self.learn_person(fields.get(key));
            }
            let comments = fields.get("comment").map(|comment| list_of(comment, "comments"));
            for part in comments.into_iter().flatten().chain(list_of(fields, "attachment")) {
                self.learn_person(part.get("author"));
            }
        }
        self
    }

    fn learn_type(&mut self, value: Option<&Value>) {
        let Some(known) = value.and_then(name) else { return };
        if self.issue_types.iter().any(|kind| kind.name == known) {
            return;
        }
        let subtask = value.and_then(|value| value.get("subtask")).and_then(Value::as_bool);
        let level = value.and_then(|value| value.get("hierarchyLevel")).and_then(Value::as_i64);
        let level = level.and_then(|level| i32::try_from(level).ok());
        self.issue_types.push(IssueType {
            id: (FIRST + self.issue_types.len()).to_string(),
            name: known.to_owned(),
            hierarchy_level: level.unwrap_or(if subtask == Some(true) { -1 } else { 0 }),
        });
    }

    fn learn_status(&mut self, value: Option<&Value>) {
        let Some(known) = value.and_then(name) else { return };
        if self.statuses.iter().any(|status| status.name == known) {
            return;
        }
        let category = value.and_then(|value| value.pointer("/statusCategory/key"));
        let category = match category.and_then(Value::as_str) {
            Some("new") => StatusCategory::ToDo,
            Some("done") => StatusCategory::Done,
            _ => StatusCategory::InProgress,
        };
        let id = (FIRST + self.statuses.len()).to_string();
        self.transitions.push(Transition {
            id: id.clone(),
            name: known.to_owned(),
            from: Vec::new(),
            to: known.to_owned(),
        });
        self.statuses.push(Status { id, name: known.to_owned(), category });
    }

    fn learn_link(&mut self, value: Option<&Value>) {
        let Some(known) = value.and_then(name) else { return };
        if self.link_types.iter().any(|kind| kind.name == known) {
            return;
        }
        let text = |key: &str| {
            let text = value.and_then(|value| value.get(key)).and_then(Value::as_str);
            text.unwrap_or(known).to_owned()
        };
        self.link_types.push(LinkType {
            id: (FIRST + self.link_types.len()).to_string(),
            name: known.to_owned(),
            inward: text("inward"),
            outward: text("outward"),
        });
    }

    fn learn_person(&mut self, value: Option<&Value>) {
        let Some((value, account)) = value.and_then(|value| Some((value, account(value)?))) else {
            return;
        };
        if self.users.iter().any(|user| user.account_id == account) {
            return;
        }
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        self.users.push(User {
            account_id: account.to_owned(),
            display_name: text("displayName").unwrap_or_else(|| account.to_owned()),
            email: text("emailAddress"),
            active: value.get("active").and_then(Value::as_bool).unwrap_or(true),
        });
    }
}

fn learn(list: &mut Vec<Named>, value: Option<&Value>) {
    let Some(known) = value.and_then(name) else { return };
    if !list.iter().any(|named| named.name == known) {
        list.push(Named { id: (FIRST + list.len()).to_string(), name: known.to_owned() });
    }
}

fn learn_names<'a>(list: &mut Vec<String>, values: impl Iterator<Item = &'a Value>) {
    for name in values.filter_map(name) {
        if !list.iter().any(|known| known == name) {
            list.push(name.to_owned());
        }
    }
}

/// The name of a thing.
pub(super) fn name(value: &Value) -> Option<&str> {
    value.get("name")?.as_str()
}

/// Whom a person's value means: the account id, or the name that servers used before.
pub(super) fn account(value: &Value) -> Option<&str> {
    ["accountId", "key", "name"].iter().find_map(|key| value.get(*key)?.as_str())
}

/// The entries of a list that may be missing.
pub(super) fn list_of<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}
