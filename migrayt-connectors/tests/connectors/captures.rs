//! Answers that the trackers really gave, read by the connectors, where the recordings are at hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use http::{Request, Response};
use migrayt_connectors::azure_devops::{AzureDevOps, Settings};
use migrayt_connectors::jira;
use migrayt_core::id::{ItemId, TargetId};
use migrayt_core::port::{ReadPlan, ReadView, Source as _, Target as _};
use migrayt_testkit::reference;
use migrayt_testkit::sim::Simulator;
use migrayt_testkit::sim::azure_devops::AzureDevOps as Organised;
use migrayt_testkit::sim::jira::Jira as Sited;
use migrayt_testkit::wire::InProcess;
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::clock::SimClock;
use crate::organisation::{Organisation, PROJECT, TOKEN, URL};
use crate::site;

/// A simulator that gives recorded answers where it has them: by the end of the path.
#[derive(Debug)]
struct Replay<S> {
    inner: S,
    answers: Mutex<BTreeMap<&'static str, Value>>,
}

impl<S: Simulator> Replay<S> {
    fn new(inner: S) -> Arc<Self> {
        Arc::new(Self { inner, answers: Mutex::default() })
    }

    fn give(&self, end: &'static str, answer: Value) {
        self.answers.lock().unwrap().insert(end, answer);
    }
}

impl<S: Simulator> Simulator for Replay<S> {
    fn answer(&self, request: Request<Bytes>, now: OffsetDateTime) -> Response<Bytes> {
        let path = request.uri().path().to_ascii_lowercase();
        let answers = self.answers.lock().unwrap();
        let found = answers.iter().find(|(end, _)| path.ends_with(*end));
        let Some((_, answer)) = found else {
            drop(answers);
            return self.inner.answer(request, now);
        };
        Response::builder()
            .header("content-type", "application/json; charset=utf-8")
            .body(Bytes::from(answer.to_string()))
            .unwrap()
    }
}

fn json_at(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Everything in a value that looks like what is wanted.
fn gather(value: &Value, is_wanted: fn(&Value) -> bool, found: &mut Vec<Value>) {
    if is_wanted(value) {
        found.push(value.clone());
        return;
    }
    match value {
        Value::Object(fields) => fields.values().for_each(|it| gather(it, is_wanted, found)),
        Value::Array(list) => list.iter().for_each(|it| gather(it, is_wanted, found)),
        _ => {}
    }
}

fn is_work_item(value: &Value) -> bool {
    value["id"].is_u64() && value["rev"].is_u64() && value["fields"]["System.Title"].is_string()
}

fn is_comment_list(value: &Value) -> bool {
    value["comments"].is_array() && value["totalCount"].is_u64()
}

#[tokio::test]
async fn recorded_work_items_and_comments_are_read() {
    let Some(examples) = reference::find("data/ado-rest-spec-examples") else { return };
    let Some(golden) = reference::find("specs/ado-captures/golden-wit-core.sanitised.json") else {
        return;
    };
    let (mut items, mut comments) = (Vec::new(), Vec::new());
    for path in files(&examples).into_iter().chain([golden]) {
        if let Some(recorded) = json_at(&path) {
            gather(&recorded, is_work_item, &mut items);
            gather(&recorded, is_comment_list, &mut comments);
        }
    }
    assert!(items.len() > 100, "{} items", items.len());
    assert!(comments.len() >= 3, "{} lists of comments", comments.len());

    let organisation = Organisation::new(Vec::new());
    let replay = Replay::new(Organised::new("fabrikam", PROJECT, TOKEN));
    let wire = Arc::new(InProcess::new(replay.clone(), organisation.clock.clone()));
    let parts = organisation.parts(wire, TOKEN);
    let source = AzureDevOps::new(&Settings::new(URL, PROJECT), parts).unwrap();
    let none = json!({ "totalCount": 0, "count": 0, "comments": [] });
    for mut item in items {
        // What one project holds is asked for, whatever project was recorded.
        item["fields"]["System.TeamProject"] = json!(PROJECT);
        let id = ItemId::new(item["id"].to_string());
        replay.give("/wit/workitemsbatch", json!({ "count": 1, "value": [item] }));
        replay.give("/comments", none.clone());
        let plan = ReadPlan::items(vec![id.clone()], ReadView::Full);
        let pages: Vec<_> = source.read(plan).try_collect().await.unwrap();
        let read = pages.into_iter().flat_map(|page| page.items).next().unwrap();
        assert_eq!(read.id, id);
        assert_eq!(read.revision, item["rev"].as_u64().unwrap());
        let title = item["fields"]["System.Title"].as_str().unwrap();
        assert_eq!(read.title.expose(), title);
    }
    let mut item = json!({ "id": 1, "rev": 1 });
    item["fields"] = json!({
        "System.Title": "Discussed",
        "System.WorkItemType": "Task",
        "System.TeamProject": PROJECT,
        "System.CommentCount": 1,
    });
    replay.give("/wit/workitemsbatch", json!({ "count": 1, "value": [item] }));
    for mut list in comments {
        let all = list["comments"].as_array().unwrap();
        let kept = all.iter().filter(|comment| comment["isDeleted"] != true).count();
        // One page is all there is here.
        list["continuationToken"] = Value::Null;
        replay.give("/comments", list);
        let plan = ReadPlan::items(vec![ItemId::new("1")], ReadView::Full);
        let pages: Vec<_> = source.read(plan).try_collect().await.unwrap();
        let read = pages.into_iter().flat_map(|page| page.items).next().unwrap();
        assert_eq!(read.comments.len(), kept);
    }
}

fn is_issue(value: &Value) -> bool {
    value["id"].is_string() && value["key"].is_string() && value["fields"]["summary"].is_string()
}

#[tokio::test]
async fn recorded_issues_and_vocabularies_are_read() {
    let folders =
        ["data/jira-php-client-fixtures", "data/jira-cli-testdata", "data/jira-go-jira-mocks"];
    let mut issues = Vec::new();
    for folder in folders {
        let Some(folder) = reference::find(folder) else { return };
        for recorded in files(&folder).iter().filter_map(|path| json_at(path)) {
            gather(&recorded, is_issue, &mut issues);
        }
    }
    assert!(!issues.is_empty());

    let clock = Arc::new(SimClock::default());
    let replay = Replay::new(Sited::default());
    let wire = Arc::new(InProcess::new(replay.clone(), clock.clone()));
    let settings = jira::Settings::new(site::URL, site::KEY);
    let target = site::target(&clock, wire, &settings, site::TOKEN);
    let digests = migrayt_core::digest::DigestKey::new([5; 32]);
    for (end, file) in [
        ("/rest/api/3/field", "data/jira-go-jira-mocks/testing/mock-data/all_fields.json"),
        (
            "/rest/api/3/issuelinktype",
            "data/jira-cli-testdata/pkg/jira/testdata/issue-link-types.json",
        ),
    ] {
        replay.give(end, json_at(&reference::find(file).unwrap()).unwrap());
    }
    let links = "data/jira-go-jira-mocks/testing/mock-data/remote_links.json";
    replay.give("/remotelink", json_at(&reference::find(links).unwrap()).unwrap());
    // What an issue has more of than its own answer holds was not recorded.
    replay.give("/comment", json!({ "comments": [], "total": 0 }));
    replay.give("/worklog", json!({ "worklogs": [], "total": 0 }));
    replay.give("/watchers", json!({ "watchers": [] }));
    let catalog = target.catalog(&digests).await.unwrap();
    assert!(!catalog.link_types.is_empty());
    for issue in issues {
        let id = TargetId::new(issue["id"].as_str().unwrap());
        replay.give("/issue/bulkfetch", json!({ "issues": [issue], "issueErrors": [] }));
        let ids = [id.clone()];
        let standing = target.read_back(&ids, &catalog, &digests);
        let standing: Vec<_> = standing.try_collect().await.unwrap();
        assert_eq!(standing[0].target.id, id);
    }
}
