//! What goes wrong at a host.

use migrayt_core::{Effect, ErrorKind};
use migrayt_testkit::conformance::source::Trouble;
use serde_json::{Value as Json, json};

use crate::host::Said;

/// What a host answers in a trouble.
pub(crate) fn told(trouble: Trouble) -> Json {
    let effect = "none";
    match trouble {
        Trouble::WrongCredential => json!({ "kind": "Unauthenticated", "effect": effect }),
        Trouble::MissingRight => json!({ "kind": "PermissionDenied", "effect": effect }),
        Trouble::Throttled => {
            json!({ "kind": "RateLimited", "retry": { "after_ms": 7_000 }, "effect": effect })
        }
        Trouble::ThrottledWithoutPause => {
            json!({ "kind": "RateLimited", "retry": "backoff", "effect": effect })
        }
        Trouble::Truncated => json!({ "kind": "DataCorrupt" }),
        Trouble::Silent => json!({ "kind": "Timeout" }),
        _ => json!({ "kind": "Unavailable" }),
    }
}

type Mishap = fn(&str, &mut Said);

/// Ways to break a source, and the cases that find them.
pub(crate) const OF_SOURCE: [(Mishap, &str); 5] = [
    (swaps_items, "numbers_ascend"),
    (hides_the_last_page, "the_known_items_come"),
    (ends_files_early, "files_come_whole_and_again"),
    (tells_addresses_as_names, "a_catalog_holds_no_content"),
    (forgets_links_of_some, "items_are_read_by_id"),
];

/// Ways to break a target, and the cases that find them.
pub(crate) const OF_TARGET: [(Mishap, &str); 6] = [
    (answers_short, "every_order_has_its_result"),
    (swaps_results, "every_order_has_its_result"),
    (reads_other_titles, "every_order_has_its_result"),
    (forgets_markers, "every_order_has_its_result"),
    (sweeps_one_page, "a_sweep_finds_every_marked_item"),
    (forgets_marks_of_comments, "comments_are_told_apart"),
];

fn swaps_items(method: &str, said: &mut Said) {
    if let (true, Ok((value, _))) = (method == "source.read", said) {
        value["items"].as_array_mut().unwrap().reverse();
    }
}

fn hides_the_last_page(method: &str, said: &mut Said) {
    if let (true, Ok((value, _))) = (method == "source.read", said)
        && value["cursor"].is_string()
    {
        value["last"] = json!(true);
    }
}

pub(crate) fn ends_files_early(method: &str, said: &mut Said) {
    if let (true, Ok((value, _))) = (method == "source.pull", said) {
        value["end"] = json!(true);
    }
}

fn tells_addresses_as_names(method: &str, said: &mut Said) {
    if let (true, Ok((value, _))) = (method == "source.catalog", said) {
        value["priorities"] = json!(["jamal@fabrikam.example"]);
    }
}

fn forgets_links_of_some(method: &str, said: &mut Said) {
    if let (true, Ok((value, _))) = (method == "source.read", said)
        && value.get("cursor").is_none()
    {
        value["items"].as_array_mut().unwrap().iter_mut().for_each(|it| it["links"] = json!([]));
    }
}

fn answers_short(method: &str, said: &mut Said) {
    if let (true, Ok((value, _))) = (method == "target.apply", said) {
        let results = value["results"].as_array_mut().unwrap();
        if results.len() > 1 {
            results.pop();
        }
    }
}

fn swaps_results(method: &str, said: &mut Said) {
    if let (true, Ok((value, _))) = (method == "target.apply", said) {
        value["results"].as_array_mut().unwrap().reverse();
    }
}

fn each_standing(method: &str, said: &mut Said, with: fn(&mut Json)) {
    if let (true, Ok((value, _))) = (method == "target.read_back", said) {
        value["items"].as_array_mut().unwrap().iter_mut().for_each(with);
    }
}

fn reads_other_titles(method: &str, said: &mut Said) {
    each_standing(method, said, |item| item["fields"]["title"] = json!({ "text": "another" }));
}

fn forgets_markers(method: &str, said: &mut Said) {
    each_standing(method, said, |item| item["marker"] = json!(null));
}

fn forgets_marks_of_comments(method: &str, said: &mut Said) {
    each_standing(method, said, |item| {
        let comments = item["comments"].as_array_mut().unwrap();
        for comment in comments {
            comment["marker"] = json!(null);
        }
    });
}

/// Not wrong: there are trackers whose files keep nothing of ours.
pub(crate) fn keeps_no_markers_of_files(method: &str, said: &mut Said) {
    each_standing(method, said, |item| {
        for file in item["attachments"].as_array_mut().unwrap() {
            file["marker"] = json!(null);
        }
    });
}

fn sweeps_one_page(method: &str, said: &mut Said) {
    if let (true, Ok((value, _))) = (method == "target.sweep", said) {
        value["last"] = json!(true);
    }
}

/// The error is of that kind and effect, and names these facts.
#[track_caller]
pub(crate) fn is(error: &migrayt_core::Error, kind: ErrorKind, effect: Effect, facts: &[&str]) {
    assert_eq!((error.kind(), error.effect()), (kind, effect), "{error}");
    let shown = error.to_string();
    for fact in facts {
        assert!(shown.contains(fact), "{fact} is not in: {shown}");
    }
}
