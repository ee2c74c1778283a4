use std::collections::BTreeSet;

use migrayt_testkit::generate::{Issues, WorkItems, users};
use migrayt_testkit::sample;
use migrayt_testkit::sim::jira::{Jira, JiraOptions};
use serde_json::Value;

use crate::azure_devops::empty;

fn items(count: usize, seed: u64) -> Vec<Value> {
    WorkItems::new(sample::PROJECT, count, seed).unwrap().collect()
}

#[test]
fn the_same_seed_gives_the_same_items_and_another_gives_others() {
    assert_eq!(items(600, 1), items(600, 1));
    assert_ne!(items(600, 1), items(600, 2));
    assert_eq!(items(600, 1).len(), 600);
}

#[test]
fn the_texts_of_the_sample_come_first_as_they_are() {
    let real = sample::items().unwrap();
    for (made, real) in items(real.len(), 3).iter().zip(&real) {
        for field in ["System.Title", "System.WorkItemType", "System.State", "System.CreatedDate"] {
            assert_eq!(made["fields"][field], real["fields"][field]);
        }
        if let Some(text) = real["fields"]["System.Description"].as_str() {
            assert!(made["fields"]["System.Description"].as_str().unwrap().starts_with(text));
        }
    }
}

#[test]
fn ids_are_unique_and_links_stay_among_the_items() {
    let items = items(1_000, 4);
    let ids: Vec<u64> = items.iter().map(|item| item["id"].as_u64().unwrap()).collect();
    assert!(ids.is_sorted_by(|one, other| one < other));
    let known: BTreeSet<u64> = ids.into_iter().collect();
    let mut linked = 0;
    for item in &items {
        for relation in item["relations"].as_array().into_iter().flatten() {
            let url = relation["url"].as_str().unwrap();
            if let Some((_, number)) = url.rsplit_once("/workItems/") {
                assert!(known.contains(&number.parse().unwrap()), "{url}");
                linked += 1;
            }
        }
    }
    assert!(linked > 800, "{linked}");
}

#[test]
fn every_link_can_be_held_and_all_parts_occur() {
    let organisation = empty();
    let items = WorkItems::new(sample::PROJECT, 2_000, 5).unwrap();
    assert_eq!(items.len(), 2_000);
    let loaded = items.load_into(&organisation).unwrap();
    assert_eq!((loaded.items, loaded.links_dropped), (2_000, 0));
    assert!(organisation.comment_count() > 1_500, "{}", organisation.comment_count());
    assert!(organisation.attachment_count() > 200, "{}", organisation.attachment_count());
    let ids = organisation.ids();
    let items: Vec<Value> = ids.iter().filter_map(|id| organisation.item(*id)).collect();
    let count = |field: &str| items.iter().filter(|it| !it["fields"][field].is_null()).count();
    for field in ["System.Tags", "System.Parent", "Microsoft.VSTS.TCM.ReproSteps"] {
        assert!(count(field) > 50, "{field}: {}", count(field));
    }
    let text = Value::Array(items.clone()).to_string();
    for part in ["<img src", "\"Hyperlink\"", "\"Markdown\"", "System.LinkTypes.Related"] {
        assert!(text.contains(part), "{part}");
    }
    let parent = |id: u64| {
        let item = organisation.item(id).unwrap();
        item["fields"]["System.Parent"].as_u64()
    };
    let depth = |id: u64| std::iter::successors(Some(id), |id| parent(*id)).count();
    assert!(ids.iter().any(|id| depth(*id) >= 4));
}

#[test]
fn an_item_does_not_depend_on_how_many_follow() {
    let (few, many) = (items(300, 6), items(3_000, 6));
    // Only links beyond the end differ, and none leads out of the first copy.
    assert_eq!(few[..247], many[..247]);
}

#[test]
fn issues_fit_the_default_site_and_keep_their_ties() {
    let mut options = JiraOptions::default();
    options.users.extend(users());
    let site = Jira::with_options(options);
    let loaded = site.load(Issues::new("MIG", 1_000, 8).unwrap()).unwrap();
    assert_eq!((loaded.issues, loaded.left_out), (1_000, 0), "{loaded:?}");
    assert!(loaded.comments > 500 && loaded.attachments > 50 && loaded.links > 50, "{loaded:?}");
    let issues = site.issues();
    assert_eq!(issues.len(), 1_000);
    assert!(issues.iter().filter(|issue| issue.parent.is_some()).count() > 200);
    for status in ["To Do", "In Progress", "In Review", "Done"] {
        assert!(issues.iter().any(|issue| issue.status == status), "{status}");
    }
    let again = Jira::with_options(site.options().clone());
    again.load(Issues::new("MIG", 1_000, 8).unwrap()).unwrap();
    assert_eq!(again.issues(), issues);
}
