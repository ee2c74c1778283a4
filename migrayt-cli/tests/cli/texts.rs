//! Pictures, references and texts of any length arrive in the texts that hold them.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::StatusCode;
use migrayt::core::port::Clock as _;
use migrayt::system::SystemClock;
use migrayt_testkit::fault::{Fault, Rule};
use migrayt_testkit::sim::jira::IssueView;
use serde_json::{Value, json};

use crate::words;
use crate::world::World;

const PICTURE: &str = "0a1b2c3d-0000-4000-8000-000000000001";
const SHOT: &str = "0a1b2c3d-0000-4000-8000-000000000002";

fn image(id: &str, name: &str) -> String {
    format!(
        "<img src=\"https://dev.azure.com/fabrikam/Fabrikam/_apis/wit/attachments/{id}?fileName={name}\" \
         alt=\"{name}\">"
    )
}

fn reference(organization: &str, id: u64) -> String {
    format!(
        "<a href=\"https://dev.azure.com/{organization}/Fabrikam/_workitems/edit/{id}/\" \
         data-vss-mention=\"version:1.0\">#{id}</a>"
    )
}

fn file(id: &str, name: &str) -> Value {
    json!({ "id": id, "name": name, "base64": BASE64_STANDARD.encode(format!("bytes of {name}")) })
}

fn item(id: u64, title: &str, description: &str) -> Value {
    json!({
        "id": id, "rev": 1,
        "fields": {
            "System.TeamProject": "Fabrikam", "System.WorkItemType": "Task",
            "System.State": "To Do", "System.Title": title,
            "System.AreaPath": "Fabrikam", "System.IterationPath": "Fabrikam",
            "System.Description": description,
        },
        "relations": [],
    })
}

fn comment(id: u64, text: &str) -> Value {
    json!({ "id": id, "version": 1, "text": text, "createdDate": "2024-03-02T10:15:00Z" })
}

/// The first item refers to the second, which does not stand yet when the first is made.
fn items(long: &str) -> Vec<Value> {
    let (next, other, foreign) =
        (reference("fabrikam", 2), reference("fabrikam", 99), reference("contoso", 2));
    let mut first = item(
        1,
        "First",
        &format!(
            "<div>It blocks {next}, not {other} or {foreign}.</div>\
             <div>{}</div><ul><li>in a list {}</li></ul>",
            image(PICTURE, "chart.png"),
            image(PICTURE, "chart.png"),
        ),
    );
    first["attachments"] = json!([file(PICTURE, "chart.png"), file(SHOT, "shot.png")]);
    first["comments"] = json!([
        comment(1, "<div>first</div>"),
        comment(2, &format!("<div>see {next}</div><div>{}</div>", image(SHOT, "shot.png"))),
        comment(3, "<div>last</div>"),
    ]);
    let mut second = item(2, "Second", long);
    second["comments"] = json!([comment(4, long)]);
    vec![first, second]
}

/// Every node of a kind in a document.
fn nodes<'a>(node: &'a Value, kind: &str, found: &mut Vec<&'a Value>) {
    if node["type"] == kind {
        found.push(node);
    }
    for child in node["content"].as_array().into_iter().flatten() {
        nodes(child, kind, found);
    }
}

fn all<'a>(node: &'a Value, kind: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    nodes(node, kind, &mut found);
    found
}

/// The ids of the files that a document shows.
fn shown(document: &Value) -> Vec<&str> {
    all(document, "media").iter().filter_map(|node| node["attrs"]["id"].as_str()).collect()
}

fn stored(issue: &IssueView, name: &str) -> String {
    let file = issue.attachments.iter().find(|file| file.file_name == name);
    file.unwrap_or_else(|| panic!("{name} is attached")).media_id.clone()
}

fn titled(world: &World, title: &str) -> IssueView {
    let mut issues = world.jira().issues().into_iter();
    issues.find(|issue| issue.fields["summary"] == title).unwrap()
}

#[test]
fn pictures_are_shown_and_references_lead_to_the_new_items() {
    let world = World::new(items("<p>short</p>"));
    world.plan();
    world.expect(0, &["run"]);
    world.expect(0, &["verify"]);

    let (first, second) = (titled(&world, "First"), titled(&world, "Second"));
    let chart = stored(&first, "chart.png");
    let description = &first.fields["description"];
    assert_eq!(shown(description), [chart.as_str(), chart.as_str()], "{description}");
    let cards = all(description, "inlineCard");
    let [card] = cards.as_slice() else { panic!("one reference: {description}") };
    let url = card["attrs"]["url"].as_str().unwrap();
    assert!(url.ends_with(&format!("/browse/{}", second.key)), "{url}");
    let texts = all(description, "text");
    for organization in ["fabrikam/Fabrikam/_workitems/edit/99", "contoso"] {
        let linked = |text: &&&Value| text["marks"].to_string().contains(organization);
        assert_eq!(texts.iter().filter(linked).count(), 1, "{organization}: {description}");
    }

    let bodies: Vec<_> = first.comments.iter().map(|comment| &comment.body).collect();
    let order: Vec<_> = bodies.iter().map(|body| words::document(body)).collect();
    assert!(order[0].ends_with("first") && order[2].ends_with("last"), "{order:?}");
    assert_eq!(shown(bodies[1]), [stored(&first, "shot.png").as_str()]);
    assert_eq!(all(bodies[1], "inlineCard").len(), 1);
}

/// A later plan recognises what stands; a text that people changed since is theirs.
#[test]
fn a_text_that_was_changed_in_jira_is_not_written_again() {
    let world = World::new(items("<p>short</p>"));
    world.plan();
    world.expect(0, &["run"]);
    let first = titled(&world, "First");
    let edited = json!({ "type": "doc", "version": 1, "content": [
        { "type": "paragraph", "content": [{ "type": "text", "text": "what we agreed on" }] },
    ] });
    let now = SystemClock::new().now();
    assert!(world.jira().edit_field(&first.key, "description", &edited, now));
    world.expect(0, &["plan"]);
    world.expect(0, &["run"]);
    assert_eq!(world.jira().issue_count(), 2);
    assert_eq!(titled(&world, "First").fields["description"], edited);
    let ledger = world.expect(0, &["ledger", "show", "1"]).out;
    assert!(ledger.contains("A picture in a text is shown by name only."), "{ledger}");
}

#[test]
fn a_picture_that_was_not_made_is_named_and_the_rest_arrives() {
    let world = World::new(items("<p>short</p>"));
    world.plan();
    let gone = Fault::Status(StatusCode::NOT_FOUND, Bytes::new());
    world.source.inject(Rule::new(gone).contains(PICTURE));
    world.expect(1, &["run"]);

    let first = titled(&world, "First");
    let description = &first.fields["description"];
    assert_eq!(shown(description), [""; 0]);
    assert!(words::document(description).contains("chart.png"), "{description}");
    assert_eq!(all(description, "inlineCard").len(), 1);
    let ledger = world.expect(0, &["ledger", "show", "1"]);
    let lost = "A picture in a text is shown by name only.";
    assert!(ledger.out.contains(lost), "{}", ledger.out);
}

#[test]
fn a_text_for_which_there_is_no_room_is_attached_whole() {
    let long = (0..9_000).fold(String::new(), |mut text, number| {
        let _ = write!(text, "<p>word{number} and more</p>");
        text
    });
    let world = World::new(items(&long));
    world.plan();
    let plan = world.expect(0, &["plan"]).out;
    assert!(plan.contains("no room is carried as files"), "{plan}");
    world.expect(0, &["run"]);
    world.expect(0, &["verify"]);

    let second = titled(&world, "Second");
    let names: Vec<_> = second.attachments.iter().map(|file| file.file_name.as_str()).collect();
    for (text, files) in [
        (
            &second.fields["description"],
            ["description.html", "SystemDescription.original.html.txt"],
        ),
        (&second.comments[0].body, ["comment-4.html", "comment-4.original.html.txt"]),
    ] {
        let said = words::document(text);
        assert!(said.contains("All of it is attached"), "{said}");
        for file in files {
            assert!(names.contains(&file) && said.contains(file), "{file}: {names:?} {said}");
        }
        let [readable, original] = files.map(|name| {
            let file = second.attachments.iter().find(|file| file.file_name == name).unwrap();
            let bytes = world.jira().attachment_bytes(file.id).unwrap();
            String::from_utf8(bytes.to_vec()).unwrap()
        });
        assert_eq!(original, long);
        assert_eq!(words::missing(&words::visible(&long), &words::visible(&readable)), None);
    }
}
