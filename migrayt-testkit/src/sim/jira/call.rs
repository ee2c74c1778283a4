//! One request on its way through the site.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;
use time::OffsetDateTime;

use super::error::Refusal;
use super::options::Rights;
use super::site::Site;
use super::state::{Issue, State};
use super::value::Check;
use super::view::View;

/// A request that has found its route and its caller.
pub(super) struct Call<'a> {
    pub(super) site: &'a Site,
    pub(super) state: &'a mut State,
    pub(super) account: Option<&'a str>,
    pub(super) now: OffsetDateTime,
    pub(super) base: &'a str,
    pub(super) params: &'a [String],
    pub(super) query: &'a [(String, String)],
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a Bytes,
}

impl Call<'_> {
    pub(super) fn view(&self) -> View<'_> {
        View { site: self.site, state: self.state, base: self.base, account: self.account }
    }

    /// The account that signed in; empty for nobody.
    pub(super) fn author(&self) -> &str {
        self.account.unwrap_or_default()
    }

    /// The same, to be kept.
    pub(super) fn account_id(&self) -> Arc<str> {
        self.site.account_id(self.author())
    }

    /// What the account that signed in may do.
    pub(super) fn rights(&self) -> Option<Rights> {
        let logins = &self.site.options.logins;
        let own = logins.iter().filter(|login| Some(login.account_id.as_str()) == self.account);
        own.map(|login| login.rights).max()
    }

    /// Whether the account that signed in administers the project.
    pub(super) fn is_admin(&self) -> bool {
        self.rights() == Some(Rights::Admin)
    }

    /// Refuses unless the account that signed in administers the project.
    pub(super) fn admin(&self, message: &str) -> Result<(), Refusal> {
        if self.is_admin() { Ok(()) } else { Err(Refusal::forbidden(message)) }
    }

    pub(super) fn check(&self) -> Check<'_> {
        Check { site: self.site, state: self.state }
    }

    /// The part of the path at the n-th placeholder.
    pub(super) fn param(&self, index: usize) -> &str {
        self.params.get(index).map_or("", String::as_str)
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter that may be repeated or hold commas.
    pub(super) fn query_list(&self, name: &str) -> Vec<String> {
        self.query
            .iter()
            .filter(|(key, _)| key == name)
            .flat_map(|(_, value)| value.split(','))
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .collect()
    }

    pub(super) fn json(&self) -> Result<Value, Refusal> {
        serde_json::from_slice(self.body).map_err(|_| Refusal::bad_json())
    }

    /// The id of the issue named at the first placeholder.
    pub(super) fn issue_id(&self) -> Result<u64, Refusal> {
        self.find(self.param(0))
    }

    /// The id of the issue with that id or key.
    pub(super) fn find(&self, id_or_key: &str) -> Result<u64, Refusal> {
        self.site.find(self.state, id_or_key).ok_or_else(Refusal::no_issue)
    }

    pub(super) fn issue(&self, id: u64) -> Result<&Issue, Refusal> {
        self.state.issues.get(&id).ok_or_else(Refusal::no_issue)
    }

    /// The issue, about to change now.
    pub(super) fn issue_mut(&mut self, id: u64) -> Result<&mut Issue, Refusal> {
        self.state.touch(id, self.now).ok_or_else(Refusal::no_issue)
    }

    /// Refuses unless the n-th placeholder names the project.
    pub(super) fn project(&self, index: usize) -> Result<(), Refusal> {
        let name = self.param(index);
        if self.site.is_project(name) { Ok(()) } else { Err(Refusal::no_project(name)) }
    }
}
