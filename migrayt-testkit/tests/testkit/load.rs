use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use migrayt_core::ErrorKind;
use migrayt_testkit::load::{Kind, load};
use migrayt_testkit::sim::jira::{Jira, JiraOptions};
use migrayt_testkit::{reference, sample};
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::azure_devops::empty;

fn item(id: u64, parent: Option<u64>) -> Value {
    let relations: Vec<Value> = parent
        .map(|parent| {
            json!({"rel": "System.LinkTypes.Hierarchy-Reverse",
                "url": format!("https://dev.azure.com/x/_apis/wit/workItems/{parent}")})
        })
        .into_iter()
        .collect();
    json!({"id": id, "rev": 1, "relations": relations, "fields": {"System.WorkItemType": "Task",
        "System.AreaPath": "$ProjectName$\\Team", "System.Title": "in $ProjectName$"}})
}

#[test]
fn all_real_items_of_the_demo_generator_load() {
    let Some(folder) = reference::find("data/ado-demo-generator") else { return };
    let found = load(&folder, "Shop").unwrap();
    assert_eq!((found.kind, found.items.len()), (Kind::AzureDevOps, 1_683));
    let organisation = empty();
    let loaded = organisation.load(found.items).unwrap();
    assert_eq!(loaded.items, 1_683);
    assert_eq!(organisation.len(), 1_683);
    assert!(organisation.comment_count() > 0);
}

#[test]
fn real_issues_of_jira_load() {
    let Some(file) = reference::find("data/jira-titanium/MOD.jsonl.gz") else { return };
    let found = load(&file, "MOD").unwrap();
    assert_eq!(found.kind, Kind::Jira);
    assert!(found.items.len() > 100);
    let site = Jira::with_options(JiraOptions::default().knowing(&found.items));
    let count = found.items.len();
    let loaded = site.load(found.items).unwrap();
    assert_eq!((loaded.issues, site.issue_count()), (count, count));
    assert!(loaded.left_out * 2 < count, "{loaded:?}");
}

#[test]
fn items_of_one_id_in_two_folders_are_numbered_anew_and_keep_their_links() {
    let root = tempdir().unwrap();
    for (folder, form) in [("a", "items.json"), ("b", "items.jsonl.gz")] {
        let folder = root.path().join(folder).join("WorkItems");
        fs::create_dir_all(&folder).unwrap();
        let items = [item(1, None), item(2, Some(1)), item(3, Some(99))];
        let bytes = if form == "items.json" {
            json!({"count": 3, "value": items}).to_string().into_bytes()
        } else {
            let lines = items.each_ref().map(Value::to_string).join("\n");
            let mut packer = GzEncoder::new(Vec::new(), Compression::default());
            packer.write_all(lines.as_bytes()).unwrap();
            packer.finish().unwrap()
        };
        fs::write(folder.join(form), bytes).unwrap();
    }
    let found = load(root.path(), "Shop").unwrap();
    assert_eq!((found.items.len(), found.links_dropped), (6, 2));
    let organisation = empty();
    organisation.load(found.items).unwrap();
    let parent = |id: u64| organisation.item(id).unwrap()["fields"]["System.Parent"].as_u64();
    assert_eq!((parent(2), parent(5)), (Some(1), Some(4)));
    let fields = organisation.item(4).unwrap()["fields"].clone();
    assert_eq!(fields["System.AreaPath"], "Shop\\Team");
    assert_eq!(fields["System.Title"], "in Shop");
}

#[test]
fn what_cannot_be_loaded_is_an_error_that_says_where() {
    let root = tempdir().unwrap();
    let missing = load(&root.path().join("nothing"), "Shop").unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    assert_eq!(load(root.path(), "Shop").unwrap_err().kind(), ErrorKind::InputInvalid);
    let file = root.path().join("broken.jsonl");
    fs::write(&file, format!("{}\n{{\"id\": 2,\n", item(1, None))).unwrap();
    let broken = load(&file, "Shop").unwrap_err();
    assert_eq!(broken.kind(), ErrorKind::DataCorrupt);
    assert!(broken.context().iter().any(|(key, fact)| *key == "line" && fact.to_string() == "2"));
    fs::write(&file, format!("{}\n", item(1, None))).unwrap();
    let issue = json!({"key": "A-1", "fields": {"issuetype": {"name": "Bug"}}});
    fs::write(root.path().join("jira.json"), issue.to_string()).unwrap();
    assert_eq!(load(root.path(), "Shop").unwrap_err().kind(), ErrorKind::InputInvalid);
}

#[test]
fn the_bundled_sample_has_real_items_enough() {
    let items = sample::items().unwrap();
    assert!(items.len() >= 150, "{}", items.len());
    let organisation = empty();
    let loaded = organisation.load(items).unwrap();
    assert_eq!(loaded.links_dropped, 0);
    assert!(organisation.texts().len() > 150);
}
