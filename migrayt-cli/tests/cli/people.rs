//! Who is who, from the scan to what stands in the target: a leaver fails no item, and nobody is
//! named on this side.

use http::{Method, StatusCode};
use migrayt::mapping::Attribution;
use migrayt_testkit::fault::{Fault, Occurrence, Rule};
use migrayt_testkit::sim::jira::{IssueView, User};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::world::World;

const EMMA: &str = "5b10ac8d82e05b22cc7d4ef5";
const NOOR: &str = "712020:1f0a8c7e-7f1c-4a55-9a39-0b1f2c3d4e5f";
const KIM: &str = "557058:kim";
const FORMER: &str = "557058:former";
const GUEST: &str = "557058:guest";

/// The source's people, by number: Emma has an account of her address, Kim's is at a new domain,
/// Noor's shows no address, Jon's is closed, Pat's cannot be assigned work, Lee has none.
const PEOPLE: [(&str, &str); 6] = [
    ("Emma Richards", "emma@example.com"),
    ("Kim Abercrombie", "kim@old.example"),
    ("Noor Aziz", "noor@old.example"),
    ("Jon Former", "jon@example.com"),
    ("Pat Guest", "pat@example.com"),
    ("Lee Gu", "lee@old.example"),
];

fn guid(number: usize) -> String {
    format!("0a1b2c3d-0000-4000-8000-00000000000{number}")
}

fn person(number: usize) -> Value {
    let (name, address) = PEOPLE[number];
    json!({ "displayName": name, "uniqueName": address, "id": guid(number) })
}

fn mention(number: usize) -> String {
    let id = guid(number);
    format!("<a href=\"#\" data-vss-mention=\"version:2.0,{id}\">@{}</a>", PEOPLE[number].0)
}

fn item(id: u64, assignee: usize, reporter: usize) -> Value {
    json!({
        "id": id, "rev": 1,
        "fields": {
            "System.TeamProject": "Fabrikam", "System.WorkItemType": "Task",
            "System.State": "To Do", "System.Title": format!("Item {id}"),
            "System.AreaPath": "Fabrikam", "System.IterationPath": "Fabrikam",
            "System.Description": format!("<p>Ask {} and {}</p>", mention(0), mention(5)),
            "System.AssignedTo": person(assignee), "System.CreatedBy": person(reporter),
            "System.ChangedBy": person(reporter), "System.CreatedDate": "2024-03-01T08:00:00Z",
        },
        "relations": [],
        "comments": [{
            "id": 1, "version": 1, "text": "<p>Yes</p>",
            "createdBy": person(reporter), "createdDate": "2024-03-02T10:15:00.5Z",
        }],
    })
}

/// One item for each person, who works on it and reported it.
fn world() -> World {
    world_of((0..PEOPLE.len()).map(|at| item(at as u64 + 1, at, at)).collect())
}

fn world_of(items: Vec<Value>) -> World {
    World::with_site(items, |site| {
        let user = |id: &str, name: &str, email: &str, active| User {
            account_id: id.to_owned(),
            display_name: name.to_owned(),
            email: Some(email.to_owned()),
            active,
        };
        site.users.push(user(KIM, "Kim A.", "kim@new.example", true));
        site.users.push(user(FORMER, "Jon F.", "jon@example.com", false));
        site.users.push(user(GUEST, "Pat G.", "pat@example.com", true));
        site.unassignable.push(GUEST.to_owned());
    })
}

fn proposed() -> World {
    suggested(world())
}

fn suggested(world: World) -> World {
    world.expect(0, &["scan"]);
    world.expect(0, &["suggest"]);
    world
}

/// Sets an option, or a rule of `[people_rules]`.
fn set(world: &World, from: &str, to: &str) {
    let mapping = world.read("mapping.toml");
    assert!(mapping.contains(from), "{from}: {mapping}");
    world.write("mapping.toml", &mapping.replacen(from, to, 1));
}

fn issue(world: &World, number: usize) -> IssueView {
    let title = format!("Item {}", number + 1);
    world.jira().issues().into_iter().find(|it| it.fields["summary"] == title.as_str()).unwrap()
}

fn account(issue: &IssueView, field: &str) -> Value {
    issue.fields.get(field).and_then(|it| it.get("accountId")).cloned().unwrap_or(Value::Null)
}

/// The text of the first paragraph of a document.
fn first_line(document: &Value) -> String {
    let texts = document["content"][0]["content"].as_array().unwrap();
    texts.iter().filter_map(|it| it["text"].as_str()).collect()
}

#[test]
fn everybody_is_listed_with_how_they_are_matched_and_nobody_is_named() {
    let world = proposed();
    let listed = world.expect(0, &["people", "list"]).out;
    let planned = world.expect(0, &["plan"]).out;
    for (shown, parts) in [
        (&listed, ["j***@e***.com", "address", FORMER]),
        (&listed, ["k***@o***.example", "none: no account has the address", "suggested: "]),
        (&listed, ["p***@e***.com", "cannot be assigned work", GUEST]),
        (&planned, ["People without an account", "n***@o***.example", "people import"]),
        (&planned, ["none: no account has the address", "3 (used ", "cannot be assigned work"]),
    ] {
        for part in parts {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }
    let columns = listed.lines().map(|line| line.find("***@"));
    let columns: std::collections::BTreeSet<_> = columns.flatten().collect();
    assert_eq!(columns.len(), 1, "{listed}");
    let mapping = world.read("mapping.toml");
    for suggestion in [
        format!("# {} = {{ account = \"{KIM}\" }} # 60 %: the same letters before", guid(1)),
        format!("# {} = {{ account = \"{NOOR}\" }} # 50 %: the same name", guid(2)),
    ] {
        assert!(mapping.contains(&suggestion), "{suggestion}: {mapping}");
    }
    let scan = world.read("migration.scan.json");
    for text in [&listed, &planned, &mapping, &scan] {
        for (name, address) in PEOPLE {
            assert!(!text.contains(name) && !text.contains(address), "{name}: {text}");
        }
    }
    world.expect(0, &["report"]);
    let report: Value = serde_json::from_str(&world.read("report.json")).unwrap();
    let people = &report["people"];
    assert_eq!((&people["found"], &people["matched"]), (&json!(6), &json!(3)), "{people}");
    assert_eq!(people["unassignable"], 2);
    assert_eq!(people["groups"][1]["how"], "no_account", "{people}");
}

#[test]
fn a_table_that_was_filled_in_is_taken() {
    let world = proposed();
    set(&world, "[types]", "# A remark that stays.\n[types]");
    world.expect(0, &["people", "export", "people.csv"]);
    let exported = world.read("people.csv");
    assert!(exported.starts_with("source,target,address,used,matched,suggested\n"), "{exported}");
    assert_eq!(exported.lines().count(), 4, "{exported}");
    let filled = exported
        .replace(&format!("{},,", guid(1)), &format!("{},kim@new.example,", guid(1)))
        .replace(&format!("{},,", guid(2)), &format!("{},{NOOR},", guid(2)));
    let file = world.bring("filled.csv", &filled);
    let imported = world.json(0, &["people", "import", &file]);
    assert_eq!((&imported["rules"], &imported["blank"]), (&json!(2), &json!(1)), "{imported}");
    let mapping = world.read("mapping.toml");
    for line in [
        format!("{} = {{ account = \"{KIM}\" }} # k***@o***.example", guid(1)),
        format!("{} = {{ account = \"{NOOR}\" }} # n***@o***.example", guid(2)),
        "# A remark that stays.".to_owned(),
    ] {
        assert!(mapping.lines().any(|it| it == line), "{line}: {mapping}");
    }
    // By addresses on both sides, with semicolons; one is not to be had yet, one is taken back.
    let table = "Target;Source\nlee@new.example;LEE@old.example\nleave;noor@old.example\n\
                 placeholder;somebody@else.example\n";
    let file = world.bring("addresses.csv", table);
    let imported = world.json(0, &["people", "import", &file]);
    assert_eq!((&imported["awaited"], &imported["unseen"]), (&json!(1), &json!(1)), "{imported}");
    let mapping = world.read("mapping.toml");
    assert!(mapping.contains("{ address = \"l***@n***.example#"), "{mapping}");
    assert!(mapping.contains("\"s***@e***.example#"), "{mapping}");
    assert!(!mapping.contains("lee@") && !mapping.contains("somebody"), "{mapping}");
    let listed = world.json(0, &["people", "list"]);
    let how = |number: usize| {
        let mut people = listed.as_array().unwrap().iter();
        people.find(|it| it["id"] == guid(number)).unwrap()["how"].clone()
    };
    assert_eq!([how(1), how(2), how(5)], ["table", "left", "awaited"]);
    world.expect(0, &["plan"]);
    world.expect(0, &["run"]);
    assert_eq!(account(&issue(&world, 1), "assignee"), KIM);
    assert_eq!(account(&issue(&world, 2), "assignee"), Value::Null);
    world.expect(0, &["verify"]);
}

#[test]
fn a_line_that_cannot_be_taken_is_named_and_nothing_is_changed() {
    let world = proposed();
    let before = world.read("mapping.toml");
    for (table, line, problem) in [
        ("who,whom\na,b\n".to_owned(), 1, "source and target"),
        (String::new(), 1, "source and target"),
        ("source,target\nemma@example.com,Emma Richards\n".to_owned(), 2, "neither an address"),
        ("source,target\nemma@example.com,leave\n,leave\n".to_owned(), 3, "the source is empty"),
        ("source,target\nEmma Richards,leave\n".to_owned(), 2, "whom the scan found"),
        ("source,target\nemma@,leave\n".to_owned(), 2, "the source is not an address"),
        ("source,target\nkim@old.example,a b@c\n".to_owned(), 2, "the target is not an address"),
        (
            format!("source,target\n\nkim@old.example,leave\n{},{EMMA}\n", guid(1)),
            4,
            "the same person",
        ),
    ] {
        let file = world.bring("bad.csv", &table);
        let ended = world.expect(2, &["people", "import", &file]);
        for part in ["bad.csv", &format!("line: {line}"), problem, "nothing was changed"] {
            assert!(ended.err.contains(part), "{part}: {}", ended.err);
        }
        assert!(!ended.err.contains("Emma") && !ended.err.contains('@'), "{}", ended.err);
        assert_eq!(world.read("mapping.toml"), before);
    }
    let missing = world.expect(2, &["people", "import", "nowhere.csv"]);
    assert!(
        missing.err.contains("nowhere.csv") && missing.err.contains("help:"),
        "{}",
        missing.err
    );
}

#[test]
fn a_leaver_fails_no_item() {
    for placeholder in [None, Some(NOOR)] {
        let world = proposed();
        if let Some(account) = placeholder {
            set(&world, "[options]\n", &format!("[options]\nplaceholder = \"{account}\"\n"));
        }
        world.expect(0, &["plan"]);
        let planned = world.expect(0, &["plan"]).out;
        assert!(planned.contains("does not take the person's account"), "{planned}");
        let ran = world.json(0, &["run"]);
        assert_eq!((&ran["items_created"], &ran["failed"]), (&json!(6), &json!(0)), "{ran}");
        let stands = placeholder.map_or(Value::Null, Value::from);
        for (number, own) in [(3, FORMER), (4, GUEST)] {
            let issue = issue(&world, number);
            assert_eq!(account(&issue, "assignee"), stands);
            // Whoever cannot be assigned can have reported it.
            assert_eq!(account(&issue, "reporter"), own);
        }
        assert_eq!(account(&issue(&world, 5), "assignee"), stands);
        world.expect(0, &["verify"]);
    }
}

/// The scan saw nothing against it, and the target refuses the person all the same.
#[test]
fn whoever_is_refused_during_the_run_is_left_out_with_a_loss() {
    let world = suggested(world_of((1..=6).map(|id| item(id, 0, 3)).collect()));
    world.expect(0, &["plan"]);
    let error = |place: usize, field: &str| {
        json!({
            "status": 400, "failedElementNumber": place,
            "elementErrors": { "errorMessages": [], "errors": { field: "Nobody may know." } },
        })
    };
    let errors: Vec<_> = (0..6).map(|at| error(at, "reporter")).collect();
    let body = json!({ "issues": [], "errors": errors }).to_string();
    let refusal = Fault::Status(StatusCode::BAD_REQUEST, body.into());
    let rule = Rule::new(refusal).method(Method::POST).suffix("/issue/bulk");
    world.target.inject(rule.on(Occurrence::Nth(1)));
    let ran = world.json(0, &["run"]);
    assert_eq!((&ran["items_created"], &ran["failed"]), (&json!(6), &json!(0)), "{ran}");
    assert_eq!(world.target.struck(), 1);
    // Jira puts the account itself there.
    assert_eq!(account(&issue(&world, 0), "reporter"), "5b10a2844c20165700ede21g");
    assert_eq!(account(&issue(&world, 0), "assignee"), EMMA);
    let shown = world.expect(0, &["ledger", "show", "1"]).out;
    assert!(shown.contains("person_refused") || shown.contains("does not take"), "{shown}");
    world.expect(0, &["verify"]);
}

#[test]
fn what_somebody_else_wrote_says_so_in_a_form_that_is_read_back() {
    let world = proposed();
    world.expect(0, &["plan"]);
    world.expect(0, &["run"]);
    for (number, (name, _)) in PEOPLE.iter().enumerate() {
        let issue = issue(&world, number);
        let said = Attribution::parse(&first_line(&issue.comments[0].body)).unwrap();
        assert_eq!(said.author().unwrap().as_str(), *name);
        assert_eq!(said.written(), Some(datetime!(2024-03-02 10:15 UTC)));
        let said = Attribution::parse(&first_line(&issue.fields["description"]));
        let has_account = [0, 3, 4].contains(&number);
        assert_eq!(said.is_none(), has_account, "{number}");
        if let Some(said) = said {
            assert_eq!(said.author().unwrap().as_str(), *name);
            assert_eq!(said.written(), Some(datetime!(2024-03-01 08:00 UTC)));
        }
    }
}

#[test]
fn mentions_tell_nobody_unless_they_should() {
    for (how, link, mentioned) in
        [("silent", true, false), ("notify", false, true), ("name", false, false)]
    {
        let world = proposed();
        set(&world, "mentions = \"silent\"", &format!("mentions = \"{how}\""));
        world.expect(0, &["plan"]);
        world.expect(0, &["run"]);
        let text = issue(&world, 0).fields["description"].to_string();
        assert_eq!(text.contains(&format!("/jira/people/{EMMA}")), link, "{how}: {text}");
        assert_eq!(text.contains("\"mention\""), mentioned, "{how}: {text}");
        assert!(text.contains("@Emma Richards") && text.contains("@Lee Gu"), "{how}: {text}");
        world.expect(0, &["verify"]);
        let report = world.json(0, &["report"]).to_string();
        assert_eq!(report.contains("mention_unknown"), how != "name", "{how}");
    }
}

#[test]
fn people_at_an_old_domain_are_found_at_the_new_one() {
    let world = proposed();
    set(&world, "domains = {}", "domains = { \"old.example\" = \"new.example\" }");
    world.expect(0, &["plan"]);
    world.expect(0, &["run"]);
    assert_eq!(account(&issue(&world, 1), "assignee"), KIM);
    assert_eq!(account(&issue(&world, 1), "reporter"), KIM);
    let listed = world.expect(0, &["people", "list"]).out;
    assert!(listed.contains("rule: domain"), "{listed}");
    world.expect(0, &["verify"]);
}
