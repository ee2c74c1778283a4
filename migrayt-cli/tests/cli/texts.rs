//! Pictures, references and texts of any length arrive in the texts that hold them.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
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

fn titled(world: &World, title: &str) -> IssueView {
    let mut issues = world.jira().issues().into_iter();
    issues.find(|issue| issue.fields["summary"] == title).unwrap()
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
