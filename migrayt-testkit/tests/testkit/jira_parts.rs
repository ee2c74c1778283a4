//! Issues of boards and sprints, single entries of vocabularies, edits of work logs and assignees.

use std::sync::Arc;

use http::Method;
use serde_json::{Value, json};

use crate::client::Client;
use crate::jira::{client, new, text};

async fn made(client: &Client, summary: &str) -> (String, u64) {
    let made = client.post("/rest/api/3/issue", &new(summary)).await.with(201);
    (made["key"].as_str().unwrap().to_owned(), made["id"].as_str().unwrap().parse().unwrap())
}

fn keys(page: &Value) -> Vec<&str> {
    page["issues"].as_array().unwrap().iter().filter_map(|it| it["key"].as_str()).collect()
}

#[tokio::test]
async fn a_board_a_backlog_and_a_sprint_show_their_issues_by_rank() {
    let client = client(Arc::default()).await;
    let mut all = Vec::new();
    for at in 0..5 {
        all.push(made(&client, &format!("Issue {at}")).await.0);
    }
    let sprint = json!({"name": "Toured", "originBoardId": 1});
    let sprint = client.post("/rest/agile/1.0/sprint", &sprint).await.with(201);
    let here = format!("sprint/{}/issue", sprint["id"]);
    let moved = json!({"issues": [all[1], all[3]]});
    client.post(&format!("/rest/agile/1.0/{here}"), &moved).await.is(204);
    let first = json!({"issues": [all[4]], "rankBeforeIssue": all[0]});
    client.json(Method::PUT, "/rest/agile/1.0/issue/rank", &first).await.is(204);
    let board = client.get("/rest/agile/1.0/board/1/issue?maxResults=2&fields=summary").await;
    let board = board.with(200);
    assert_eq!((keys(&board), &board["total"]), (vec![&*all[4], &*all[0]], &json!(5)));
    let backlog = client.get("/rest/agile/1.0/board/1/backlog").await.with(200);
    assert_eq!(keys(&backlog), [&*all[4], &*all[0], &*all[2]]);
    let within = client.get(&format!("/rest/agile/1.0/{here}?startAt=1")).await.with(200);
    assert_eq!((keys(&within), &within["total"]), (vec![&*all[3]], &json!(2)));
    let asked = "/rest/software/1.0/board/1/issue?maxResults=3&jql=ORDER%20BY%20key";
    client.get(&format!("{asked}&nextPageToken=nonsense")).await.with(400);
    let page = client.get(asked).await.with(200);
    assert_eq!((page["isLast"].as_bool(), keys(&page).len()), (Some(false), 3));
    let token = page["nextPageToken"].as_str().unwrap();
    let rest = client.get(&format!("{asked}&nextPageToken={token}")).await.with(200);
    assert_eq!((rest["isLast"].as_bool(), keys(&rest).len()), (Some(true), 2));
    let sorted = "/rest/software/1.0/board/1/issue?jql=project%20%3D%20MIG%20ORDER%20BY%20key";
    assert_eq!(keys(&client.get(sorted).await.with(200)), all);
    client.get("/rest/agile/1.0/board/9/issue").await.with(404);
}

#[tokio::test]
async fn vocabularies_show_one_entry_by_id_or_name() {
    let client = client(Arc::default()).await;
    assert_eq!(client.get("/rest/api/3/status/done").await.with(200)["name"], "Done");
    let all = client.get("/rest/api/3/priority/search").await.with(200);
    let id = all["values"][1]["id"].as_str().unwrap();
    let one = client.get(&format!("/rest/api/3/priority/{id}")).await.with(200);
    assert_eq!(one["name"], all["values"][1]["name"]);
    let all = client.get("/rest/api/3/issueLinkType").await.with(200);
    let id = all["issueLinkTypes"][1]["id"].as_str().unwrap();
    let one = client.get(&format!("/rest/api/3/issueLinkType/{id}")).await.with(200);
    assert_eq!(one["inward"], all["issueLinkTypes"][1]["inward"]);
    let levels = client.get("/rest/api/3/project/10000/hierarchy").await.with(200);
    assert_eq!(levels["hierarchy"][0]["issueTypes"][0]["name"], "Epic");
    for none in ["status/None", "priority/999", "resolution/999", "issueLinkType/999"] {
        client.get(&format!("/rest/api/3/{none}")).await.with(404);
    }
}

#[tokio::test]
async fn an_issue_is_given_to_somebody_and_to_nobody() {
    let client = client(Arc::default()).await;
    let (key, _) = made(&client, "An issue").await;
    let me = client.get("/rest/api/3/myself").await.with(200)["accountId"].clone();
    let target = format!("/rest/api/3/issue/{key}/assignee");
    client.json(Method::PUT, &target, &json!({ "accountId": me })).await.is(204);
    let issue = format!("/rest/api/3/issue/{key}?fields=assignee&expand=changelog,editmeta");
    let shown = client.get(&issue).await.with(200);
    assert_eq!(shown["fields"]["assignee"]["accountId"], me);
    assert_eq!(shown["changelog"]["histories"][0]["items"][0]["field"], "assignee");
    assert_eq!(shown["editmeta"]["fields"]["summary"]["required"], true);
    client.json(Method::PUT, &target, &json!({ "accountId": "nobody" })).await.with(400);
    client.json(Method::PUT, &target, &json!({ "accountId": null })).await.is(204);
    assert_eq!(client.get(&issue).await.with(200)["fields"]["assignee"], Value::Null);
    let meta = client.get(&format!("/rest/api/3/issue/{key}/editmeta")).await.with(200);
    assert!(meta["fields"]["labels"]["operations"].as_array().unwrap().len() > 1, "{meta}");
}

#[tokio::test]
async fn a_work_log_entry_is_changed_and_removed_and_stands_in_the_feeds() {
    let client = client(Arc::default()).await;
    let (key, _) = made(&client, "An issue").await;
    let estimate =
        json!({"fields": {"timetracking": {"originalEstimate": "5h", "remainingEstimate": "5h"}}});
    let issue = format!("/rest/api/3/issue/{key}");
    client.json(Method::PUT, &issue, &estimate).await.is(204);
    let worklogs = format!("{issue}/worklog");
    let made = json!({"timeSpent": "1h", "comment": text("Worked")});
    let made = client.post(&worklogs, &made).await.with(201);
    let one = format!("{worklogs}/{}", made["id"].as_str().unwrap());
    let changed = client.json(Method::PUT, &one, &json!({"timeSpent": "3h"})).await.with(200);
    assert_eq!(
        (&changed["timeSpentSeconds"], &changed["comment"]),
        (&json!(10800), &text("Worked"))
    );
    let tracked = || async {
        let shown = client.get(&format!("{issue}?fields=timetracking")).await.with(200);
        let seconds = |name: &str| shown["fields"]["timetracking"][name].as_u64();
        (seconds("timeSpentSeconds"), seconds("remainingEstimateSeconds"))
    };
    assert_eq!(tracked().await, (Some(10800), Some(7200)));
    let feed = client.get("/rest/api/3/worklog/updated?since=0").await.with(200);
    assert_eq!(feed["values"][0]["worklogId"].to_string(), made["id"].as_str().unwrap());
    let ids = json!({"ids": [feed["values"][0]["worklogId"], 999_999]});
    let listed = client.post("/rest/api/3/worklog/list", &ids).await.with(200);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    client.json(Method::DELETE, &one, &Value::Null).await.is(204);
    assert_eq!(tracked().await, (Some(0), Some(18000)));
    let gone = client.get("/rest/api/3/worklog/deleted").await.with(200);
    assert_eq!(gone["values"][0]["worklogId"], feed["values"][0]["worklogId"]);
    assert_eq!(client.get("/rest/api/3/worklog/updated").await.with(200)["values"], json!([]));
}

#[tokio::test]
async fn labels_are_listed_and_issues_matched_with_queries() {
    let client = client(Arc::default()).await;
    let mut issue = new("An issue");
    issue["fields"]["labels"] = json!(["b", "a"]);
    let id = client.post("/rest/api/3/issue", &issue).await.with(201)["id"].clone();
    let id: u64 = id.as_str().unwrap().parse().unwrap();
    assert_eq!(client.get("/rest/api/3/label").await.with(200)["values"], json!(["a", "b"]));
    let queries = json!({"issueIds": [id, 999_999],
        "jqls": ["labels = a", "labels = b AND labels = c", "nonsense"]});
    let found = client.post("/rest/api/3/jql/match", &queries).await.with(200);
    let found = |at: usize| &found["matches"][at];
    assert_eq!(found(0)["matchedIssues"], json!([id]));
    assert_eq!(found(1)["matchedIssues"], json!([]));
    assert_eq!(found(2)["errors"].as_array().unwrap().len(), 1);
    let release = json!({"projectId": 10000, "name": "8.1"});
    let release = client.post("/rest/api/3/version", &release).await.with(201);
    let target = format!("/rest/api/3/version/{}", release["id"].as_str().unwrap());
    // A null is nothing said.
    let change = json!({"name": null, "released": true});
    let changed = client.json(Method::PUT, &target, &change).await.with(200);
    assert_eq!((&changed["name"], &changed["released"]), (&json!("8.1"), &json!(true)));
}

#[tokio::test]
async fn issues_of_a_version_that_goes_get_another() {
    let client = client(Arc::default()).await;
    let mut ids = Vec::new();
    for name in ["8.1", "8.2"] {
        let release = json!({"projectId": 10000, "name": name});
        let release = client.post("/rest/api/3/version", &release).await.with(201);
        ids.push(release["id"].as_str().unwrap().to_owned());
    }
    let mut issue = new("An issue");
    issue["fields"]["fixVersions"] = json!([{"id": ids[0]}]);
    issue["fields"]["versions"] = json!([{"id": ids[0]}]);
    let key = client.post("/rest/api/3/issue", &issue).await.with(201)["key"].clone();
    let target = format!("/rest/api/3/version/{}/removeAndSwap", ids[0]);
    client.post(&target, &json!({"moveFixIssuesTo": 999})).await.with(404);
    let heir: u64 = ids[1].parse().unwrap();
    client.post(&target, &json!({ "moveFixIssuesTo": heir })).await.is(204);
    client.get(&format!("/rest/api/3/version/{}", ids[0])).await.with(404);
    let shown = client.get(&format!("/rest/api/3/issue/{}", key.as_str().unwrap())).await.with(200);
    assert_eq!(shown["fields"]["fixVersions"][0]["name"], "8.2");
    assert_eq!(shown["fields"]["versions"], json!([]));
}
