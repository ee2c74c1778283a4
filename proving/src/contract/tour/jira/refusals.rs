use migrayt_core::Result;
use serde_json::{Value, json};

use super::{Site, task, text};

// `reader@example.com:jira-simulator-token` in base 64.
const READER: &str = "Basic cmVhZGVyQGV4YW1wbGUuY29tOmppcmEtc2ltdWxhdG9yLXRva2Vu";
const WRONG: &str = "Basic d3Jvbmc6d3Jvbmc=";

/// What the site says no to.
pub(super) fn run(site: &Site) -> Result<()> {
    texts(site)?;
    strangers(site)?;
    site.ask("GET", "/rest/api/3/issue/MIG-999", (), 404)?;
    site.ask("GET", "/rest/api/3/project/NONE", (), 404)?;
    let many: Vec<Value> = (0..51).map(|number| task(&number.to_string())).collect();
    site.ask("POST", "/rest/api/3/issue/bulk", json!({ "issueUpdates": many }), 400)?;
    site.ask("POST", "/rest/api/3/search/jql", json!({ "jql": "order by key" }), 400)?;
    let step = json!({ "transition": { "id": "77" } });
    site.ask("POST", "/rest/api/3/issue/MIG-1/transitions", step, 400)?;
    Ok(())
}

fn texts(site: &Site) -> Result<()> {
    let with = |name: &str, value: Value| {
        let mut issue = task("A");
        if let Some(fields) = issue.pointer_mut("/fields").and_then(Value::as_object_mut) {
            fields.insert(name.to_owned(), value);
        }
        issue
    };
    for (name, value) in [
        ("summary", json!("")),
        ("summary", json!("x".repeat(256))),
        ("description", json!("plain")),
        ("description", text(&"x".repeat(32_768))),
        ("labels", json!(["two words"])),
        ("issuetype", json!({ "name": "Saga" })),
        ("customfield_99999", json!("x")),
    ] {
        site.ask("POST", "/rest/api/3/issue", with(name, value), 400)?;
    }
    let comment =
        json!({ "body": { "version": 1, "type": "doc", "content": [{ "type": "wish" }] } });
    site.ask("POST", "/rest/api/3/issue/MIG-1/comment", comment, 400)?;
    Ok(())
}

fn strangers(site: &Site) -> Result<()> {
    let wrong = site.known_by(WRONG);
    wrong.ask("GET", "/rest/api/3/myself", (), 401)?;
    wrong.ask("POST", "/rest/api/3/issue", task("A"), 401)?;
    let nobody = site.known_by("");
    nobody.ask("GET", "/rest/api/3/myself", (), 401)?;
    nobody.ask("GET", "/rest/api/3/issue/MIG-1", (), 404)?;
    nobody.ask("GET", "/rest/api/3/project/search", (), 200)?;
    nobody.ask("GET", "/rest/api/3/field", (), 200)?;
    let reader = site.known_by(READER);
    reader.ask("PUT", "/rest/api/3/issue/MIG-1", json!({ "fields": { "summary": "B" } }), 403)?;
    Ok(())
}
