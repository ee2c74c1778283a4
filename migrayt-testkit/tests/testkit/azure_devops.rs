use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use migrayt_core::port::Clock as _;
use migrayt_testkit::contract::Tracker;
use migrayt_testkit::generate::WorkItems;
use migrayt_testkit::sample;
use migrayt_testkit::sim::azure_devops::{AzureDevOps, Process, SignIn, Throttle};
use serde_json::{Value, json};

use crate::client::{Answer, Client};

pub(crate) const TOKEN: &str = "a-token";

pub(crate) fn empty() -> AzureDevOps {
    AzureDevOps::new("fabrikam", sample::PROJECT, TOKEN).with_process(Process::Scrum)
}

pub(crate) async fn client(organisation: Arc<AzureDevOps>) -> Client {
    Client::of(organisation).await.basic("", TOKEN).held_to(Tracker::AzureDevops)
}

pub(crate) fn filled(count: usize) -> Arc<AzureDevOps> {
    let organisation = empty();
    let items = WorkItems::new(sample::PROJECT, count, 7).unwrap();
    assert_eq!(items.load_into(&organisation).unwrap().items, count);
    Arc::new(organisation)
}

pub(crate) fn path(rest: &str) -> String {
    let mark = if rest.contains('?') { '&' } else { '?' };
    format!("/fabrikam/{}/_apis/{rest}{mark}api-version=7.1", sample::PROJECT)
}

fn is_named(list: &Value, name: &str) -> bool {
    list["value"].as_array().unwrap().iter().any(|entry| entry["name"] == name)
}

#[tokio::test]
async fn metadata_names_what_the_items_use() {
    let client = client(filled(300)).await;
    let project = client.get("/fabrikam/_apis/projects/Fabrikam?api-version=7.1").await.with(200);
    assert_eq!(project["name"], sample::PROJECT);
    let types = client.get(&path("wit/workitemtypes")).await.with(200);
    for name in ["Epic", "Feature", "Product Backlog Item", "User Story", "Task", "Bug"] {
        assert!(is_named(&types, name), "{name}");
    }
    let states = client.get(&path("wit/workitemtypes/Task/states")).await.with(200);
    assert!(is_named(&states, "In Progress"));
    let fields = client.get(&path("wit/workitemtypes/Bug/fields?$expand=allowedValues")).await;
    assert!(is_named(&fields.with(200), "Severity"));
    assert!(is_named(&client.get(&path("wit/fields")).await.with(200), "Title"));
    let categories = client.get(&path("wit/workitemtypecategories")).await.with(200);
    assert!(categories["count"].as_u64() > Some(3));
    let relations = client.get("/fabrikam/_apis/wit/workitemrelationtypes?api-version=7.1").await;
    assert!(is_named(&relations.with(200), "Parent"));
    let nodes = client.get(&path("wit/classificationnodes?$depth=14")).await.with(200);
    let iterations = &nodes["value"].as_array().unwrap()[1];
    assert_eq!(iterations["structureType"], "iteration");
    let sprint = &iterations["children"][0]["children"][0];
    assert!(sprint["attributes"]["startDate"].is_string(), "{sprint}");
}

#[tokio::test]
async fn every_item_is_found_and_read_with_all_its_parts() {
    let organisation = filled(600);
    let client = client(organisation.clone()).await;
    let query = json!({"query": "SELECT [System.Id] FROM WorkItems WHERE \
        [System.TeamProject] = @project AND [System.Id] > 0 ORDER BY [System.Id]"});
    let found = client.post(&path("wit/wiql"), &query).await.with(200);
    let ids: Vec<u64> = found["workItems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids, organisation.ids());
    let (mut comments, mut files) = (0, 0);
    for ids in ids.chunks(200) {
        let body = json!({"ids": ids, "$expand": "relations", "errorPolicy": "omit"});
        let batch = client.post(&path("wit/workitemsbatch"), &body).await.with(200);
        for item in batch["value"].as_array().unwrap() {
            comments += item["fields"]["System.CommentCount"].as_u64().unwrap();
            for relation in item["relations"].as_array().into_iter().flatten() {
                if relation["rel"] == "AttachedFile" {
                    files += 1;
                    let url = relation["url"].as_str().unwrap();
                    let target = url.split_once("/fabrikam/").unwrap().1;
                    let file = client.get(&format!("/fabrikam/{target}?api-version=7.1")).await;
                    assert_eq!(file.status, 200);
                    let size = relation["attributes"]["resourceSize"].as_u64();
                    assert_eq!(u64::try_from(file.body.len()).ok(), size);
                }
            }
        }
    }
    assert_eq!(usize::try_from(comments), Ok(organisation.comment_count()));
    assert_eq!(files, organisation.attachment_count());
    assert!(files > 20 && comments > 300, "{files} files, {comments} comments");
}

#[tokio::test]
async fn a_batch_has_at_most_200_items() {
    let organisation = filled(201);
    let client = client(organisation.clone()).await;
    let ids = organisation.ids();
    let full = client.post(&path("wit/workitemsbatch"), &json!({"ids": ids[..200]})).await;
    assert_eq!(full.with(200)["count"], 200);
    let refused = client.post(&path("wit/workitemsbatch"), &json!({ "ids": ids })).await.with(400);
    assert_eq!(refused["typeKey"], "WorkItemsBatchLimitExceededException");
}

#[tokio::test]
async fn what_is_missing_is_refused_or_left_out() {
    let client = client(filled(3)).await;
    let one = client.get(&path("wit/workitems/4711")).await.with(404);
    assert!(one["message"].as_str().unwrap().starts_with("TF401232"));
    let ids = json!({"ids": [1, 4711], "errorPolicy": "omit"});
    let batch = client.post(&path("wit/workitemsbatch"), &ids).await.with(200);
    assert_eq!((&batch["value"][0]["id"], &batch["value"][1]), (&json!(1), &Value::Null));
    let strict = client.post(&path("wit/workitemsbatch"), &json!({"ids": [1, 4711]})).await;
    assert_eq!(strict.status, 404);
    let project = client.get("/fabrikam/Nowhere/_apis/wit/fields?api-version=7.1").await.with(404);
    assert_eq!(project["typeKey"], "ProjectDoesNotExistWithNameException");
}

#[tokio::test]
async fn a_query_finds_at_most_20_000_items() {
    let organisation = empty();
    let item = |id: u64| {
        json!({"id": id, "fields": {"System.WorkItemType": "Task", "System.Title": "same",
            "System.TeamProject": sample::PROJECT}})
    };
    organisation.load((1..=20_001).map(item)).unwrap();
    let client = client(Arc::new(organisation)).await;
    let ask = |from: u64| json!({"query": format!("SELECT [System.Id] FROM WorkItems WHERE [System.Id] > {from}")});
    let refused = client.post(&path("wit/wiql"), &ask(0)).await.with(400);
    assert!(refused["message"].as_str().unwrap().contains("VS402337"), "{refused}");
    let found = client.post(&path("wit/wiql"), &ask(1)).await.with(200);
    assert_eq!(found["workItems"].as_array().unwrap().len(), 20_000);
    let page = client.post(&path("wit/wiql?$top=500"), &ask(0)).await.with(200);
    assert_eq!(page["workItems"].as_array().unwrap().len(), 500);
}

#[tokio::test]
async fn comments_come_in_pages() {
    let organisation = empty();
    let comments: Vec<Value> = (0..450)
        .map(|at| json!({"text": format!("<p>{at}</p>"), "createdDate": "2026-01-01T00:00:00Z"}))
        .collect();
    let item = json!({"id": 1, "comments": comments,
        "fields": {"System.WorkItemType": "Task", "System.Title": "much said"}});
    organisation.load([item]).unwrap();
    let client = client(Arc::new(organisation)).await;
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let target = format!(
            "/fabrikam/Fabrikam/_apis/wit/workItems/1/comments\
             ?$top=200&order=asc{token}&api-version=7.1-preview.4"
        );
        let page = client.get(&target).await.with(200);
        assert_eq!(page["totalCount"], 450);
        seen.extend(page["comments"].as_array().unwrap().iter().map(|it| it["id"].as_u64()));
        let Some(next) = page["continuationToken"].as_str() else { break };
        token = format!("&continuationToken={next}");
    }
    assert_eq!(seen.len(), 450);
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn a_wrong_token_is_turned_away_in_each_way_of_the_service() {
    for (sign_in, status) in [(SignIn::Page, 203), (SignIn::Redirect, 302), (SignIn::Refuse, 401)] {
        let organisation = Arc::new(empty().with_sign_in(sign_in));
        let client = Client::of(organisation).await.basic("", "another-token");
        let answer = client.get(&path("wit/fields")).await;
        assert_eq!(answer.status, status);
        if status != 401 {
            assert!(answer.header("content-type").starts_with("text/html"), "{answer:?}");
        }
        let posted = client.post(&path("wit/wiql"), &json!({"query": "SELECT 1"})).await;
        assert_eq!(posted.status, 401);
        let suppress = [("x-tfs-fedauthredirect", "Suppress")];
        let plain = client.ask(Method::GET, &path("wit/fields"), &suppress, Bytes::new()).await;
        assert_eq!(plain.unwrap().status, 401);
    }
}

const PATCH: [(&str, &str); 1] = [("content-type", "application/json-patch+json")];

/// Sets fields and adds relations.
pub(crate) async fn patch(
    client: &Client,
    method: Method,
    rest: &str,
    changes: &[(&str, Value)],
) -> Answer {
    let add = |(path, value): &(&str, Value)| json!({"op": "add", "path": path, "value": value});
    let body = Value::Array(changes.iter().map(add).collect());
    client.ask(method, &path(rest), &PATCH, body.to_string().into()).await.unwrap()
}

#[tokio::test]
async fn a_link_is_an_update_and_no_revision() {
    let client = client(Arc::new(empty())).await;
    for title in ["one", "two"] {
        let changes = [("/fields/System.Title", json!(title))];
        let made = patch(&client, Method::POST, "wit/workitems/$Task", &changes).await.with(200);
        assert_eq!((&made["rev"], &made["fields"]["System.Title"]), (&json!(1), &json!(title)));
    }
    let read = async |id: u64| client.get(&path(&format!("wit/workitems/{id}?$expand=all"))).await;
    let before = read(1).await.with(200);
    let link = json!({"rel": "System.LinkTypes.Related", "url": "https://x/_apis/wit/workItems/2"});
    let linked =
        patch(&client, Method::PATCH, "wit/workitems/1", &[("/relations/-", link)]).await.with(200);
    assert_eq!(linked["rev"], 1);
    for id in [1, 2] {
        let after = read(id).await.with(200);
        assert_eq!(after["relations"].as_array().unwrap().len(), 1);
        let updates = client.get(&path(&format!("wit/workItems/{id}/updates"))).await.with(200);
        let last = &updates["value"][1];
        assert_eq!((&updates["count"], &last["rev"]), (&json!(2), &json!(1)));
        assert_eq!(last["relations"]["added"][0]["rel"], "System.LinkTypes.Related");
    }
    let after = read(1).await.with(200);
    for name in ["System.ChangedDate", "System.Watermark", "System.Rev"] {
        assert_eq!(after["fields"][name], before["fields"][name], "{name}");
    }
    let changes = [("/fields/System.Title", json!("again"))];
    let after = patch(&client, Method::PATCH, "wit/workitems/1", &changes).await.with(200);
    assert_eq!(after["rev"], 2);
    let same = patch(&client, Method::PATCH, "wit/workitems/1", &changes).await.with(200);
    assert_eq!(same["rev"], 2, "what changes nothing is no revision");
}

#[tokio::test]
async fn rules_hold_unless_they_are_bypassed() {
    let organisation = Arc::new(empty());
    let client = client(organisation.clone()).await;
    let create = "wit/workitems/$Bug";
    let title = ("/fields/System.Title", json!("a bug"));
    let refused = [
        (vec![], "Required"),
        (vec![title.clone(), ("/fields/System.State", json!("Done"))], "LimitedToValues"),
        (vec![title.clone(), ("/fields/System.State", json!("Nowhere"))], "LimitedToValues"),
        (
            vec![title.clone(), ("/fields/Microsoft.VSTS.Common.Severity", json!("7 - None"))],
            "LimitedToValues",
        ),
        (vec![title.clone(), ("/fields/System.CreatedDate", json!("2020-01-01"))], "ReadOnly"),
    ];
    for (changes, flag) in refused {
        let answer = patch(&client, Method::POST, create, &changes).await.with(400);
        assert_eq!(answer["typeKey"], "RuleValidationException", "{answer}");
        let message = answer["message"].as_str().unwrap();
        assert!(message.starts_with("TF401320") && message.contains(flag), "{message}");
        assert!(answer["customProperties"]["RuleValidationErrors"][0].is_object());
    }
    for (name, value, code) in [
        ("/fields/System.AreaPath", json!("Fabrikam\\Nowhere"), "TF401347"),
        ("/fields/System.AssignedTo", json!("nobody@example.org"), "unknown identity"),
        ("/fields/Custom.None", json!(1), "TF51535"),
    ] {
        let changes = [title.clone(), (name, value)];
        let answer = patch(&client, Method::POST, create, &changes).await.with(400);
        assert!(answer["message"].as_str().unwrap().contains(code), "{answer}");
    }
    assert!(organisation.is_empty());
    let changes = [
        title,
        ("/fields/System.State", json!("Done")),
        ("/fields/System.CreatedDate", json!("2020-01-01T00:00:00Z")),
    ];
    let made = patch(&client, Method::POST, "wit/workitems/$Bug?bypassRules=true", &changes).await;
    let made = made.with(200);
    assert_eq!(made["fields"]["System.State"], "Done");
    assert_eq!(made["fields"]["System.CreatedDate"], "2020-01-01T00:00:00Z");
    let plain = client.json(Method::PATCH, &path("wit/workitems/1"), &json!([])).await;
    assert_eq!(plain.status, 415);
}

#[tokio::test]
async fn who_uses_too_much_is_held_back_and_then_refused() {
    let organisation = empty().with_throttle(Some(Throttle::new(50_000)));
    // The documents have no refusals of this kind.
    let client = Client::of(Arc::new(organisation)).await.basic("", TOKEN);
    let mut answers = Vec::new();
    for _ in 0..7 {
        answers.push(client.get(&path("wit/fields")).await);
    }
    // Four fit; two more are held back for 15 and 30 s on the way to half as much again.
    for (answer, retry) in answers.iter().zip([false, false, false, false, true, true]) {
        assert_eq!(answer.status, 200);
        assert_eq!(!answer.header("retry-after").is_empty(), retry);
    }
    assert_eq!(answers[4].header("x-ratelimit-delay"), "15.000");
    assert_eq!(answers[5].header("x-ratelimit-limit"), "200");
    let refused = answers[6].with(429);
    assert!(refused["message"].as_str().unwrap().starts_with("TF400733"));
    let pause: u64 = answers[6].header("retry-after").parse().unwrap();
    let reset: i64 = answers[6].header("x-ratelimit-reset").parse().unwrap();
    let back = client.clock.now() + Duration::from_secs(pause);
    assert!(back.unix_timestamp() >= reset);
    client.clock.advance_to(back);
    assert_eq!(client.get(&path("wit/fields")).await.status, 200);
}
