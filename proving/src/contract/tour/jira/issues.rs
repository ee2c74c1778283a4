use migrayt_core::Result;
use serde_json::json;

use super::super::super::visitor::Sent;
use super::{Site, task, text};

const ISSUE: &str = "/rest/api/3/issue";

/// Issues and what belongs to them.
pub(super) fn run(site: &Site) -> Result<()> {
    made(site)?;
    found(site)?;
    comments(site)?;
    worklogs(site)?;
    files(site)?;
    properties(site)?;
    links(site)?;
    watchers(site)?;
    site.ask("GET", &format!("{ISSUE}/MIG-1/changelog"), (), 200)?;
    let wanted = json!({ "issueIdsOrKeys": ["MIG-1", "MIG-2"] });
    site.ask("POST", "/rest/api/3/changelog/bulkfetch", wanted, 200)?;
    site.ask("DELETE", &format!("{ISSUE}/MIG-3?deleteSubtasks=true"), (), 204)?;
    tasks(site)
}

/// Bulk operations, looked at right after they were asked for.
fn tasks(site: &Site) -> Result<()> {
    let some = json!({ "selectedIssueIdsOrKeys": ["MIG-1", "MIG-999"] });
    let step = json!({ "selectedIssueIdsOrKeys": ["MIG-2"], "transitionId": "21" });
    let steps = json!({ "bulkTransitionInputs": [step], "sendBulkNotification": false });
    let bulk = "/rest/api/3/bulk";
    let task = site.ask("POST", &format!("{bulk}/issues/watch"), some, 201)?.text("/taskId");
    site.ask("POST", &format!("{bulk}/issues/transition"), steps, 201)?;
    let gone = json!({ "selectedIssueIdsOrKeys": ["MIG-999"] });
    site.ask("POST", &format!("{bulk}/issues/delete"), gone, 201)?;
    let none = json!({ "selectedIssueIdsOrKeys": [] });
    site.ask("POST", &format!("{bulk}/issues/delete"), none, 400)?;
    site.ask("GET", &format!("{bulk}/queue/{task}"), (), 200)?;
    site.ask("GET", &format!("{bulk}/queue/77"), (), 400)?;
    Ok(())
}

fn made(site: &Site) -> Result<()> {
    let mut first = task("First");
    if let Some(fields) = first.pointer_mut("/fields").and_then(|it| it.as_object_mut()) {
        fields.extend([
            ("description".to_owned(), text("Words")),
            ("labels".to_owned(), json!(["a", "b"])),
            ("assignee".to_owned(), json!({ "id": "5b10ac8d82e05b22cc7d4ef5" })),
            ("priority".to_owned(), json!({ "name": "High" })),
            ("customfield_10651".to_owned(), json!({ "value": "2 - High" })),
            ("timetracking".to_owned(), json!({ "originalEstimate": "2d" })),
        ]);
    }
    site.ask("POST", ISSUE, first, 201)?;
    let several = json!({ "issueUpdates": [task("Second"), task(""), task("Third")] });
    site.ask("POST", &format!("{ISSUE}/bulk"), several, 201)?;
    site.ask("POST", &format!("{ISSUE}/bulk"), json!({ "issueUpdates": [task("")] }), 400)?;
    site.ask("GET", &format!("{ISSUE}/MIG-1"), (), 200)?;
    site.ask("GET", &format!("{ISSUE}/MIG-1?fields=summary&expand=names,changelog"), (), 200)?;
    let edit = json!({ "fields": { "summary": "First of all" } });
    site.ask("PUT", &format!("{ISSUE}/MIG-1?notifyUsers=false"), edit.clone(), 204)?;
    site.ask("PUT", &format!("{ISSUE}/MIG-1?returnIssue=true"), edit, 200)?;
    site.ask("GET", &format!("{ISSUE}/MIG-1?expand=changelog,editmeta"), (), 200)?;
    site.ask("GET", &format!("{ISSUE}/MIG-1/editmeta"), (), 200)?;
    let somebody = json!({ "accountId": "5b10a2844c20165700ede21g" });
    site.ask("PUT", &format!("{ISSUE}/MIG-1/assignee"), somebody, 204)?;
    // Null takes the issue from everybody, which the documents tell in words only.
    let nobody = json!({ "accountId": null });
    site.err("PUT", &format!("{ISSUE}/MIG-1/assignee"), nobody, 204)?;
    site.ask("GET", "/rest/api/3/label", (), 200)?;
    let queries = json!({ "issueIds": [10_001], "jqls": ["project = MIG", "nonsense"] });
    site.ask("POST", "/rest/api/3/jql/match", queries, 200)?;
    site.ask("GET", &format!("{ISSUE}/MIG-1/transitions?expand=transitions.fields"), (), 200)?;
    let step = json!({ "transition": { "id": "21" } });
    site.ask("POST", &format!("{ISSUE}/MIG-1/transitions"), step, 204)?;
    Ok(())
}

fn found(site: &Site) -> Result<()> {
    let wanted = json!({ "issueIdsOrKeys": ["MIG-1", "MIG-999"], "fields": ["*all"] });
    site.ask("POST", &format!("{ISSUE}/bulkfetch"), wanted, 200)?;
    let query = json!({ "jql": "project = MIG ORDER BY key", "fields": ["*all"], "maxResults": 2 });
    site.ask("POST", "/rest/api/3/search/jql", query, 200)?;
    site.ask("GET", "/rest/api/3/search/jql?jql=project%20%3D%20MIG&fields=summary", (), 200)?;
    let count = json!({ "jql": "project = MIG" });
    site.ask("POST", "/rest/api/3/search/approximate-count", count, 200)?;
    site.ask("POST", "/rest/api/3/search", json!({ "jql": "project = MIG" }), 410)?;
    site.ask("GET", "/rest/api/3/search?jql=project%20%3D%20MIG", (), 410)?;
    Ok(())
}

fn comments(site: &Site) -> Result<()> {
    let comments = format!("{ISSUE}/MIG-1/comment");
    let body = json!({
        "body": text("Said"),
        "properties": [{ "key": "origin", "value": { "v": 1 } }],
    });
    let made = site.ask("POST", &comments, body, 201)?.text("/id");
    site.ask("GET", &format!("{comments}?maxResults=10&orderBy=-created"), (), 200)?;
    let one = format!("{comments}/{made}");
    site.ask("GET", &one, (), 200)?;
    site.ask("PUT", &one, json!({ "body": text("Said otherwise") }), 200)?;
    let ids = json!({ "ids": [made.parse::<u64>().unwrap_or_default()] });
    site.ask("POST", "/rest/api/3/comment/list", ids, 200)?;
    let properties = format!("/rest/api/3/comment/{made}/properties");
    site.ask("GET", &properties, (), 200)?;
    site.ask("GET", &format!("{properties}/origin"), (), 200)?;
    site.ask("PUT", &format!("{properties}/other"), json!({ "a": 1 }), 201)?;
    site.ask("DELETE", &format!("{properties}/other"), (), 204)?;
    site.ask("DELETE", &one, (), 204)?;
    site.ask("GET", &one, (), 404)?;
    Ok(())
}

fn worklogs(site: &Site) -> Result<()> {
    let worklogs = format!("{ISSUE}/MIG-1/worklog");
    let body = json!({
        "comment": text("Worked"),
        "started": "2026-01-17T12:34:00.000+0000",
        "timeSpentSeconds": 3600,
    });
    let target = format!("{worklogs}?adjustEstimate=leave&notifyUsers=false");
    let made = site.ask("POST", &target, body, 201)?.text("/id");
    site.ask("GET", &worklogs, (), 200)?;
    site.ask("GET", &format!("{worklogs}/{made}"), (), 200)?;
    let changed = json!({ "timeSpent": "2h" });
    site.ask("PUT", &format!("{worklogs}/{made}?notifyUsers=false"), changed, 200)?;
    let feed = "/rest/api/3/worklog";
    let first = site.ask("GET", &format!("{feed}/updated?since=0"), (), 200)?;
    let ids = json!({ "ids": [first.text("/values/0/worklogId").parse::<u64>().unwrap_or(0)] });
    site.ask("POST", &format!("{feed}/list"), ids, 200)?;
    site.ask("DELETE", &format!("{worklogs}/{made}?adjustEstimate=auto"), (), 204)?;
    site.ask("GET", &format!("{feed}/deleted?since=0"), (), 200)?;
    Ok(())
}

fn files(site: &Site) -> Result<()> {
    let form = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
        Content-Type: text/plain\r\n\r\nbytes\r\n--edge--\r\n";
    let target = format!("{ISSUE}/MIG-1/attachments");
    let sent = || Sent::of("multipart/form-data; boundary=edge", form);
    site.ask("POST", &target, sent(), 403)?;
    let made = site.ask("POST", &target, sent().with("x-atlassian-token", "no-check"), 200)?;
    let id = made.text("/0/id");
    site.ask("GET", &format!("/rest/api/3/attachment/{id}"), (), 200)?;
    let content = format!("/rest/api/3/attachment/content/{id}");
    site.ask("GET", &format!("{content}?redirect=false"), (), 200)?;
    let part = Sent::from(()).with("range", "bytes=1-2");
    site.ask("GET", &format!("{content}?redirect=false"), part, 206)?;
    let sent_on = site.ask("GET", &content, (), 303)?;
    let address = sent_on.header("location");
    let (_, file) = address.split_once("/file/").unwrap_or_default();
    site.ask("GET", &format!("/file/{file}"), (), 200)?;
    site.ask("DELETE", &format!("/rest/api/3/attachment/{id}"), (), 204)?;
    site.ask("GET", &content, (), 404)?;
    Ok(())
}

fn properties(site: &Site) -> Result<()> {
    let properties = format!("{ISSUE}/MIG-1/properties");
    site.ask("PUT", &format!("{properties}/origin"), json!({ "id": 17 }), 201)?;
    site.ask("PUT", &format!("{properties}/origin"), json!({ "id": 18 }), 200)?;
    site.ask("GET", &properties, (), 200)?;
    site.ask("GET", &format!("{properties}/origin"), (), 200)?;
    site.ask("DELETE", &format!("{properties}/origin"), (), 204)?;
    site.ask("GET", &format!("{properties}/origin"), (), 404)?;
    Ok(())
}

fn links(site: &Site) -> Result<()> {
    let link = |kind: &str| {
        json!({
            "type": { "name": kind },
            "inwardIssue": { "key": "MIG-1" },
            "outwardIssue": { "key": "MIG-2" },
        })
    };
    site.ask("POST", "/rest/api/3/issueLink", link("Blocks"), 201)?;
    site.ask("POST", "/rest/api/3/issueLink", link("Loves"), 404)?;
    let issue = site.ask("GET", &format!("{ISSUE}/MIG-1?fields=issuelinks"), (), 200)?;
    let one = format!("/rest/api/3/issueLink/{}", issue.text("/fields/issuelinks/0/id"));
    site.ask("GET", &one, (), 200)?;
    site.ask("DELETE", &one, (), 204)?;
    let remote = format!("{ISSUE}/MIG-1/remotelink");
    let link = |title: &str| {
        json!({
            "globalId": "system=https://example.org&id=1",
            "relationship": "mentioned in",
            "object": { "url": "https://example.org/1", "title": title },
        })
    };
    let made = site.ask("POST", &remote, link("One"), 201)?.text("/id");
    site.ask("POST", &remote, link("The first"), 200)?;
    site.ask("GET", &remote, (), 200)?;
    site.ask("GET", &format!("{remote}/{made}"), (), 200)?;
    site.ask("PUT", &format!("{remote}/{made}"), link("Again"), 204)?;
    site.ask("DELETE", &format!("{remote}/{made}"), (), 204)?;
    site.ask("POST", &remote, link("One"), 201)?;
    let global = "system%3Dhttps%3A%2F%2Fexample.org%26id%3D1";
    site.ask("DELETE", &format!("{remote}?globalId={global}"), (), 204)?;
    Ok(())
}

fn watchers(site: &Site) -> Result<()> {
    let watchers = format!("{ISSUE}/MIG-1/watchers");
    site.ask("POST", &watchers, json!("5b10ac8d82e05b22cc7d4ef5"), 204)?;
    site.ask("GET", &watchers, (), 200)?;
    site.ask("DELETE", &format!("{watchers}?accountId=5b10ac8d82e05b22cc7d4ef5"), (), 204)?;
    Ok(())
}
