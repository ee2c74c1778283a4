//! The site as its options made it: what no request changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::field::Field;
use super::options::{IssueType, JiraOptions, LinkType, Status, Transition, User};
use super::state::State;

/// Id of the one project.
pub(super) const PROJECT_ID: &str = "10000";
/// The site's id at the gateway.
pub const CLOUD_ID: &str = "11223344-a1b2-3b33-c444-def123456789";
/// Id of the one board.
pub(super) const BOARD_ID: u64 = 1;

/// The options and what is looked up in them.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) options: JiraOptions,
    pub(super) fields: Vec<Field>,
    by_id: BTreeMap<String, usize>,
    accounts: BTreeSet<Arc<str>>,
}

impl Site {
    pub(super) fn new(options: JiraOptions) -> Self {
        let fields = Field::all(&options);
        let by_id =
            fields.iter().enumerate().map(|(at, field)| (field.id.to_string(), at)).collect();
        let accounts = options.users.iter().map(|user| Arc::from(user.account_id.as_str()));
        let accounts = accounts.collect();
        Self { options, fields, by_id, accounts }
    }

    pub(super) fn field(&self, id: &str) -> Option<&Field> {
        self.by_id.get(id).and_then(|&at| self.fields.get(at))
    }

    pub(super) fn is_project(&self, id_or_key: &str) -> bool {
        id_or_key == PROJECT_ID || id_or_key.eq_ignore_ascii_case(&self.options.project_key)
    }

    /// Whether a query may call the project so.
    pub(super) fn is_named_project(&self, name: &str) -> bool {
        self.is_project(name) || name.eq_ignore_ascii_case(&self.options.project_name)
    }

    pub(super) fn key(&self, number: u64) -> String {
        format!("{}-{number}", self.options.project_key)
    }

    /// The number in a key of this project.
    pub(super) fn number(&self, key: &str) -> Option<u64> {
        let (project, number) = key.rsplit_once('-')?;
        if !project.eq_ignore_ascii_case(&self.options.project_key) {
            return None;
        }
        number.parse().ok()
    }

    /// The id of the issue with that id or key.
    pub(super) fn find(&self, state: &State, id_or_key: &str) -> Option<u64> {
        match self.number(id_or_key) {
            Some(number) => state.numbers.get(&number).copied(),
            None => id_or_key.parse().ok().filter(|id| state.issues.contains_key(id)),
        }
    }

    /// The one copy of an account id that all issues share.
    pub(super) fn account_id(&self, id: &str) -> Arc<str> {
        self.accounts.get(id).map_or_else(|| Arc::from(id), Arc::clone)
    }

    /// Whether work can be assigned to a person.
    pub(super) fn takes_work(&self, user: &User) -> bool {
        user.active && !self.options.unassignable.contains(&user.account_id)
    }

    pub(super) fn user(&self, account_id: &str) -> Option<&User> {
        self.options.users.iter().find(|user| user.account_id == account_id)
    }

    pub(super) fn issue_type(&self, at: usize) -> Option<&IssueType> {
        self.options.issue_types.get(at)
    }

    pub(super) fn level(&self, at: usize) -> i32 {
        self.issue_type(at).map_or(0, |kind| kind.hierarchy_level)
    }

    pub(super) fn status(&self, at: usize) -> Option<&Status> {
        self.options.statuses.get(at)
    }

    pub(super) fn status_named(&self, name: &str) -> Option<usize> {
        self.options.statuses.iter().position(|status| status.name == name)
    }

    /// The steps that lead out of a status.
    pub(super) fn steps(&self, status: usize) -> impl Iterator<Item = &Transition> {
        let name = self.status(status).map_or("", |status| status.name.as_str());
        self.options
            .transitions
            .iter()
            .filter(move |step| step.from.is_empty() || step.from.iter().any(|from| from == name))
    }

    pub(super) fn link_type(&self, at: usize) -> Option<&LinkType> {
        self.options.link_types.get(at)
    }

    pub(super) fn default_priority(&self) -> Option<&str> {
        let priorities = &self.options.priorities;
        priorities.get(priorities.len() / 2).map(|priority| priority.id.as_str())
    }

    /// Whether the create screen of the type has the field.
    pub(super) fn on_screen(&self, issue_type: &IssueType, field: &str) -> bool {
        matches!(field, "summary" | "issuetype" | "project" | "parent")
            || self.screen(issue_type).iter().any(|id| id == field)
    }

    /// The fields of the create screen of the type that are not on every screen.
    pub(super) fn screen(&self, issue_type: &IssueType) -> &[String] {
        self.options.type_screens.get(&issue_type.name).unwrap_or(&self.options.screen)
    }

    pub(super) fn required(&self, issue_type: &IssueType) -> &[String] {
        self.options.required.get(&issue_type.name).map_or(&[], Vec::as_slice)
    }
}
