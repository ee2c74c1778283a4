mod agile;
mod issues;
mod refusals;
mod vocabulary;

use std::sync::Arc;

use http::Method;
use migrayt_core::Result;
use migrayt_testkit::contract::Contract;
use migrayt_testkit::sim::jira::{Grant, Jira, JiraOptions, RateLimit, Rights};
use serde_json::{Value, json};

use super::super::visitor::Visitor;

// `admin@example.com:jira-simulator-token` in base 64.
const BASIC: &str = "Basic YWRtaW5AZXhhbXBsZS5jb206amlyYS1zaW11bGF0b3ItdG9rZW4=";

type Site = Visitor<Jira>;

/// Asks for every route of the site, and for what it refuses; says what was asked for.
pub(super) fn run(contract: &Arc<Contract>) -> Result<Vec<(Method, String)>> {
    let site = Visitor::new(Jira::with_options(options()), contract, BASIC);
    vocabulary::run(&site)?;
    issues::run(&site)?;
    agile::run(&site)?;
    refusals::run(&site)?;
    throttled(contract)?;
    Ok(site.asked())
}

fn options() -> JiraOptions {
    let mut options = JiraOptions::default();
    options.grant = Some(Grant::new("an-app", "a-secret", "first"));
    let mut reader = options.logins.first().cloned();
    if let Some(login) = &mut reader {
        "reader@example.com".clone_into(&mut login.email);
        "5b10ac8d82e05b22cc7d4ef5".clone_into(&mut login.account_id);
        login.rights = Rights::Read;
    }
    options.logins.extend(reader);
    options
}

/// Asks more often than is allowed.
fn throttled(contract: &Arc<Contract>) -> Result<()> {
    let mut options = options();
    options.rate_limit = Some(RateLimit { get: 1, post: 1, put: 1, delete: 1, per_issue: true });
    let site = Visitor::new(Jira::with_options(options), contract, BASIC);
    site.ask("GET", "/rest/api/3/myself", (), 200)?;
    site.ask("GET", "/rest/api/3/myself", (), 429)?;
    site.ask("GET", "/rest/agile/1.0/board", (), 200)?;
    site.ask("GET", "/rest/agile/1.0/board", (), 429)?;
    Ok(())
}

/// A text as a document.
fn text(words: &str) -> Value {
    json!({
        "version": 1,
        "type": "doc",
        "content": [{ "type": "paragraph", "content": [{ "type": "text", "text": words }] }],
    })
}

/// An issue to be made.
fn task(summary: &str) -> Value {
    json!({
        "fields": {
            "project": { "key": "MIG" },
            "issuetype": { "name": "Task" },
            "summary": summary,
        },
    })
}
