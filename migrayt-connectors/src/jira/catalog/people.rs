use std::collections::BTreeSet;

use migrayt_core::Result;
use migrayt_core::catalog::KnownPerson;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::PersonId;
use migrayt_core::port::MethodClass;

use super::optional;
use crate::jira::answers::RawUser;
use crate::jira::{Jira, get};

/// How many people one request asks for, and among how many of the site Jira looks for those whom
/// work can be assigned to.
const PAGE: usize = 1000;

impl Jira {
    /// Everyone with an account, and whether work can be assigned to them; without the right to
    /// browse users, those whom it can be assigned to.
    pub(super) async fn people(&self, key: &DigestKey) -> Result<Vec<KnownPerson>> {
        let all = optional(self.users(&["users", "search"], &[]).await)?;
        let project = [("project", self.key.as_str())];
        let assignable = self.users(&["user", "assignable", "search"], &project).await;
        let assignable = optional(assignable)?;
        let takes: BTreeSet<&str> =
            assignable.iter().flatten().map(|user| user.account_id.as_str()).collect();
        // On a larger site an account that was not looked at is missing from the list too.
        let complete = all.as_ref().is_some_and(|all| all.len() < PAGE) && assignable.is_some();
        // Pages overlap where the site leaves people out of them.
        let mut seen = BTreeSet::new();
        let users = all.iter().flatten().chain(assignable.iter().flatten());
        let people = users.filter(|user| {
            user.account_type.as_deref().is_none_or(|kind| kind == "atlassian")
                && seen.insert(user.account_id.as_str())
        });
        let known = people.map(|user| {
            let id = PersonId::new(user.account_id.as_str());
            let email = user.email_address.as_deref();
            let name = user.display_name.as_deref().unwrap_or_default();
            let mut known = KnownPerson::new(id, email, user.active, key).called(name, key);
            known.assignable = if takes.contains(user.account_id.as_str()) {
                Some(true)
            } else {
                complete.then_some(false)
            };
            known
        });
        Ok(known.collect())
    }

    /// Where a person's page is found.
    pub(super) async fn profiles(&self) -> Result<String> {
        Ok(format!("{}/jira/people/", self.site().await?))
    }

    /// People come as plain lists, without a total.
    async fn users(&self, path: &[&str], query: &[(&'static str, &str)]) -> Result<Vec<RawUser>> {
        let mut users = Vec::new();
        let mut seen = BTreeSet::new();
        loop {
            let mut call = get(MethodClass::Discover, path)
                .query("startAt", users.len().to_string())
                .query("maxResults", PAGE.to_string());
            for (key, value) in query {
                call = call.query(key, *value);
            }
            let page: Vec<RawUser> = self.client.json(call).await?;
            // A site may give smaller pages than were asked for; one that gives the same page for
            // ever is not followed.
            let more = page.iter().any(|user| seen.insert(user.account_id.clone()));
            if !more {
                return Ok(users);
            }
            seen.extend(page.iter().map(|user| user.account_id.clone()));
            users.extend(page);
        }
    }
}
