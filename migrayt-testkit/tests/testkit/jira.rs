use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use migrayt_testkit::contract::Tracker;
use migrayt_testkit::sim::jira::{Grant, Jira, JiraOptions, LateCommit, Points, RateLimit, Rights};
use serde_json::{Value, json};

use crate::client::Client;
use migrayt_testkit::clock::VirtualClock;

pub(crate) async fn client(site: Arc<Jira>) -> Client {
    let login = site.options().logins[0].clone();
    Client::of(site).await.basic(&login.email, &login.token).held_to(Tracker::Jira)
}

pub(crate) fn with(change: impl FnOnce(&mut JiraOptions)) -> Arc<Jira> {
    let mut options = JiraOptions::default();
    change(&mut options);
    Arc::new(Jira::with_options(options))
}

pub(crate) fn text(words: &str) -> Value {
    json!({"version": 1, "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]}]})
}

pub(crate) fn new(summary: &str) -> Value {
    json!({"fields": {"project": {"key": "MIG"}, "issuetype": {"name": "Task"},
        "summary": summary}})
}

#[tokio::test]
async fn metadata_is_found_without_knowing_an_id() {
    let client = client(Arc::default()).await;
    let types = client.get("/rest/api/3/issue/createmeta/MIG/issuetypes").await.with(200);
    let names: Vec<&str> = types["issueTypes"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    assert_eq!(names, ["Epic", "Story", "Task", "Sub-task", "Bug"]);
    let id = types["issueTypes"][0]["id"].as_str().unwrap();
    let fields = client.get(&format!("/rest/api/3/issue/createmeta/MIG/issuetypes/{id}")).await;
    assert!(fields.with(200)["fields"].as_array().unwrap().len() > 10);
    let lists = [
        ("/rest/api/3/field", ""),
        ("/rest/api/3/priority/search", "values"),
        ("/rest/api/3/issueLinkType", "issueLinkTypes"),
        ("/rest/api/3/project/MIG/statuses", ""),
        ("/rest/api/3/users/search", ""),
        ("/rest/api/3/user/assignable/search?project=MIG", ""),
        ("/rest/agile/1.0/board?projectKeyOrId=MIG", "values"),
        ("/rest/agile/1.0/board/1/sprint", "values"),
    ];
    for (target, key) in lists {
        let answer = client.get(target).await.with(200);
        let list = if key.is_empty() { &answer } else { &answer[key] };
        assert!(!list.as_array().unwrap().is_empty(), "{target}");
    }
    let project = client.get("/rest/api/3/project/MIG").await.with(200);
    assert_eq!(project["key"], "MIG");
    assert_eq!(client.get("/rest/api/3/attachment/meta").await.with(200)["enabled"], true);
    assert_eq!(client.get("/rest/api/3/project/NOPE").await.status, 404);
}

#[tokio::test]
async fn who_is_nobody_or_shut_out_is_told_so() {
    let site = with(|options| {
        let mut shut = options.logins[0].clone();
        shut.email = "shut@example.com".to_owned();
        shut.rights = Rights::ShutOut;
        options.logins.push(shut);
    });
    let wrong = Client::of(site.clone()).await.basic("admin@example.com", "wrong");
    assert_eq!(wrong.get("/rest/api/3/myself").await.status, 401);
    assert_eq!(wrong.post("/rest/api/3/issue/bulk", &json!({})).await.status, 401);
    let nobody = Client::of(site.clone()).await;
    assert_eq!(nobody.get("/rest/api/3/myself").await.status, 401);
    assert_eq!(nobody.get("/rest/api/3/project/MIG").await.status, 404);
    let shut = Client::of(site).await.basic("shut@example.com", "jira-simulator-token");
    assert_eq!(shut.get("/rest/api/3/myself").await.status, 403);
}

#[tokio::test]
async fn a_bulk_create_makes_what_passes_and_names_the_rest() {
    let site: Arc<Jira> = Arc::default();
    let client = client(site.clone()).await;
    let mut unknown_type = new("b");
    unknown_type["fields"]["issuetype"] = json!({"name": "Saga"});
    let body = json!({"issueUpdates": [new("a"), unknown_type, new("c"), new("")]});
    let answer = client.post("/rest/api/3/issue/bulk", &body).await.with(201);
    let keys = [&answer["issues"][0]["key"], &answer["issues"][1]["key"]];
    assert_eq!(keys, ["MIG-1", "MIG-2"]);
    let failed: Vec<u64> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["failedElementNumber"].as_u64().unwrap())
        .collect();
    assert_eq!(failed, [1, 3]);
    let reasons = &answer["errors"][1]["elementErrors"]["errors"];
    assert!(reasons["summary"].is_string(), "{reasons}");
    assert_eq!(site.issue("MIG-2").unwrap().fields["summary"], "c");

    let none = json!({"issueUpdates": [new("")]});
    assert_eq!(client.post("/rest/api/3/issue/bulk", &none).await.status, 400);
    let many: Vec<Value> = (0..51).map(|at| new(&at.to_string())).collect();
    let body = json!({"issueUpdates": many});
    assert_eq!(client.post("/rest/api/3/issue/bulk", &body).await.status, 400);
    let body = json!({"issueUpdates": many[..50]});
    client.post("/rest/api/3/issue/bulk", &body).await.with(201);
    assert_eq!(site.issue_count(), 52);
}

#[tokio::test]
async fn a_property_comes_with_its_issue() {
    let client = client(Arc::default()).await;
    let mut issue = new("marked");
    issue["properties"] = json!([{"key": "origin", "value": {"v": 1, "id": "17"}}]);
    client.post("/rest/api/3/issue/bulk", &json!({"issueUpdates": [issue]})).await.with(201);
    let body =
        json!({"issueIdsOrKeys": ["MIG-1"], "fields": ["summary"], "properties": ["origin"]});
    let read = client.post("/rest/api/3/issue/bulkfetch", &body).await.with(200);
    assert_eq!(read["issues"][0]["properties"]["origin"]["id"], "17");
}

#[tokio::test]
async fn texts_are_documents_of_at_most_32_767_characters() {
    let site: Arc<Jira> = Arc::default();
    let client = client(site.clone()).await;
    let longest = "é".repeat(32_767);
    let cases = [
        (json!("plain"), Some("Atlassian Document")),
        (text(&format!("{longest}x")), Some("32,767")),
        (json!({"version": 1, "type": "doc", "content": [{"type": "wish"}]}), Some("Document")),
        (text(&longest), None),
    ];
    for (description, refusal) in cases {
        let mut issue = new("a");
        issue["fields"]["description"] = description;
        let answer = client.post("/rest/api/3/issue", &issue).await;
        match refusal {
            None => assert_eq!(answer.status, 201, "{answer:?}"),
            Some(words) => {
                let message = answer.with(400)["errors"]["description"].to_string();
                assert!(message.contains(words), "{message}");
            }
        }
    }
    assert_eq!(site.issue_count(), 1);
    let comment = json!({"body": text(&format!("{longest}x"))});
    assert_eq!(client.post("/rest/api/3/issue/MIG-1/comment", &comment).await.status, 400);
    let comment = json!({"body": text("fine")});
    client.post("/rest/api/3/issue/MIG-1/comment", &comment).await.with(201);
}

#[tokio::test]
async fn a_status_is_reached_by_the_steps_of_the_workflow() {
    let site: Arc<Jira> = Arc::default();
    let client = client(site.clone()).await;
    client.post("/rest/api/3/issue", &new("a")).await.with(201);
    let target = "/rest/api/3/issue/MIG-1/transitions";
    let steps = client.get(target).await.with(200);
    let reached: Vec<&str> = steps["transitions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|step| step["to"]["name"].as_str())
        .collect();
    assert_eq!(reached, ["To Do", "In Progress"]);
    let take = |id: &str| json!({"transition": {"id": id}});
    assert_eq!(client.post(target, &take("41")).await.status, 400);
    for id in ["21", "41"] {
        assert_eq!(client.post(target, &take(id)).await.status, 204);
    }
    assert_eq!(site.issue("MIG-1").unwrap().status, "Done");
}

#[tokio::test]
async fn a_file_is_kept_and_given_back_over_a_redirect() {
    let site: Arc<Jira> = Arc::default();
    let client = client(site.clone()).await;
    client.post("/rest/api/3/issue", &new("a")).await.with(201);
    let form = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"\r\n\
        Content-Type: text/plain\r\n\r\nbytes\r\n--edge--\r\n";
    let target = "/rest/api/3/issue/MIG-1/attachments";
    let kind = ("content-type", "multipart/form-data; boundary=edge");
    let unsafe_request = client.ask(Method::POST, target, &[kind], form.into()).await.unwrap();
    assert_eq!(unsafe_request.status, 403);
    let headers = [kind, ("x-atlassian-token", "no-check")];
    let made = client.ask(Method::POST, target, &headers, form.into()).await.unwrap().with(200);
    assert_eq!((&made[0]["filename"], &made[0]["size"]), (&json!("a b.txt"), &json!(5)));
    let id = made[0]["id"].as_str().unwrap();
    let content = client.get(&format!("/rest/api/3/attachment/content/{id}")).await;
    assert_eq!(content.status, 303);
    let location = content.header("location").to_owned();
    let (_, target) = location.split_once("/file/").unwrap();
    let file = client.get(&format!("/file/{target}")).await;
    assert_eq!((file.status.as_u16(), file.body), (200, Bytes::from_static(b"bytes")));
}

#[tokio::test]
async fn links_and_parents_are_checked() {
    let site: Arc<Jira> = Arc::default();
    let client = client(site.clone()).await;
    client.post("/rest/api/3/issue/bulk", &json!({"issueUpdates": [new("a"), new("b")]})).await;
    let link = |kind: &str| {
        json!({"type": {"name": kind},
            "inwardIssue": {"key": "MIG-1"}, "outwardIssue": {"key": "MIG-2"}})
    };
    for _ in 0..2 {
        assert_eq!(client.post("/rest/api/3/issueLink", &link("Blocks")).await.status, 201);
    }
    assert_eq!(site.issue("MIG-1").unwrap().links.len(), 1);
    assert_eq!(client.post("/rest/api/3/issueLink", &link("Loves")).await.status, 404);
    let mut child = new("c");
    child["fields"]["parent"] = json!({"key": "MIG-1"});
    let refused = client.post("/rest/api/3/issue", &child).await.with(400);
    assert!(refused["errors"]["parentId"].is_string(), "{refused}");
    child["fields"]["issuetype"] = json!({"name": "Sub-task"});
    client.post("/rest/api/3/issue", &child).await.with(201);
    assert_eq!(site.issue("MIG-3").unwrap().parent.as_deref(), Some("MIG-1"));
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let rate = RateLimit { get: 5, post: 5, put: 5, delete: 5, per_issue: true };
    let site = with(|options| options.rate_limit = Some(rate));
    let client = client(site).await;
    let mut answers = Vec::new();
    for _ in 0..6 {
        answers.push(client.get("/rest/api/3/myself").await);
    }
    let last = answers.pop().unwrap();
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(answers[4].header("x-ratelimit-nearlimit"), "true");
    assert_eq!(last.status, 429);
    let pause: u64 = last.header("retry-after").parse().unwrap();
    assert_eq!(last.header("ratelimit-reason"), "jira-burst-based");
    client.clock.advance_to(VirtualClock::START + Duration::from_secs(pause));
    assert_eq!(client.get("/rest/api/3/myself").await.status, 200);
}

#[tokio::test]
async fn a_lost_create_happens_later() {
    let late = LateCommit { every: 2, delay: Duration::from_secs(90) };
    let site = with(|options| options.late_commit = Some(late));
    let client = client(site.clone()).await;
    client.post("/rest/api/3/issue", &new("a")).await.with(201);
    let lost = client.post("/rest/api/3/issue", &new("b")).await;
    assert_eq!(lost.status, 504);
    assert!(lost.header("content-type").starts_with("text/html"));
    assert_eq!((site.issue_count(), site.pending_count()), (1, 1));
    client.clock.advance_to(VirtualClock::START + Duration::from_secs(91));
    assert_eq!(client.get("/rest/api/3/issue/MIG-2").await.with(200)["fields"]["summary"], "b");
    assert_eq!(site.pending_count(), 0);
}

#[tokio::test]
async fn search_finds_pages_by_key_and_may_lag() {
    let site = with(|options| options.search_lag = Duration::from_secs(30));
    let client = client(site).await;
    let all: Vec<Value> = (0..50).map(|at| new(&format!("issue {at}"))).collect();
    client.post("/rest/api/3/issue/bulk", &json!({ "issueUpdates": all })).await.with(201);
    let body = json!({"jql": "project = MIG AND key > MIG-10 ORDER BY key ASC",
        "fields": ["summary"], "maxResults": 15});
    let early = client.post("/rest/api/3/search/jql", &body).await;
    assert_ne!(early.json()["issues"].as_array().map(Vec::len), Some(15));
    client.clock.advance_to(VirtualClock::START + Duration::from_secs(31));
    let (mut body, mut keys) = (body, Vec::new());
    loop {
        let page = client.post("/rest/api/3/search/jql", &body).await.with(200);
        keys.extend(page["issues"].as_array().unwrap().iter().map(|it| it["key"].to_string()));
        let Some(token) = page["nextPageToken"].as_str() else { break };
        body["nextPageToken"] = json!(token);
    }
    assert_eq!(keys.len(), 40);
    assert_eq!(keys[0], "\"MIG-11\"");
    let old = client.get("/rest/api/3/search?jql=project=MIG").await;
    assert_eq!(old.status, 410);
}

#[tokio::test]
async fn version_two_takes_and_gives_wiki_markup() {
    let site: Arc<Jira> = Arc::default();
    let client = client(site.clone()).await;
    let mut issue = new("a");
    issue["fields"]["description"] = json!("A *bold* word and [a page|https://example.org].");
    client.post("/rest/api/2/issue", &issue).await.with(201);
    let kept = client.get("/rest/api/3/issue/MIG-1").await.with(200);
    let words = &kept["fields"]["description"]["content"][0]["content"];
    assert_eq!(words[1]["marks"][0]["type"], "strong", "{words}");
    for version in ["2", "latest"] {
        let shown = client.get(&format!("/rest/api/{version}/issue/MIG-1")).await.with(200);
        let text = shown["fields"]["description"].as_str().unwrap();
        assert!(text.contains("*bold*") && text.contains("|https://example.org"), "{text}");
        assert!(shown["self"].as_str().unwrap().contains("/rest/api/2/issue/"), "{shown}");
    }
    let said = client.post("/rest/api/2/issue/MIG-1/comment", &json!({"body": "_so_"})).await;
    assert_eq!(said.with(201)["body"], "_so_");
    let comments = client.get("/rest/api/3/issue/MIG-1/comment").await.with(200);
    assert_eq!(comments["comments"][0]["body"]["type"], "doc");
    // A picture is named by its file, and the site knows which one that is.
    attach(&client, "chart.png").await;
    let edit = json!({"fields": {"description": "!chart.png|width=300!"}});
    let put = "/rest/api/2/issue/MIG-1";
    assert_eq!(client.json(Method::PUT, put, &edit).await.status, 204);
    let kept = client.get("/rest/api/3/issue/MIG-1").await.with(200);
    let text = kept["fields"]["description"].to_string();
    assert!(text.contains("\"media\"") && text.contains(&media(&client, &kept).await), "{text}");
}

async fn attach(client: &Client, name: &str) {
    let form = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: image/png\r\n\r\nbytes\r\n--edge--\r\n"
    );
    let headers =
        [("content-type", "multipart/form-data; boundary=edge"), ("x-atlassian-token", "no-check")];
    let target = "/rest/api/3/issue/MIG-1/attachments";
    client.ask(Method::POST, target, &headers, form.into()).await.unwrap().with(200);
}

/// The media id of the first file of an issue, from the redirect to its bytes.
async fn media(client: &Client, issue: &Value) -> String {
    let id = issue["fields"]["attachment"][0]["id"].as_str().unwrap();
    let content = client.get(&format!("/rest/api/3/attachment/content/{id}")).await;
    let (_, rest) = content.header("location").split_once("/file/").unwrap();
    rest.split('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_goes_with_the_last_text_that_shows_it() {
    for (orphans_go, left) in [(true, 0), (false, 1)] {
        let site = with(|options| options.orphans_go = orphans_go);
        let client = client(site.clone()).await;
        client.post("/rest/api/3/issue", &new("a")).await.with(201);
        attach(&client, "chart.png").await;
        let put = async |text: &str| {
            let edit = json!({"fields": {"description": text}});
            client.json(Method::PUT, "/rest/api/2/issue/MIG-1", &edit).await.status
        };
        assert_eq!(put("!chart.png!").await, 204);
        assert_eq!(put("!chart.png! and more").await, 204);
        assert_eq!(site.issue("MIG-1").unwrap().attachments.len(), 1);
        assert_eq!(put("only more").await, 204);
        assert_eq!(site.issue("MIG-1").unwrap().attachments.len(), left);
    }
}

#[tokio::test]
async fn an_app_has_one_pool_over_all_its_sites() {
    let points = Points::global(5);
    let app = |name: &str| {
        let (points, name) = (points.clone(), name.to_owned());
        with(move |options| {
            options.site_name = name;
            options.points = Some(points);
            options.grant = Some(Grant::new("an-app", "a-secret", "first"));
        })
    };
    let mut clients = Vec::new();
    for name in ["one", "two"] {
        let site = app(name);
        let client = Client::of(site.clone()).await;
        let ask = json!({"grant_type": "refresh_token", "client_id": "an-app",
            "client_secret": "a-secret", "refresh_token": "first"});
        let grant = client.post("/oauth/token", &ask).await.with(200);
        let token = format!("Bearer {}", grant["access_token"].as_str().unwrap());
        clients.push((client, token, site));
    }
    let ask = async |at: usize| {
        let (client, token, _) = &clients[at];
        let headers = [("authorization", token.as_str())];
        let target = "/rest/api/3/issue/createmeta/MIG/issuetypes/10001?maxResults=1";
        client.ask(Method::GET, target, &headers, Bytes::new()).await.unwrap()
    };
    // A request costs one point, and one more for what it reads.
    for (at, left) in [(0, 3), (1, 1), (0, 0)] {
        let answer = ask(at).await;
        assert_eq!(answer.status, 200);
        let room = answer.header("ratelimit");
        assert!(room.starts_with(&format!("\"global-app-quota\";r={left};t=")), "{room}");
    }
    let refused = ask(1).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("ratelimit-reason"), "jira-quota-global-based");
    let pause: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=3_600).contains(&pause), "{pause}");
    // An API token is free.
    let (_, _, site) = &clients[0];
    let free = client(site.clone()).await;
    assert_eq!(free.get("/rest/api/3/myself").await.status, 200);
}

#[tokio::test]
async fn fields_and_projects_are_made_and_deleted_by_tasks() {
    let site: Arc<Jira> = Arc::default();
    let client = client(site.clone()).await;
    let kind = "com.atlassian.jira.plugin.system.customfieldtypes:float";
    let field = client.post("/rest/api/3/field", &json!({"name": "Size", "type": kind})).await;
    let field = field.with(201)["id"].as_str().unwrap().to_owned();
    let listed = client.get("/rest/api/3/field").await.with(200);
    let named = |fields: &Value| fields.as_array().unwrap().iter().any(|it| it["id"] == *field);
    assert!(named(&listed));
    let odd = json!({"name": "Size", "type": "somebody:else"});
    client.post("/rest/api/3/field", &odd).await.with(400);

    let project = json!({"key": "OTHER", "name": "Other", "projectTypeKey": "software"});
    client.post("/rest/api/3/project", &project).await.with(201);
    client.post("/rest/api/3/project", &project).await.with(400);
    let found = client.get("/rest/api/3/project/search?query=oth").await.with(200);
    assert_eq!((&found["total"], &found["values"][0]["key"]), (&json!(1), &json!("OTHER")));
    assert_eq!(client.get("/rest/api/3/project/OTHER").await.with(200)["name"], "Other");

    let gone = client
        .ask(Method::DELETE, &format!("/rest/api/3/field/{field}"), &[], "".into())
        .await
        .unwrap()
        .with(303);
    let task = gone["self"].as_str().unwrap().split_once("/rest").unwrap().1.to_owned();
    let task = format!("/rest{task}");
    assert_eq!(gone["status"], "ENQUEUED");
    client
        .ask(Method::DELETE, &format!("/rest/api/3/field/{field}"), &[], "".into())
        .await
        .unwrap()
        .with(409);
    let target = "/rest/api/3/project/OTHER/delete";
    client.ask(Method::POST, target, &[], "".into()).await.unwrap().with(303);
    assert!(named(&client.get("/rest/api/3/field").await.with(200)), "not yet");
    client.clock.advance_to(VirtualClock::START + Duration::from_secs(2));
    assert_eq!(client.get(&task).await.with(200)["status"], "RUNNING");
    client.clock.advance_to(VirtualClock::START + Duration::from_secs(5));
    let done = client.get(&task).await.with(200);
    assert_eq!((&done["status"], &done["progress"]), (&json!("COMPLETE"), &json!(100)));
    assert!(!named(&client.get("/rest/api/3/field").await.with(200)));
    client.get("/rest/api/3/project/OTHER").await.with(404);
    client.get("/rest/api/3/task/9").await.with(404);
}

#[tokio::test]
async fn a_bulk_task_is_carried_out_later_and_tells_of_each_issue() {
    let site: Arc<Jira> = Arc::default();
    let client = client(site.clone()).await;
    client.post("/rest/api/3/issue/bulk", &json!({"issueUpdates": [new("a"), new("b")]})).await;
    client.post("/rest/api/3/issue/MIG-2/transitions", &json!({"transition": {"id": "21"}})).await;
    let names = json!(["MIG-1", "MIG-2", "MIG-77"]);
    let step = json!({"selectedIssueIdsOrKeys": names, "transitionId": "21"});
    let body = json!({"bulkTransitionInputs": [step], "sendBulkNotification": false});
    let told = client.post("/rest/api/3/bulk/issues/transition", &body).await.with(201);
    let queue = format!("/rest/api/3/bulk/queue/{}", told["taskId"].as_str().unwrap());
    let early = client.get(&queue).await.with(200);
    assert_eq!((&early["status"], &early["progressPercent"]), (&json!("ENQUEUED"), &json!(0)));
    assert_eq!(site.issue("MIG-1").unwrap().status, "To Do");
    client.clock.advance_to(VirtualClock::START + Duration::from_secs(3));
    assert_eq!(client.get(&queue).await.with(200)["status"], "RUNNING");
    client.clock.advance_to(VirtualClock::START + Duration::from_secs(5));
    let done = client.get(&queue).await.with(200);
    assert_eq!((&done["status"], &done["totalIssueCount"]), (&json!("COMPLETE"), &json!(3)));
    assert_eq!(done["processedAccessibleIssues"].as_array().unwrap().len(), 1);
    assert_eq!(done["failedAccessibleIssues"].as_object().unwrap().len(), 1);
    assert_eq!(done["invalidOrInaccessibleIssueCount"], 1);
    assert_eq!(site.issue("MIG-1").unwrap().status, "In Progress");
}
